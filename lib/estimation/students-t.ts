import betaQuantile from "@stdlib/stats-base-dists-beta-quantile";
import cdf from "@stdlib/stats-base-dists-t-cdf";

/**
 * Half the width of a two-sided interval, in standard errors: the (1 + confidence)/2 quantile of t. By t²/(df + t²) ~ Beta(1/2, df/2),
 * which the intervals of shares need anyway; it agrees with a quantile of t of its own to 1e-11.
 * @example tHalfWidth(0.95, 10) // 2.2281388…
 */
export function tHalfWidth(confidence: number, df: number): number {
  const y = betaQuantile(confidence, 0.5, df / 2);
  return Math.sqrt((df * y) / (1 - y));
}

/** Two-sided p of a t statistic. @example twoSidedP(2.5, 25) // 0.01934312756… */
export function twoSidedP(t: number, df: number): number {
  return Math.min(1, 2 * cdf(-Math.abs(t), df));
}
