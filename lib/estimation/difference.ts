import { tHalfWidth, twoSidedP } from "./students-t.ts";

/** As much of an estimate as a difference needs. */
export interface Uncertain {
  readonly value: number | null;
  readonly se: number | null;
  readonly df: number;
}

/** `after` minus `before`; what cannot be known is null. */
export interface Difference {
  readonly value: number | null;
  readonly se: number | null;
  readonly df: number | null;
  readonly t: number | null;
  readonly p: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Smallest change that two such waves find with 80 % power: 2.8 standard errors. */
  readonly detectable: number | null;
}

/** z of a two-sided 5 % test + z of 80 % power, 1.960 + 0.842. */
export const detectableErrors = 2.8;

/**
 * The difference of two independent estimates: V = V₁ + V₂, with Welch-Satterthwaite degrees of freedom
 * V² / (V₁²/df₁ + V₂²/df₂). A side without a standard error gives the difference alone; no error on either side, no test.
 * @param confidence of the interval, such as 0.95
 * R `t.test` gives the same df, p and interval; see test/golden/change.
 * @example difference({ value: 61.2, se: 1.9, df: 211 }, { value: 57.1, se: 1.4, df: 398 }, 0.95).p // 0.083056075102550…
 */
export function difference(before: Uncertain, after: Uncertain, confidence: number): Difference {
  const value = before.value === null || after.value === null ? null : after.value - before.value;
  const known = before.se !== null && after.se !== null && value !== null;
  const parts = known ? [before, after].map(({ se, df }) => ({ variance: se! ** 2, df })) : [];
  const variance = parts.reduce((sum, part) => sum + part.variance, 0);
  if (!known || variance === 0) {
    const none = { df: null, t: null, p: null, low: null, high: null };
    return { value, se: known ? 0 : null, ...none, detectable: known ? 0 : null };
  }
  const df =
    variance ** 2 / parts.reduce((sum, part) => sum + (part.variance > 0 ? part.variance ** 2 / part.df : 0), 0);
  const se = Math.sqrt(variance);
  const half = tHalfWidth(confidence, df) * se;
  const t = value / se;
  return {
    value,
    se,
    df,
    t,
    p: twoSidedP(t, df),
    low: value - half,
    high: value + half,
    detectable: detectableErrors * se,
  };
}
