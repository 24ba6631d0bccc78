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
  const byGroup = sortedBy(groupOfCell, groupWeight.length, undefined);
  return { count, ...sortedBy(codes, count, byGroup.cells) };
}

/** The whole sample as the only domain. */
export function everybody(weighted: WeightedSample): Domains {
  return splitIntoDomains(weighted, new Int32Array(weighted.weights.length), 1);
}

/** Stable counting sort of `cells`, or of all of them, by their code; those with none are left out. */
function sortedBy(codes: ArrayLike<number>, count: number, cells: Int32Array | undefined) {
  const start = new Int32Array(count + 1);
  for (let cell = 0; cell < codes.length; cell++) {
    const code = codes[cell]!;
    if (code >= 0) start[code + 1]!++;
  }
  for (let code = 0; code < count; code++) start[code + 1]! += start[code]!;
  const next = start.slice();
  const sorted = new Int32Array(start[count]!);
  for (let i = 0; i < codes.length; i++) {
    const cell = cells === undefined ? i : cells[i]!;
    const code = codes[cell]!;
    if (code >= 0) sorted[next[code]!++] = cell;
  }
  return { start, cells: sorted };
}
