/**
 * What the variance of any estimate of one sample shares. Cells with the same stratum, margin categories and base weight are one
 * group, as far as a variance is concerned; groups with the same stratum and margin categories are one profile.
 */
export interface VarianceTables {
  /** Group of each cell. */
  readonly groupOfCell: Int32Array;
  /** Per group: respondents, final weight, weight of the last raking (another one only where trimming had the last word), profile. */
  readonly groupN: Float64Array;
  readonly groupWeight: Float64Array;
  readonly groupRakedWeight: Float64Array;
  readonly groupProfile: Int32Array;
  /** Per profile: respondents, sum and sum of squares of raked weights, stratum, and whether all its weights are equal. */
  readonly profileN: Float64Array;
  readonly profileWeights: Float64Array;
  readonly profileSquares: Float64Array;
  readonly profileStratum: Int32Array;
  readonly profileEven: Uint8Array;
  /** Per profile, one column after another for each margin: index of its category among all categories of all margins. */
  readonly profileCategories: Int32Array;
  /** First category of each margin, and one entry more: the number of all categories ("unknown" is one where it occurs). */
  readonly marginStart: Int32Array;
  /** Respondents per category. */
  readonly categoryN: Float64Array;
  /** Row i, column j: the share of category i's respondents who are in category j. */
  readonly categoryShares: Float64Array;
  /** Respondents per stratum of the whole sample. */
  readonly stratumN: Float64Array;
  /** 1 − n/N, or 1 without sizes. */
  readonly stratumUnsampled: Float64Array;
}
