import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Cell, cellKey } from "../../lib/disclosure/cell.ts";
import { complete } from "../../lib/disclosure/complementary.ts";
import { feasibleInterval } from "./feasible-interval.ts";

interface GoldenTable {
  readonly id: string;
  readonly threshold: number;
  readonly table: readonly (readonly number[])[];
  readonly complementary: readonly (readonly [number, number])[];
}
interface Bounds {
  readonly row: number;
  readonly column: number;
  readonly least: number;
  readonly greatest: number;
}
interface GoldenResult {
  readonly id: string;
  readonly before: readonly Bounds[];
  readonly after: readonly Bounds[];
  readonly leastCost: number | null;
}
const golden = <Value>(name: string): readonly Value[] =>
  JSON.parse(readFileSync(new URL(`../golden/suppression/${name}.json`, import.meta.url), "utf8")) as Value[];
const tables = golden<GoldenTable>("input");
const results = golden<GoldenResult>("expected");
const cases = tables.map((table, at) => ({ ...table, ...results[at]! }));

/** A table of counts as cells, with the sums that are published beside it. */
function cellsOf(table: readonly (readonly number[])[]): readonly Cell[] {
  const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
  const columns = table[0]?.map((_, column) => table.map((row) => row[column] ?? 0)) ?? [];
  return [
    { area: "all", group: "all", category: "all", n: sum(table.flat()) },
    ...table.map((row, area) => ({ area: `a${area}`, group: "all", category: "all", n: sum(row) })),
    ...columns.map((column, category) => ({ area: "all", group: "g", category: `c${category}`, n: sum(column) })),
    ...table.flatMap((row, area) =>
      row.map((n, category) => ({ area: `a${area}`, group: "g", category: `c${category}`, n })),
    ),
  ];
}
const inner = (row: number, column: number): string => cellKey({ area: `a${row}`, group: "g", category: `c${column}` });

describe("the attacker of these tests agrees with linear programming in R", () => {
  test.each(cases)("$id", ({ table, threshold, complementary, before, after }) => {
    const cells = cellsOf(table);
    const primary = table.flatMap((row, i) => row.flatMap((n, j) => (n > 0 && n < threshold ? [inner(i, j)] : [])));
    const bounds = (hidden: ReadonlySet<string>, asked: readonly Bounds[]) =>
      asked.map(({ row, column }) =>
        feasibleInterval(cells, hidden, cells.find((c) => cellKey(c) === inner(row, column))!),
      );
    const ends = (asked: readonly Bounds[]) => asked.map(({ least, greatest }) => ({ least, greatest }));
    expect(bounds(new Set(primary), before)).toEqual(ends(before));
    const added = new Set([...primary, ...complementary.map(([row, column]) => inner(row, column))]);
    expect(bounds(added, after)).toEqual(ends(after));
  });
});

describe("complementary suppression", () => {
  test.each(cases)("protects every cell of: $id", ({ table, threshold, leastCost }) => {
    const cells = cellsOf(table);
    const primary = new Set(cells.filter(({ n }) => n > 0 && n < threshold).map(cellKey));
    const hidden = complete(cells, primary, threshold);
    for (const cell of cells.filter((one) => one.n > 0 && hidden.has(cellKey(one)))) {
      const { least, greatest } = feasibleInterval(cells, hidden, cell);
      expect(greatest - least, cellKey(cell)).toBeGreaterThanOrEqual(threshold);
    }
    const cost = cells.filter((c) => hidden.has(cellKey(c)) && !primary.has(cellKey(c))).reduce((a, c) => a + c.n, 0);
    // Trying every set finds the least; a search may do no better.
    if (leastCost !== null) expect(cost).toBeGreaterThanOrEqual(leastCost);
  });

  test("without it the attacker finds withheld cells to the number", () => {
    const cells = cellsOf([
      [4, 31, 25],
      [18, 22, 40],
      [28, 17, 15],
    ]);
    const asked = cells.find((cell) => cell.n === 4)!;
    expect(feasibleInterval(cells, new Set([cellKey(asked)]), asked)).toEqual({ least: 4, greatest: 4 });
  });

  const counts = fc.oneof(fc.integer({ min: 0, max: 14 }), fc.integer({ min: 0, max: 90 }));
  const randomTable = fc
    .tuple(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 2, max: 5 }))
    .chain(([rows, columns]) =>
      fc.array(fc.array(counts, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows }),
    );
  test("leaves no withheld cell of any table closer than ten", () => {
    fc.assert(
      fc.property(randomTable, (table) => {
        const cells = cellsOf(table);
        const primary = new Set(cells.filter(({ n }) => n > 0 && n < 10).map(cellKey));
        const hidden = complete(cells, primary, 10);
        return cells
          .filter((cell) => cell.n > 0 && hidden.has(cellKey(cell)))
          .every((cell) => {
            const { least, greatest } = feasibleInterval(cells, hidden, cell);
            return greatest - least >= 10;
          });
      }),
      { numRuns: 1_000, seed: 5 },
    );
  });
});
