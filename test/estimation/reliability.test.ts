import { expect, test } from "vitest";
import { type Reliability, reliability } from "../../lib/estimation/reliability.ts";
import type { IndexSums } from "../../lib/tally/tally.ts";
import { expectEqualToR, golden } from "./equal-to-r.ts";

interface ItemSet {
  readonly id: string;
  readonly min: number;
  readonly max: number;
  readonly items: Readonly<Record<string, readonly (number | null)[]>>;
  readonly reversed: readonly string[];
}
const sets = golden<readonly ItemSet[]>("reliability/input.json");
const expected = golden<readonly Reliability[]>("reliability/expected.json");

/** The sums a tally keeps, from the rows that R reads. */
function sumsOf({ items, min, max, reversed }: ItemSet): IndexSums {
  const names = Object.keys(items);
  const rows = items[names[0]!]!.map((_, row) =>
    names.map((name) => {
      const answer = items[name]![row]!;
      return answer !== null && reversed.includes(name) ? min + max - answer : answer;
    }),
  ).filter((row): row is number[] => row.every((answer) => answer !== null));
  const at = names.map((_, i) => i);
  const sum = (of: (row: number[]) => number) => rows.reduce((all, row) => all + of(row), 0);
  return {
    n: rows.length,
    sums: at.map((i) => sum((row) => row[i]!)),
    cross: at.flatMap((i) => at.slice(i).map((j) => sum((row) => row[i]! * row[j]!))),
  };
}

test.each(sets.map((set, i) => ({ set, id: set.id, r: expected[i]! })))(
  "reliability from sums equals psych on rows: $id",
  ({ set, r: { n, alpha, averageR, spearmanBrown, omega, loadings } }) => {
    expectEqualToR(reliability(sumsOf(set)), { n, alpha, averageR, spearmanBrown, omega, loadings });
  },
);

interface Cells {
  readonly indexes: Readonly<Record<string, readonly string[]>>;
  readonly cells: readonly { readonly indexes: Readonly<Record<string, readonly [number, number[], number[]]>> }[];
}

test("a common multiplier changes nothing, one per item changes alpha", () => {
  const sums = sumsOf(sets[1]!);
  expect(reliability(sums, [25, 25, 25, 25]).alpha).toBeCloseTo(reliability(sums).alpha!, 12);
  expect(reliability(sums, [25, 25, 25, 75]).alpha).not.toBeCloseTo(reliability(sums).alpha!, 3);
});

test("sums over the cells of a tally give what the rows give", () => {
  const { indexes, cells } = golden<Cells>("tally/cells.json");
  const r = golden<readonly (Reliability & { id: string })[]>("tally/reliability.json");
  for (const { id, n, alpha, averageR, spearmanBrown } of r) {
    const k = indexes[id]!.length;
    const total = { n: 0, sums: Array(k).fill(0), cross: Array((k * (k + 1)) / 2).fill(0) };
    for (const cell of cells) {
      const [rows, sums, cross] = cell.indexes[id]!;
      total.n += rows;
      sums.forEach((sum, i) => {
        total.sums[i] += sum;
      });
      cross.forEach((sum, i) => {
        total.cross[i] += sum;
      });
    }
    expectEqualToR(reliability(total), { n, alpha, averageR, spearmanBrown }, id);
  }
});

test("items that share no one factor have an alpha but no omega", () => {
  // Correlations 0.9, 0.1 and 0.01 between three standardized items: the first would need a loading of 3.
  const [n, a, b, c] = [101, 0.9, 0.1, 0.01];
  const { alpha, omega, loadings } = reliability({
    n,
    sums: [0, 0, 0],
    cross: [1, a, b, 1, c, 1].map((value) => value * (n - 1)),
  });
  expect(alpha).toBeCloseTo(0.6035, 3);
  expect([omega, loadings]).toEqual([null, null]);
});
