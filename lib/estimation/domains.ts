import type { WeightedSample } from "../weighting/weighted-sample.ts";

/** Parts of a sample that do not overlap, such as the areas: made once, used for every measure. */
export interface Domains {
  readonly count: number;
  /** Cells of domain d: `cells[start[d]]` to before `cells[start[d + 1]]`, those of one group next to each other. */
  readonly start: Int32Array;
  readonly cells: Int32Array;
}

/**
 * @param codes  domain of each cell of the sample, 0 to count − 1; -1: in none
 * @example splitIntoDomains(weighted, [1, 0], 2).cells // Int32Array.of(1, 0)
 */
export function splitIntoDomains(weighted: WeightedSample, codes: ArrayLike<number>, count: number): Domains {
  const { groupOfCell, groupWeight } = weighted.variance;
  const all = Int32Array.from(groupOfCell.keys());
  const byGroup = sortedBy(groupOfCell, groupWeight.length, all);
  return { count, ...sortedBy(codes, count, byGroup.cells) };
}

/** The whole sample as the only domain. */
export function everybody(weighted: WeightedSample): Domains {
  return splitIntoDomains(weighted, new Int32Array(weighted.weights.length), 1);
}

/** Stable counting sort of `cells` by their code; those with none are left out. */
function sortedBy(codes: ArrayLike<number>, count: number, cells: Int32Array) {
  const start = new Int32Array(count + 1);
  for (let i = 0; i < cells.length; i++) {
    const code = codes[cells[i]!]!;
    if (code >= 0) start[code + 1]!++;
  }
  for (let code = 0; code < count; code++) start[code + 1]! += start[code]!;
  const next = start.slice();
  const sorted = new Int32Array(start[count]!);
  for (let i = 0; i < cells.length; i++) {
    const code = codes[cells[i]!]!;
    if (code >= 0) sorted[next[code]!++] = cells[i]!;
  }
  return { start, cells: sorted };
}
