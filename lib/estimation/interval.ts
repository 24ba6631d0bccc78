import { betaQuantile } from "./beta-quantile.ts";
import { tHalfWidth } from "./students-t.ts";

export type Interval = readonly [low: number, high: number] | null;
export type ShareInterval = "beta" | "logit" | "wilson";

/** A share, its variance, respondents, degrees of freedom, and Kish's effective n for where the variance is 0. */
export interface Share {
  readonly p: number;
  readonly variance: number;
  readonly n: number;
  readonly df: number;
  readonly nKish: number;
}

/** value ± t(df)·se @example meanInterval(50, 2, 4, 0.95) // [44.447…, 55.552…] */
export function meanInterval(value: number, se: number, df: number, confidence: number): Interval {
  const half = tHalfWidth(confidence, df) * se;
  return [value - half, value + half];
}

/**
 * Interval of a share within 0 and 1; null where the method has none.
 * `beta`: Korn & Graubard 1998, with n* = p(1 − p)/V (t(n − 1)/t(df))². `logit`: on the log-odds, none at 0 and 1.
 * `wilson`: score interval with n* = p(1 − p)/V. The same as R survey 4.5 `svyciprop`; at 0 and 1, n* is Kish's.
 * @example shareInterval("beta", { p: 0.5, variance: 0.0025, n: 100, df: 99, nKish: 100 }, 0.95) // [0.398…, 0.601…]
 */
export function shareInterval(method: ShareInterval, share: Share, confidence: number): Interval {
  const { p, variance, n, df, nKish } = share;
  const certain = p <= 0 || p >= 1;
  const t = tHalfWidth(confidence, df);
  if (method === "logit") {
    if (certain) return null;
    const half = (t * Math.sqrt(variance)) / (p * (1 - p));
    const middle = Math.log(p / (1 - p));
    return [1 / (1 + Math.exp(half - middle)), 1 / (1 + Math.exp(-half - middle))];
  }
  const size = certain ? nKish : (p * (1 - p)) / variance;
  if (method === "wilson") {
    const square = (t * t) / size;
    const middle = p + square / 2;
    const half = (t / (2 * size)) * Math.sqrt(4 * size * p * (1 - p) + t * t);
    return [p <= 0 ? 0 : (middle - half) / (1 + square), p >= 1 ? 1 : (middle + half) / (1 + square)];
  }
  const tail = (1 - confidence) / 2;
  const star = size * (tHalfWidth(confidence, n - 1) / t) ** 2;
  // Margins can leave so little variance that the share is not told from the ends any more; it is never beyond them.
  return [
    p <= 0 ? 0 : Math.min(p, betaQuantile(tail, star * p, star * (1 - p) + 1)),
    p >= 1 ? 1 : Math.max(p, betaQuantile(1 - tail, star * p + 1, star * (1 - p))),
  ];
}
