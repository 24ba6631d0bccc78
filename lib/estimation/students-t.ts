import betaQuantile from "@stdlib/stats-base-dists-beta-quantile";
import cdf from "@stdlib/stats-base-dists-t-cdf";

/** One confidence and df is asked for once per measure: a quantile takes longer than all the rest of an estimate. */
const known = new Map<string, number>();
const mostKnown = 10_000;

/**
 * Half the width of a two-sided interval, in standard errors: the (1 + confidence)/2 quantile of t. By t²/(df + t²) ~ Beta(1/2, df/2),
 * which the intervals of shares need anyway; it agrees with `qt` of R to 1e-11.
 * @example tHalfWidth(0.95, 10) // 2.2281388…
 */
export function tHalfWidth(confidence: number, df: number): number {
  const key = `${confidence} ${df}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  if (known.size === mostKnown) known.clear();
  const width = computeHalfWidth(confidence, df);
  known.set(key, width);
  return width;
}

function computeHalfWidth(confidence: number, df: number): number {
  // The smaller of the two parts of 1: the other one would be known to fewer digits.
  if (df < 10) {
    const rest = betaQuantile(1 - confidence, df / 2, 0.5);
    return Math.sqrt((df * (1 - rest)) / rest);
  }
  const part = betaQuantile(confidence, 0.5, df / 2);
  return Math.sqrt((df * part) / (1 - part));
}

/** Two-sided p of a t statistic. @example twoSidedP(2.5, 25) // 0.01934312756… */
export function twoSidedP(t: number, df: number): number {
  return Math.min(1, 2 * cdf(-Math.abs(t), df));
}
