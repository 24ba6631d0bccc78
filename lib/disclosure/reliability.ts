import type { Estimate, EstimateRow } from "../estimation/wave-estimates.ts";
import type { DisclosurePolicy } from "./policy.ts";

/** Effective n, or n where it cannot be computed (all answers alike, or a measure that the margins fix). */
export function effectiveN(estimate: Estimate): number {
  return estimate.nEffective ?? estimate.n;
}

/**
 * Whether an estimate is reliable enough to be shown: the presentation standards for proportions of the National Center for
 * Health Statistics (Parker et al. 2017, Series 2 no. 175), means taken as mean/100. Widths are those of the 95 % interval as a
 * fraction of 1: up to 0.05 shown; from 0.30 withheld; more than 1.30 times the value withheld.
 * A gap lies about 0, so only its effective n is judged; its two sides are judged as rows of their own.
 * @example
 * const [row] = estimates[0].rows; // its value is 3, so an interval of 1 to 7 is 2 times as wide
 * isReliable({ ...row, estimate: { ...row.estimate, value: 3, ciLow: 1, ciHigh: 7 } }, defaultPolicy) // false
 */
export function isReliable(
  { key, estimate }: Pick<EstimateRow, "key" | "estimate">,
  policy: DisclosurePolicy,
): boolean {
  const { value, ciLow, ciHigh } = estimate;
  if (value === null || ciLow === null || ciHigh === null || estimate.se === null) return false;
  if (effectiveN(estimate) < policy.leastEffective) return false;
  if (key.statistic === "gap") return true;
  const width = (ciHigh - ciLow) / 100;
  if (width <= 0.05) return true;
  return width < 0.3 && width / (value / 100) <= 1.3;
}
