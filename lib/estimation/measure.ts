/**
 * The answers to one measure, per cell of the sample, over those who answered: how many, their mean, and the sum of squared
 * deviations from that mean.
 */
export interface Moments {
  readonly n: Float64Array;
  readonly mean: Float64Array;
  readonly spread: Float64Array;
}

export interface Measure {
  /** `share`: the answers are 0 and 1, and its interval stays within them. `total`: Σ w·y. */
  readonly statistic: "mean" | "share" | "total";
  /** The value is scale × the mean of what `moments` count. A share with scale 100 is a percentage. */
  readonly scale: number;
  readonly moments: Moments;
}

/**
 * Moments from the exact integer sums of a tally, per cell: respondents who answered, Σy, Σy². The sums are moved to a whole
 * number near the mean first, where every step is exact, so that equal answers have spread 0 and no spread is negative.
 * @example integerMoments([3], [9], [29]).spread // Float64Array.of(2)
 */
export function integerMoments(n: ArrayLike<number>, sum: ArrayLike<number>, sumOfSquares: ArrayLike<number>): Moments {
  const mean = new Float64Array(n.length);
  const spread = new Float64Array(n.length);
  for (let cell = 0; cell < n.length; cell++) {
    const count = n[cell]!;
    if (count === 0) continue;
    const near = Math.round(sum[cell]! / count);
    const rest = sum[cell]! - count * near;
    const squares = sumOfSquares[cell]! - near * (sum[cell]! + rest);
    mean[cell] = near + rest / count;
    spread[cell] = Math.max(0, squares - (rest * rest) / count);
  }
  return { n: Float64Array.from(n), mean, spread };
}
