import loadHighs from "highs";
import type { MeasureLink, ScoredAnswer } from "../../lib/estimation/wave-estimates.ts";

const highs = await (loadHighs as unknown as typeof loadHighs.default)();

/** A number of a set of people, as a sum over the shares of answers: which measure, and how much each answer counts. */
export interface Shown {
  readonly area: string;
  readonly measure: string;
  readonly statistic: string;
  readonly option: string;
  readonly value: number;
}

/** What a reader knows: the weights of areas (which sum to everybody's), the scales, the links, and the shown numbers. */
export interface Known {
  readonly weights: Readonly<Record<string, number>>;
  readonly answers: Readonly<Record<string, readonly ScoredAnswer[]>>;
  readonly links: readonly MeasureLink[];
}

/**
 * The least and the greatest value of one number that agree with everything shown: over all shares of answers to every item in every area,
 * with HiGHS. Areas, answers, favourable shares, means and averages of items, all at once.
 */
export function jointExtent({ weights, answers, links }: Known, shown: readonly Shown[], asked: Shown) {
  const areas = Object.keys(weights).filter((area) => area !== "all");
  const name = (area: string, measure: string, at: number) =>
    `x${areas.indexOf(area)}_${Object.keys(answers).indexOf(measure)}_${at}`;
  const termsOf = ({ area, measure, statistic, option }: Shown): ReadonlyMap<string, number> => {
    const terms = new Map<string, number>();
    const link = links.find(({ index }) => index === measure);
    const parts = answers[measure] ? [measure] : (link?.measures ?? []);
    for (const one of area === "all" ? areas : [area]) {
      const share = area === "all" ? weights[one]! / weights.all! : 1;
      for (const part of parts)
        for (const [at, answer] of answers[part]!.entries()) {
          const counts =
            statistic === "mean100"
              ? answer.score
              : option === ""
                ? answer.favourable
                  ? 100
                  : 0
                : answer.option === option
                  ? 100
                  : 0;
          if (counts !== 0) terms.set(name(one, part, at), (share * counts) / parts.length);
        }
    }
    return terms;
  };
  const write = (terms: ReadonlyMap<string, number>) =>
    [...terms].map(([variable, by]) => `+ ${by.toFixed(12)} ${variable}`).join(" ") || "0 x0_0_0";
  const slack = 1e-6;
  const equations = [
    ...areas.flatMap((area) =>
      Object.entries(answers).map(
        ([measure, own]) => `${own.map((_, at) => `+ ${name(area, measure, at)}`).join(" ")} = 1`,
      ),
    ),
    ...shown.flatMap((one) => [
      `${write(termsOf(one))} >= ${one.value - slack}`,
      `${write(termsOf(one))} <= ${one.value + slack}`,
    ]),
  ];
  const solve = (goal: "Minimize" | "Maximize"): number => {
    const text = [goal, write(termsOf(asked)), "Subject To", ...equations, "End"].join("\n");
    const { Status, ObjectiveValue } = highs.solve(text, { output_flag: false });
    if (Status !== "Optimal") throw new Error(`HiGHS: ${Status}`);
    return ObjectiveValue;
  };
  return { least: solve("Minimize"), greatest: solve("Maximize") };
}
