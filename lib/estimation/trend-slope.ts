import { tHalfWidth, twoSidedP } from "./students-t.ts";

/** A wave on the time line. */
export interface TrendPoint {
  /** Years, from any origin. */
  readonly at: number;
  readonly value: number;
  readonly se: number;
}

/** Points per year, with its interval. */
export interface TrendSlope {
  readonly slope: number;
  readonly se: number;
  readonly df: number;
  readonly p: number;
  readonly low: number;
  readonly high: number;
  /** How many times the scatter about the line exceeds what sampling explains; at most 1: a straight line will do. */
  readonly scatter: number;
}

/**
 * Straight line through independent waves by weighted least squares, weights 1/se². The standard error comes from the waves'
 * own errors, widened where they scatter more about the line than sampling explains (never narrowed), with t on k − 2.
 * Undefined for fewer than three waves, a standard error of 0 or a single moment.
 * Knapp & Hartung 2003, with the truncation of Röver, Knapp & Friede 2015; R: test/golden/trend.
 * @param confidence  of the interval, such as 0.95
 * @example trendSlope([{ at: 0, value: 50, se: 1 }, { at: 1, value: 52, se: 1 }, { at: 2, value: 54, se: 1 }], 0.95)?.slope // 2
 */
export function trendSlope(points: readonly TrendPoint[], confidence: number): TrendSlope | undefined {
  const df = points.length - 2;
  if (df < 1 || points.some(({ se }) => !(se > 0))) return undefined;
  const weights = points.map(({ se }) => 1 / se ** 2);
  const weighted = (part: (point: TrendPoint) => number) =>
    points.reduce((sum, point, i) => sum + weights[i]! * part(point), 0);
  const total = weighted(() => 1);
  const middle = weighted(({ at }) => at) / total;
  const level = weighted(({ value }) => value) / total;
  const spread = weighted(({ at }) => (at - middle) ** 2);
  if (spread === 0) return undefined;
  const slope = weighted(({ at, value }) => (at - middle) * (value - level)) / spread;
  const scatter = weighted(({ at, value }) => (value - level - slope * (at - middle)) ** 2) / df;
  const se = Math.sqrt(Math.max(1, scatter) / spread);
  const half = tHalfWidth(confidence, df) * se;
  return { slope, se, df, p: twoSidedP(slope / se, df), low: slope - half, high: slope + half, scatter };
}
