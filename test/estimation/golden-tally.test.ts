import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  estimateDomains,
  everybody,
  integerMoments,
  type Measure,
  splitIntoDomains,
  weigh,
} from "../../lib/estimation/index.ts";
import { expectNumbers } from "./expect-numbers.ts";

interface Cell {
  area: string;
  sex: string;
  age: string;
  stratum: string;
  weight: string;
  n: number;
  measures: Record<string, [number, number, number]>;
}
interface CellsFile {
  measures: Record<string, { scale: number }>;
  cells: Cell[];
}
interface Expected {
  n: number;
  estimates: { measure: string; domain: Partial<Record<keyof Cell, string>>; n: number }[];
}
const read = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`../golden/tally/${name}.json`, import.meta.url), "utf8"));
const { cells, measures } = read<CellsFile>("cells");
const design = read<{ strata: Record<string, number>; margins: Record<"sex" | "age", Record<string, number>> }>(
  "design",
);
const expected = read<Expected>("expected");

const strata = Object.keys(design.strata);
const weighted = weigh({
  n: cells.map((cell) => cell.n),
  baseWeight: cells.map((cell) => Number(cell.weight)),
  strata: {
    names: strata,
    codes: cells.map((cell) => strata.indexOf(cell.stratum)),
    sizes: Object.values(design.strata),
  },
  margins: (["sex", "age"] as const).map((name) => {
    const categories = Object.keys(design.margins[name]);
    const codes = cells.map((cell) => categories.indexOf(cell[name]));
    return { name, categories, targets: Object.values(design.margins[name]), codes };
  }),
});

const measureOf = (id: string): Measure => {
  const sums = (at: 0 | 1 | 2) => cells.map((cell) => cell.measures[id]![at]);
  return {
    statistic: id === "t1.top2" ? "share" : "mean",
    scale: measures[id]!.scale,
    moments: integerMoments(sums(0), sums(1), sums(2)),
  };
};

test("the weights of integer cells have the head of R survey's rows", () => {
  expectNumbers({ ...weighted }, { ...expected }, "tally");
});

test.each(expected.estimates)("integer cells give $measure $domain as R survey does from rows", (entry) => {
  const keys = Object.entries(entry.domain) as [keyof Cell, string][];
  const codes = cells.map((cell) => (keys.every(([key, value]) => cell[key] === value) ? 0 : -1));
  const domains = keys.length === 0 ? everybody(weighted) : splitIntoDomains(weighted, codes, 1);
  const [estimate] = estimateDomains(weighted, measureOf(entry.measure), domains);
  expectNumbers({ ...estimate, measure: entry.measure, domain: entry.domain }, entry, "tally");
  expect(estimate!.n - estimate!.strata).toBe(estimate!.df);
});
