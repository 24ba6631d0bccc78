import { expect, test } from "vitest";
import { protect } from "../../lib/disclosure/protect.ts";
import { reportPage } from "../../lib/publishing/report/report-page.ts";
import { checkYearlyTable } from "../../lib/publishing/verify/yearly-table.ts";
import { yearlyFile, yearlyRows } from "../../lib/publishing/yearly-file.ts";
import { riverbend } from "./riverbend.ts";

const town = await riverbend({ waves: 2, invited: 500, open: 160, monthsApart: 12 });
const estimates = protect(town.estimates);
const rows = yearlyRows(estimates, town.published.survey);
const text = String(Buffer.from(yearlyFile(rows).bytes));

function saidOf(changed: string): readonly string[] {
  const said: string[] = [];
  checkYearlyTable(estimates, Buffer.from(changed), (says) => said.push(says));
  return said;
}

test("what is released follows from the released rows", () => {
  expect(rows.length).toBeGreaterThan(40);
  expect(saidOf(text)).toEqual([]);
});

const lines = text.split("\n");
test.each([
  ["another verdict", text.replace(/,(up|down|no-detectable-change),/, ",too-few,")],
  ["a narrower interval", text.replace(/^(2026-01,invited,all,all,all,trust.*),(-?[\d.]+),(-?[\d.]+),/m, "$1,$2,99,")],
  ["a row left out", [...lines.slice(0, 3), ...lines.slice(4)].join("\n")],
  ["another level", text.replaceAll(",95,", ",90,")],
  ["a level that is none", text.replaceAll(",95,", ",0,")],
  ["no table at all", 'wave,stream\n"'],
])("%s is found", (_, changed) => {
  expect(changed).not.toBe(text);
  expect(saidOf(changed)).toHaveLength(1);
});

test("a survey whose waves share people has none, and that is no fault", () => {
  const none = yearlyFile(yearlyRows({ ...estimates }, { confidence: 0.95, samePeople: [["2025-01", "2026-01"]] }));
  expect(saidOf(String(Buffer.from(none.bytes)))).toEqual([]);
});

test("the report says it for each measure: change, interval and what may be claimed", () => {
  const page = reportPage(estimates, town.published, {
    language: "en",
    data: { href: "", sizes: new Map() },
    languages: [],
    releases: [],
  });
  const trust = rows.find(
    (row) => row.measure === "trust" && row.stream === "invited" && row.area === "all" && row.group === "all",
  )!;
  const signed = (value: number) => (value > 0 ? `+${value.toFixed(1)}` : value.toFixed(1).replace("-", "−"));
  const [change, low, high] = [trust.change, trust.change_low, trust.change_high].map((value) => signed(value ?? 0));
  expect(page).toContain(`Against January 2025, a year before: ${change} points (${low} to ${high}).`);
  expect(page).toContain(
    `<td><span class="number">${change}</span> <span class="number">(${low} to ${high})</span> <span class="verdict`,
  );
  expect(page.match(/<th scope="col">A year before<\/th>/g)).toHaveLength(
    new Set(rows.filter(({ area, group }) => area === "all" && group === "all").map(({ measure }) => measure)).size,
  );
});
