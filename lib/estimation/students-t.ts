import cdf from "@stdlib/stats-base-dists-t-cdf";
import quantile from "@stdlib/stats-base-dists-t-quantile";

/** Half the width of a two-sided interval, in standard errors. @example tHalfWidth(0.95, 10) // 2.22813885… */
export function tHalfWidth(confidence: number, df: number): number {
  return quantile((1 + confidence) / 2, df);
}

/** Two-sided p of a t statistic. @example twoSidedP(2.5, 25) // 0.01934312756… */
export function twoSidedP(t: number, df: number): number {
  return Math.min(1, 2 * cdf(-Math.abs(t), df));
}
