import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { domainDifference, estimateDomains, splitIntoDomains, weigh } from "../../lib/estimation/index.ts";
import { caseRows } from "./case-rows.ts";
import { expectNumbers } from "./expect-numbers.ts";

interface Entry {
  measure: string;
  district: string;
  n: number;
  df: number;
  total: number;
  se: number;
  ciLow: number;
  ciHigh: number;
  deff: number;
  logit?: [number, number];
  wilson?: [number, number];
}
interface Gap {
  measure: string;
  a: string;
  b: string;
  value: number;
  variance: number;
  covariance: number;
}
const expected: Record<string, { entries: Entry[]; gaps: Gap[] }> = JSON.parse(
  readFileSync(new URL("../golden/totals-and-gaps/expected.json", import.meta.url), "utf8"),
);

describe.each(Object.entries(expected))("%s", (folder, { entries, gaps }) => {
  const { sample, measure, column } = caseRows(folder);
  const weighted = weigh(sample);
  const districts = column("district");
  const domain = (name: string) =>
    splitIntoDomains(
      weighted,
      districts.map((district) => (name === "" || district === name ? 0 : -1)),
      1,
    );

  test.each(entries)(
    "total of $measure in $district",
    ({ measure: id, district, logit, wilson, total, ...numbers }) => {
      const [found] = estimateDomains(weighted, measure(id, "total"), domain(district));
      expectNumbers({ ...found }, { ...numbers, value: total }, id);
      for (const [interval, ends] of Object.entries({ logit, wilson })) {
        if (ends === undefined) continue;
        const [share] = estimateDomains(weighted, measure(id), domain(district), { interval: interval as "logit" });
        expectNumbers({ ...share }, { ciLow: ends[0], ciHigh: ends[1] }, `${id} ${interval}`);
      }
    },
  );

  test.each(gaps)("difference of $measure between $a and $b, raking included", ({ measure: id, a, b, ...numbers }) => {
    const codes = districts.map((district) => [a, b].indexOf(district));
    const found = domainDifference(weighted, measure(id), splitIntoDomains(weighted, codes, 2), 0, 1);
    expectNumbers({ ...found }, numbers, id);
    expect(found.n).toBe(codes.filter((code, row) => code >= 0 && measure(id).moments.n[row]).length);
  });
});
