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

export function emptyMoments(cells: number): Moments {
  return { n: new Float64Array(cells), mean: new Float64Array(cells), spread: new Float64Array(cells) };
}

/**
 * Moments from the exact integer sums of a tally, per cell: respondents who answered, Σy, Σy².
 * @example integerMoments([3], [9], [29]).spread // Float64Array.of(2)
 */
export function integerMoments(n: ArrayLike<number>, sum: ArrayLike<number>, sumOfSquares: ArrayLike<number>): Moments {
  const moments = emptyMoments(n.length);
  for (let cell = 0; cell < n.length; cell++) setMoments(moments, cell, n[cell]!, sum[cell]!, sumOfSquares[cell]!);
  return moments;
}

/**
 * Sets the moments of one cell from exact integer sums. They are moved to a whole number near the mean first, where every step is
 * exact, so that equal answers have spread 0 and no spread is negative.
 */
export function setMoments(moments: Moments, cell: number, n: number, sum: number, sumOfSquares: number): void {
  if (n === 0) return;
  const near = Math.floor(sum / n + 0.5);
  const rest = sum - n * near;
  const squares = sumOfSquares - near * (sum + rest);
  moments.n[cell] = n;
  moments.mean[cell] = near + rest / n;
  moments.spread[cell] = Math.max(0, squares - (rest * rest) / n);
}
