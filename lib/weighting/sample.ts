/**
 * A sample as cells: everybody in a cell has the same base weight, stratum and margin categories. What else a cell tells apart
 * (area, mode, …) is the caller's: the arrays of `Moments` and `splitIntoDomains` follow the same order of cells.
 * One respondent per cell is allowed and gives the same numbers.
 */
export interface Sample {
  /** Respondents per cell, whether or not they answered anything; whole numbers > 0. */
  readonly n: ArrayLike<number>;
  /** Base weight of each respondent of the cell: finite, > 0. Its scale does not matter where there are margins. */
  readonly baseWeight: ArrayLike<number>;
  readonly strata?: Strata;
  /** Raking targets, in the order in which they are met; none: the base weights are used as they are. */
  readonly margins: readonly Margin[];
  /** Bounds as multiples of the mean weight. */
  readonly trim?: Trim;
  /** File that the targets come from, for messages. */
  readonly file?: string;
}

export interface Strata {
  readonly names: readonly string[];
  /** Index into `names` per cell. */
  readonly codes: ArrayLike<number>;
  /** Residents per stratum, in the order of `names`: with them the finite population correction applies. */
  readonly sizes?: readonly number[];
}

export interface Margin {
  /** Such as `age`. */
  readonly name: string;
  readonly categories: readonly string[];
  /** Residents per category; the totals of all margins agree within 1e-6. */
  readonly targets: readonly number[];
  /** Index into `categories` per cell; -1 where unknown. */
  readonly codes: ArrayLike<number>;
}

export interface Trim {
  readonly low?: number;
  readonly high?: number;
}
