import { Problem } from "../problems/problem.ts";
import type { Instrument } from "../survey/instrument.ts";
import type { Tally, TallyCell } from "../tally/tally.ts";
import type { WeightedSample } from "../weighting/weighted-sample.ts";
import { type Domains, splitIntoDomains } from "./domains.ts";
import { type DomainEstimate, estimateDomains } from "./estimate-domains.ts";
import { linksOf, scoredAnswersOf } from "./measure-links.ts";
import { representationOf } from "./representation.ts";
import {
  type HashedInstrument,
  type Instruments,
  instrumentsOf,
  type SurveyPlan,
  type TalliedWave,
} from "./survey-plan.ts";
import type { EstimateRow, WaveEstimates } from "./wave-estimates.ts";
import { gapsBetween } from "./wave-gaps.ts";
import { everybody, type Partition, wavePartitions } from "./wave-partitions.ts";
import { qualityOf } from "./wave-quality.ts";
import { type WaveStatistic, waveStatistics } from "./wave-statistics.ts";
import { weighWave } from "./weigh-wave.ts";

/** Explained in docs/method.md: raked weights, linearized raking-aware errors, Korn-Graubard intervals of shares. */
export const method = "raked-linearized-1";

/**
 * Everything estimated of one wave and stream by itself: no row says anything of an earlier wave.
 * @throws Problem of the weighting, naming the margin cell or stratum; `wave-without-instrument`
 */
export function estimateWave(plan: SurveyPlan, instruments: Instruments, tallied: TalliedWave): WaveEstimates {
  const { wave, tally } = tallied;
  const used = instrumentsOf(tallied, instruments);
  const newest = used.at(-1)?.instrument;
  if (newest === undefined) throw new Problem("wave-without-instrument", { wave: wave.wave });

  const { sample, weighted, margins, collapsed } = weighWave(plan, tally, tally.cells, newest);
  const { confidence } = plan.survey;
  const everyone = {
    cells: tally.cells,
    weighted,
    partitions: wavePartitions(plan, newest, tally.cells, tally.profile),
  };
  const rows = [
    ...rowsOf(everyone, tally, used, confidence),
    ...rowsOf(unflagged(plan, tally, newest), tally, used, confidence),
  ];
  return {
    department: wave.department,
    survey: wave.survey,
    wave: wave.wave,
    opens: wave.opens,
    closes: wave.closes,
    stream: tally.stream,
    samplingMode: plan.survey.samplingMode[tally.stream] ?? "nonprobability",
    method,
    n: weighted?.n ?? 0,
    nEffective: weighted?.nEffective ?? 0,
    kish: weighted?.kish ?? 1,
    rakingPasses: weighted?.rakingPasses ?? 0,
    maxMarginError: weighted?.maxMarginError ?? 0,
    collapsed,
    rows,
    links: linksOf(used),
    answers: scoredAnswersOf(used),
    representation: representationOf(margins, sample.n, sample.baseWeight, weighted?.weights ?? []),
    quality: qualityOf(tally, newest),
  };
}

/** A part of the wave's cells, weighted on its own. No weights: nobody answered. */
interface Part {
  readonly cells: readonly TallyCell[];
  readonly weighted: WeightedSample | undefined;
  readonly partitions: readonly Partition[];
}

/** The wave as if nobody flagged had answered: weighted anew, everybody only. */
function unflagged(plan: SurveyPlan, tally: Tally, newest: Instrument): Part {
  const unflaggedCells = tally.cells.filter((cell) => !cell.flagged);
  const { cells, weighted } = weighWave(plan, tally, unflaggedCells, newest);
  const label = { area: "all", group: "unflagged", category: "unflagged" };
  return { cells, weighted, partitions: [{ ...everybody(cells.length), labels: [label] }] };
}

function rowsOf(
  { cells, weighted, partitions }: Part,
  tally: Tally,
  used: readonly HashedInstrument[],
  confidence: number,
): readonly EstimateRow[] {
  const statistics = waveStatistics(tally, cells, used);
  const newestWith = new Map(
    used.flatMap(({ hash, instrument }) => instrument.measures.map(({ id }) => [id, hash] as const)),
  );
  return partitions.flatMap((partition) => {
    const domains = weighted && splitIntoDomains(weighted, partition.codes, partition.labels.length);
    const columns = statistics
      .filter(({ detail }) => !(detail && partition.crossed))
      .map((statistic) => ({ statistic, estimates: estimatesOf(statistic, partition, weighted, domains, confidence) }));
    const row = (
      statistic: WaveStatistic,
      label: Partition["labels"][number],
      { strata, ...estimate }: DomainEstimate,
    ): EstimateRow => ({
      key: { ...label, measure: statistic.measure, statistic: statistic.statistic, option: statistic.option },
      kind: statistic.kind,
      estimate: statistic.asked ? estimate : { ...estimate, why: "not-asked" },
      strata,
      instrument: newestWith.get(statistic.measure)!,
      seriesBreak: false,
    });
    const own = partition.labels.flatMap((label, at) =>
      columns.map(({ statistic, estimates }) => row(statistic, label, estimates[at]!)),
    );
    const [first] = partition.labels;
    if (!weighted || !domains || first === undefined || first.area !== "all" || partition.crossed) return own;
    if (partition.labels.length < 2 || first.group === "all") return own;
    const gaps = columns.flatMap(({ statistic, estimates }) =>
      statistic.statistic !== "mean100"
        ? []
        : gapsBetween(
            weighted,
            statistic.measured,
            domains,
            partition.labels.map(({ category }) => category),
            estimates,
            confidence,
          ).map(({ category, estimate }) => row({ ...statistic, statistic: "gap" }, { ...first, category }, estimate)),
    );
    return [...own, ...gaps];
  });
}

function estimatesOf(
  { measured }: WaveStatistic,
  { labels }: Partition,
  weighted: WeightedSample | undefined,
  domains: Domains | undefined,
  confidence: number,
): readonly DomainEstimate[] {
  if (weighted && domains) return estimateDomains(weighted, measured, domains, { confidence });
  return labels.map(() => nobody);
}

const nobody: DomainEstimate = {
  n: 0,
  value: null,
  se: null,
  df: 0,
  ciLow: null,
  ciHigh: null,
  deff: null,
  nEffective: null,
  strata: 0,
  why: "nobody answered",
};
