/**
 * The answers to one measure, per cell of the sample, over those who answered: how many, their mean, and the sum of squared
 * deviations from that mean. Made by `integerMoments` from the sums of a tally.
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

/** Moments from exact integer sums per cell: respondents who answered, Σy, Σy². */
export declare function integerMoments(
  n: ArrayLike<number>,
  sum: ArrayLike<number>,
  sumOfSquares: ArrayLike<number>,
): Moments;
