import type { KeyIndex } from "./key-index.ts";
import { preciseSum } from "./precise-sum.ts";
import type { Margin } from "./sample.ts";

/** The combinations of margin categories that occur in a sample. Raking needs no more of it than how much weight each has. */
export interface MarginTable {
  readonly margins: readonly MarginShares[];
  readonly combinations: number;
  /** Residents, from the first margin. */
  readonly population: number;
}
export interface MarginShares {
  readonly name: string;
  readonly categories: readonly string[];
  /** Target of each category as a share of the population; 0 where nobody is. */
  readonly shares: Float64Array;
  /** Category of each combination; -1 where unknown. */
  readonly codes: Int32Array;
}

/** @param combinations  keys of one category per margin, in the order of `margins` */
export function marginTable(margins: readonly Margin[], combinations: KeyIndex): MarginTable {
  return {
    combinations: combinations.size,
    population: margins.length > 0 ? totalOf(margins[0]!) : 0,
    margins: margins.map((margin, m) => {
      const total = totalOf(margin);
      return {
        name: margin.name,
        categories: margin.categories,
        shares: Float64Array.from(margin.targets, (target) => target / total),
        codes: Int32Array.from({ length: combinations.size }, (_, k) => combinations.part(k, m)),
      };
    }),
  };
}

export function totalOf(margin: Margin): number {
  return preciseSum(margin.targets.length, (c) => margin.targets[c]!);
}
