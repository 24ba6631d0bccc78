import { type ChangeFamily, changeVerdicts } from "./change-verdicts.ts";
import { estimateWave } from "./estimate-wave.ts";
import { seriesBreaks } from "./series-breaks.ts";
import { type Instruments, instrumentsOf, type SurveyPlan, type TalliedWave } from "./survey-plan.ts";
import type { EstimateKey, EstimateRow, WaveEstimates } from "./wave-estimates.ts";
import { measuresOf } from "./wave-statistics.ts";
import { yearBefore } from "./year-before.ts";

/** Which earlier wave of the stream a wave is compared with. */
export type ComparedWith = "the wave before" | "a year before";

/**
 * The estimates of all waves of a survey, each compared with an earlier one of the same stream.
 * @param instruments by hash, all that the waves' answers were given to
 * @param waves       tallied waves of one survey; both streams may be among them
 * @param against     default: the wave before. A year before: the wave that `yearBefore` finds, if there is one
 * @returns           one per tallied wave, by opening; within a wave in the given order of streams
 * @throws Problem as `estimateWave`
 */
export function estimateWaves(
  plan: SurveyPlan,
  instruments: Instruments,
  waves: readonly TalliedWave[],
  against: ComparedWith = "the wave before",
): readonly WaveEstimates[] {
  const estimated: EstimatedWave[] = [];
  for (const tallied of waves.toSorted((a, b) => Date.parse(a.wave.opens) - Date.parse(b.wave.opens))) {
    const alone = { tallied, estimates: estimateWave(plan, instruments, tallied) };
    const stream = estimated.filter(({ estimates }) => estimates.stream === alone.estimates.stream);
    const before =
      against === "the wave before"
        ? stream.at(-1)
        : stream.find(
            ({ tallied: { wave } }) =>
              wave ===
              yearBefore(
                stream.map((other) => other.tallied.wave),
                alone.tallied.wave,
              ),
          );
    estimated.push(before === undefined ? alone : { tallied, estimates: compared(plan, instruments, before, alone) });
  }
  return estimated.map(({ estimates }) => estimates);
}

interface EstimatedWave {
  readonly tallied: TalliedWave;
  readonly estimates: WaveEstimates;
}

/** A wave with what changed since another: nothing at all where the survey declares that the two share people. */
function compared(
  plan: SurveyPlan,
  instruments: Instruments,
  before: EstimatedWave,
  after: EstimatedWave,
): WaveEstimates {
  const from = before.estimates.wave;
  const rowsBefore = new Map(before.estimates.rows.map((row) => [keyText(row.key), row]));
  const isBroken = seriesBreaks(plan, instruments, before.tallied, after.tallied);
  const familyOf = changeFamilies(instruments, after);
  const broken = after.estimates.rows.map((row) => rowsBefore.has(keyText(row.key)) && isBroken(row.key));
  const rows = after.estimates.rows.map((row, at) => ({ ...row, seriesBreak: broken[at]! }));
  if (sharePeople(plan, from, after.estimates.wave)) return { ...after.estimates, rows };

  const pairs = rows.flatMap((row) => {
    const earlier = rowsBefore.get(keyText(row.key));
    return earlier === undefined ? [] : [{ before: earlier, after: row }];
  });
  const changes = changeVerdicts(
    pairs.map((pair) => ({ ...pair, seriesBreak: pair.after.seriesBreak, family: familyOf(pair.after.key) })),
    from,
    plan.survey.confidence,
  );
  const changeOf = new Map(pairs.map((pair, at) => [pair.after, changes[at]!]));
  return {
    ...after.estimates,
    rows: rows.map((row): EstimateRow => {
      const change = changeOf.get(row);
      return change === undefined ? row : { ...row, change };
    }),
  };
}

function keyText({ area, group, category, measure, statistic, option }: EstimateKey): string {
  return [area, group, category, measure, statistic, option].join("\n");
}

function sharePeople({ survey }: SurveyPlan, a: string, b: string): boolean {
  return survey.samePeople?.some((waves) => waves.includes(a) && waves.includes(b)) ?? false;
}

/** One test per primary measure: the number it is known by, over everybody. */
function changeFamilies(
  instruments: Instruments,
  { tallied, estimates }: EstimatedWave,
): (key: EstimateKey) => ChangeFamily {
  const primary = new Set(
    measuresOf(instrumentsOf(tallied, instruments))
      .filter((measure) => measure.primary)
      .map(({ id }) => id),
  );
  const first = new Map<string, EstimateKey["statistic"]>();
  for (const { key } of estimates.rows) if (!first.has(key.measure)) first.set(key.measure, key.statistic);
  return ({ area, group, measure, statistic, option }) => {
    if (option !== "" || statistic === "gap") return "detail";
    const everybody = area === "all" && group === "all";
    return everybody && primary.has(measure) && first.get(measure) === statistic ? "primary" : "headline";
  };
}
