import type { VarianceTables } from "./variance-tables.ts";

/** A sample with its weights, and all that a variance needs, prepared once. Made by `weigh`. */
export interface WeightedSample {
  /** Respondents. */
  readonly n: number;
  readonly sumOfWeights: number;
  /** n Σw² / (Σw)²: how many times the variance grows because weights are unequal. */
  readonly kish: number;
  /** (Σw)² / Σw² */
  readonly nEffective: number;
  /** Passes of the first raking; 0 without margins. */
  readonly rakingPasses: number;
  /** Largest relative miss of a margin cell after trimming; 0 without margins. */
  readonly maxMarginError: number;
  /** Final weight of each respondent of a cell, in the order of the sample's cells. */
  readonly weights: Float64Array;
  readonly variance: VarianceTables;
}
