import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  type DesignEstimates,
  estimateDomains,
  integerMoments,
  type Measure,
  splitIntoDomains,
  weigh,
} from "../../lib/estimation/index.ts";
import { expectNumbers } from "./expect-numbers.ts";

// The General Social Survey without its rows: per item and (year, sex, age, race, answer) the number of rows, Σw and Σw².
// All expected numbers follow from these (golden/real/gss/golden.R), so any rows with the same sums must give them.
type Count = [year: number, sex: string, age: string, race: string, answer: string, n: number, w: number, w2: number];
type Column = "year" | "sex" | "age" | "race";
interface Design {
  margins?: Partial<Record<Column, Record<string, number>>>;
  measures: {
    id: string;
    items: [string];
    statistic: "share" | "mean100";
    values?: number[];
    min: number;
    max: number;
  }[];
}
const place = { year: 0, sex: 1, age: 2, race: 3 } as const;
const read = <T>(file: string): T =>
  JSON.parse(readFileSync(new URL(`../golden/real/gss/${file}`, import.meta.url), "utf8"));
const { items } = read<{ items: Record<string, Count[]> }>("tally.json");

/** Rows with the same n, Σw and Σw²: one row somewhat heavier, the others somewhat lighter. */
function equalWeights(count: Count): { count: Count; n: number; weight: number }[] {
  const [, , , , , n, sum, squares] = count;
  const mean = sum / n;
  const more = n === 1 ? 0 : Math.sqrt(Math.max(0, ((squares - n * mean * mean) * (n - 1)) / n));
  const one = { count, n: 1, weight: mean + more };
  return n === 1 ? [one] : [one, { count, n: n - 1, weight: mean - more / (n - 1) }];
}

function estimatesOf(folder: string, item: string) {
  const design = read<Design>(`${folder}/design.json`);
  const years = { "2016": [2016], "2018": [2018], "raked-2020": [2020] }[folder] ?? [2016, 2018, 2020];
  const cells = items[item]!.filter(([year]) => years.includes(year)).flatMap(equalWeights);
  const margins = Object.entries(design.margins ?? {}).map(([name, targets]) => {
    const categories = Object.keys(targets);
    const codes = cells.map(({ count }) => categories.indexOf(String(count[place[name as Column]])));
    return { name, categories, targets: Object.values(targets), codes };
  });
  const weighted = weigh({ n: cells.map(({ n }) => n), baseWeight: cells.map(({ weight }) => weight), margins });
  const estimate = (id: string, domain: Partial<Record<Column, string>>) => {
    const { statistic, values, min, max } = design.measures.find((one) => one.id === id)!;
    const y = cells.map(({ count: [, , , , answer] }) =>
      statistic === "share" ? Number(values!.includes(Number(answer))) : (Number(answer) - min) * Math.sign(max - min),
    );
    const n = cells.map((cell) => (cell.count[4] === "" ? 0 : cell.n));
    const times = (power: number) => y.map((answer, cell) => n[cell]! * answer ** power);
    const measure: Measure = {
      statistic: statistic === "share" ? "share" : "mean",
      scale: statistic === "share" ? 1 : 100 / Math.abs(max - min),
      moments: integerMoments(n, times(1), times(2)),
    };
    const inside = cells.map(({ count }) =>
      Object.entries(domain).every(([column, value]) => String(count[place[column as Column]]) === value) ? 0 : -1,
    );
    return estimateDomains(weighted, measure, splitIntoDomains(weighted, inside, 1))[0]!;
  };
  return { weighted, estimate, measures: design.measures.filter((one) => one.items[0] === item) };
}

describe.each(["2016", "2018", "raked-2020", "waves"])("General Social Survey, %s", (folder) => {
  const expected = read<DesignEstimates>(`${folder}/expected.json`);
  test.each(Object.keys(items))("%s: cell counts give what R survey gives from rows", (item) => {
    const { weighted, estimate, measures } = estimatesOf(folder, item);
    expectNumbers({ ...weighted }, { ...expected }, folder);
    const entries = expected.estimates.filter(({ measure }) => measures.some(({ id }) => id === measure));
    expect(entries.length).toBeGreaterThan(0);
    for (const entry of entries) {
      const actual = { ...estimate(entry.measure, entry.domain), measure: entry.measure, domain: entry.domain };
      expectNumbers(actual, { ...entry }, `${folder} ${entry.measure} ${JSON.stringify(entry.domain)}`);
    }
  });
});
