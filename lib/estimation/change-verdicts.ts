import { difference } from "./difference.ts";
import { benjaminiHochberg, holm } from "./families.ts";
import type { Change, Estimate, EstimateRow } from "./wave-estimates.ts";

/**
 * Which changes are judged together. `primary`: the declared primary measures over everybody, by Holm. `headline`: all other
 * means and favourable shares, by Benjamini-Hochberg. `detail`: distributions, missing shares and gaps, by Benjamini-Hochberg too, apart, so
 * that the many small numbers of a distribution do not hide a change of a mean.
 */
export type ChangeFamily = "primary" | "headline" | "detail";

/** Two estimates of one key in two waves that share no people, and how they are judged. */
export interface Comparison {
  readonly before: EstimateRow;
  readonly after: EstimateRow;
  /** Wording, scale or order changed in between. */
  readonly seriesBreak: boolean;
  readonly family: ChangeFamily;
}

/** Fewer respondents, or a smaller effective n, in either wave: no claim either way. The thresholds of what may be shown. */
const leastRespondents = 10;
const leastEffective = 30;
/** A difference of shares is close to normal when so many are expected on either side of it. */
const leastExpected = 5;
/** Chance of a false claim in the primary family; expected share of false claims among the claims of another. */
const level = 0.05;

/**
 * What may be said of each change, judged in its family; a comparison across a series break or over too few answers is in none.
 * @param from        id of the wave compared with
 * @param confidence  of the interval of the change
 */
export function changeVerdicts(comparisons: readonly Comparison[], from: string, confidence: number): Change[] {
  const judged = comparisons.map(({ before, after, seriesBreak }) => {
    const found = difference(before.estimate, after.estimate, confidence);
    const enough = !seriesBreak && isEnough(before) && isEnough(after) && hasBothAnswers(before, after);
    return { found, enough, p: enough ? found.p : null };
  });
  const members = (family: ChangeFamily) => judged.map(({ p }, at) => (comparisons[at]!.family === family ? p : null));
  const adjusted = {
    primary: holm(members("primary")),
    headline: benjaminiHochberg(members("headline")),
    detail: benjaminiHochberg(members("detail")),
  };
  return comparisons.map(({ seriesBreak, family }, at) => {
    const { found, enough } = judged[at]!;
    const nothing = { from, value: null, low: null, high: null };
    if (seriesBreak) return { ...nothing, verdict: "series-break", detectable: null };
    // Answers that are all alike in both waves leave no error to judge by: equal is equal, unequal is not known.
    const exact = found.se === 0 && found.value === 0;
    if (!enough || found.value === null || (found.p === null && !exact))
      return { ...nothing, verdict: "too-few", detectable: found.detectable };
    const p = adjusted[family][at] ?? 1;
    const verdict = p >= level ? "no-detectable-change" : found.value > 0 ? "up" : "down";
    return {
      from,
      value: found.value,
      low: found.low ?? found.value,
      high: found.high ?? found.value,
      verdict,
      detectable: found.detectable,
    };
  });
}

const effectiveN = ({ n, nEffective }: Estimate): number => nEffective ?? n;

function isEnough({ estimate }: EstimateRow): boolean {
  return estimate.n >= leastRespondents && effectiveN(estimate) >= leastEffective && estimate.se !== null;
}

/** Cochran's rule, over both waves together: 0 of 400 against 2 of 400 is nothing to judge by a normal distribution. */
function hasBothAnswers(before: EstimateRow, after: EstimateRow): boolean {
  if (after.kind !== "share") return true;
  const sides = [before, after].map(({ estimate }) => ({
    n: effectiveN(estimate),
    share: (estimate.value ?? 0) / 100,
  }));
  const n = sides.reduce((sum, side) => sum + side.n, 0);
  const pooled = sides.reduce((sum, side) => sum + side.n * side.share, 0) / n;
  const expected = Math.min(...sides.map((side) => side.n * Math.min(pooled, 1 - pooled)));
  // Nobody or everybody in both waves: nothing has changed, and that may be said.
  return expected >= leastExpected || pooled === 0 || pooled === 1;
}
