import type { WeightedSample } from "../weighting/weighted-sample.ts";

/** Parts of a sample that do not overlap, such as the areas: made once, used for every measure. */
export interface Domains {
  readonly count: number;
  /** Cells of domain d: `cells[start[d]]` to before `cells[start[d + 1]]`, those of one group next to each other. */
  readonly start: Int32Array;
  readonly cells: Int32Array;
}

/**
 * @param codes  domain of each cell, 0 to count − 1; -1: in none
 * @example splitIntoDomains(weighted, Int32Array.of(0, 0, 1, -1), 2)
 */
export declare function splitIntoDomains(weighted: WeightedSample, codes: ArrayLike<number>, count: number): Domains;

/** The whole sample as the only domain. */
export declare function everybody(weighted: WeightedSample): Domains;
