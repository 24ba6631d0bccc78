import { Problem } from "../problems/problem.ts";
import { cellKey, sortedCells } from "./cell-key.ts";
import { checkIntegers } from "./check-integers.ts";
import { formatJson } from "./format-tally.ts";
import type { IndexSums, ItemCounts, MeasureSums, Tally, TallyCell } from "./tally.ts";

/**
 * One tally of two parts of a wave. Associative and commutative, to the same bytes: every entry is an exact integer.
 * @throws Problem `tallies-differ` when they are not of one wave, stream and plan; `tally-overflow`
 */
export function mergeTallies(a: Tally, b: Tally): Tally {
  for (const part of ["department", "survey", "wave", "stream", "profile", "measures", "indexes"] as const)
    if (formatJson(a[part]) !== formatJson(b[part])) throw new Problem("tallies-differ", { wave: a.wave, part });
  const cells = new Map(a.cells.map((cell) => [cellKey(cell), cell]));
  for (const cell of b.cells) {
    const key = cellKey(cell);
    const before = cells.get(key);
    cells.set(key, before === undefined ? cell : mergedCell(before, cell));
  }
  const merged: Tally = {
    ...a,
    cells: sortedCells([...cells.values()]),
    languages: mergedCounts(a.languages, b.languages),
    places: mergedCounts(a.places, b.places),
  };
  checkIntegers(merged);
  return merged;
}

function mergedCell(a: TallyCell, b: TallyCell): TallyCell {
  return {
    ...a,
    n: a.n + b.n,
    measures: mergedBy(a.measures, b.measures, mergedMeasure),
    items: mergedBy(a.items, b.items, mergedItem),
    indexes: mergedBy(a.indexes, b.indexes, mergedIndex),
  };
}

const mergedMeasure = (a: MeasureSums, b: MeasureSums): MeasureSums => ({
  n: a.n + b.n,
  sum: a.sum + b.sum,
  sumOfSquares: a.sumOfSquares + b.sumOfSquares,
});
const mergedItem = (a: ItemCounts, b: ItemCounts): ItemCounts => ({
  options: mergedCounts(a.options, b.options),
  missing: mergedCounts(a.missing, b.missing),
});
const mergedIndex = (a: IndexSums, b: IndexSums): IndexSums => ({
  n: a.n + b.n,
  sums: a.sums.map((sum, i) => sum + b.sums[i]!),
  cross: a.cross.map((sum, i) => sum + b.cross[i]!),
});

function mergedCounts(
  a: Readonly<Partial<Record<string, number>>>,
  b: Readonly<Partial<Record<string, number>>>,
): Record<string, number> {
  const counts = new Map(Object.entries(a));
  for (const [name, n = 0] of Object.entries(b)) counts.set(name, (counts.get(name) ?? 0) + n);
  return Object.fromEntries(counts) as Record<string, number>;
}

function mergedBy<Sums>(
  a: Readonly<Record<string, Sums>>,
  b: Readonly<Record<string, Sums>>,
  merge: (a: Sums, b: Sums) => Sums,
): Record<string, Sums> {
  const all: Record<string, Sums> = { ...a };
  for (const [id, sums] of Object.entries(b)) all[id] = all[id] === undefined ? sums : merge(all[id], sums);
  return all;
}
