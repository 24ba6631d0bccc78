import { Problem } from "../problems/problem.ts";
import type { Tally } from "./tally.ts";

/**
 * @throws Problem `tally-overflow` naming the measure when a sum is beyond 2^53 − 1, where a number is no longer exact.
 * Sums of squares are looked at: they only grow, and no other sum of a cell grows faster, so none can be wrong unseen.
 */
export function checkIntegers({ wave, stream, cells, indexes }: Tally): void {
  for (const cell of cells) {
    for (const [measure, { sumOfSquares }] of Object.entries(cell.measures))
      if (!Number.isSafeInteger(sumOfSquares)) throw new Problem("tally-overflow", { wave, stream, measure });
    for (const [index, { cross }] of Object.entries(cell.indexes)) {
      const items = indexes[index]!.length;
      for (let i = 0, at = 0; i < items; at += items - i++)
        if (!Number.isSafeInteger(cross[at])) throw new Problem("tally-overflow", { wave, stream, measure: index });
    }
  }
}
