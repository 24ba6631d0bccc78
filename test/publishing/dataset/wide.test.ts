import { expect, test } from "vitest";
import { protect } from "../../../lib/disclosure/protect.ts";
import type { PublishedRow } from "../../../lib/disclosure/protected-estimates.ts";
import { readChicagoWide } from "../../../lib/publishing/dataset/read-chicago-wide.ts";
import { wideFiles } from "../../../lib/publishing/dataset/wide/wide-files.ts";
import {
  chicagoDates,
  chicagoScores,
  chicagoUnits,
  defaultMapping,
  tempeScores,
  tempeUnits,
} from "../../../lib/publishing/dataset/wide/wide-layout.ts";
import { row, wave } from "../../disclosure/made-up-wave.ts";
import { townRelease } from "./town-release.ts";

const town = await townRelease();

test("Chicago's layout has 75 columns in four blocks, Tempe's begins as its table does", () => {
  const chicago = Object.keys(town.csv("chicago-wide.csv")[0]!);
  expect(chicago).toHaveLength(75);
  expect(chicago).toEqual([...chicagoUnits, ...chicagoScores.map(({ name }) => name), ...chicagoDates]);
  expect([5, 6, 22, 23, 39, 40, 56, 72].map((at) => chicago[at])).toEqual([
    "SAFETY",
    "S_RACE_AFRICAN_AMERICAN",
    "TRUST",
    "T_RACE_AFRICAN_AMERICAN",
    "T_LISTEN",
    "T_LISTEN_RACE_AFRICAN_AMERICAN",
    "T_RESPECT",
    "T_RESPECT_INCOME_HIGH",
  ]);
  const tempe = Object.keys(town.csv("tempe-wide.csv")[0]!);
  expect(tempe).toEqual([...tempeUnits, ...tempeScores.map(({ name }) => name)]);
  expect(tempe.slice(0, 9)).toEqual([
    "start_date",
    "org_level",
    "level_0",
    "level_1",
    "level_2",
    "safety",
    "safety_race_african_american",
    "safety_race_asian_american",
    "safety_race_other",
  ]);
});

test.each(["chicago-wide", "tempe-wide"])("%s and its companions have the same units and blanks", (name) => {
  const [values, counts, margins] = ["", "_n", "_moe"].map((suffix) => town.csv(`${name}${suffix}.csv`));
  expect(values!.length).toBe(2 * 7);
  const blanks = (rows: readonly Record<string, string>[]) =>
    rows.map((one) => Object.values(one).map((field) => field === ""));
  expect(blanks(counts!)).toEqual(blanks(values!));
  expect(blanks(margins!)).toEqual(blanks(values!));
});

/** Rows of the release by what a cell of a wide table names. */
const published = new Map<string, PublishedRow>(
  town.estimates.rows
    .filter(({ stream, statistic }) => stream === "invited" && statistic === "mean100")
    .map((one) => [[one.wave, one.area, `${one.group}:${one.category}`, one.measure].join(), one]),
);
/** The waves open at midnight UTC, when it is still the day before in the town. */
const waveOf: Readonly<Record<string, string>> = { "12/31/2024": "2025-01", "12/31/2025": "2026-01" };

test("every cell is the printed value, n and margin of its row, blank exactly where that is withheld or absent", () => {
  const [values, counts, margins] = ["", "_n", "_moe"].map((suffix) => town.csv(`chicago-wide${suffix}.csv`));
  let shown = 0;
  let withheld = 0;
  for (const [at, cells] of values!.entries()) {
    for (const { name, measure, group } of chicagoScores) {
      const category = group === null ? "all:all" : defaultMapping[group]!;
      const key = [waveOf[cells.START_DATE!], cells.DISTRICT || "all", category, defaultMapping[measure]].join();
      const source = published.get(key);
      const found = [cells[name], counts![at]![name], margins![at]![name]];
      if (source?.suppressed !== "") {
        expect(found, key).toEqual(["", "", ""]);
        if (source) withheld++;
        continue;
      }
      shown++;
      const { value, n, ci_low, ci_high } = source;
      expect(found.slice(0, 2).map(Number), key).toEqual([value, n]);
      // value ± margin covers the printed interval, and by no more than its longer side.
      expect(value - Number(found[2])).toBeLessThanOrEqual(ci_low + 1e-9);
      expect(value + Number(found[2])).toBeGreaterThanOrEqual(ci_high - 1e-9);
      expect(Number(found[2])).toBeCloseTo(Math.max(value - ci_low, ci_high - value), 9);
    }
  }
  expect(shown).toBeGreaterThan(30);
  expect(withheld).toBeGreaterThan(10);
});

test("the survey's mapping fills columns that the names of core-1 leave empty", () => {
  const estimates = protect([
    wave("2026-01", [
      row({ measure: "hears" }, { n: 300, value: 41 }),
      row({ measure: "hears", group: "age", category: "18-34" }, { n: 120, value: 33 }),
    ]),
  ]);
  const read = (mapping?: Readonly<Record<string, string>>) => {
    const file = wideFiles(estimates, { timeZone: "UTC", mapping }).find(({ path }) => path === "tempe-wide.csv")!;
    const [header = "", body = ""] = new TextDecoder().decode(file.bytes).trim().split("\n");
    const fields = body.split(",");
    return Object.fromEntries(header.split(",").map((name, at) => [name, fields[at]]));
  };
  expect(read()).toMatchObject({ trust_listen: "", trust_listen_age_low: "" });
  expect(read({ T_LISTEN: "hears", AGE_LOW: "age:18-34" })).toMatchObject({
    start_date: "2026-01-01",
    org_level: "0",
    trust_listen: "41",
    trust_listen_age_low: "33",
  });
});

test("a wave's days are those of its town", () => {
  const estimates = protect([
    wave("2026-01", [row({}, { n: 300 })], { opens: "2026-01-01T06:00:00Z", closes: "2026-02-01T06:00:00Z" }),
  ]);
  const [file] = wideFiles(estimates, { timeZone: "America/Chicago" });
  expect(new TextDecoder().decode(file!.bytes)).toMatch(/,01\/01\/2026,01\/31\/2026\n$/);
});

test("our own table in Chicago's layout is read by the reader of that layout", () => {
  const { series } = readChicagoWide(town.text("chicago-wide.csv"), { file: "chicago-wide.csv", source: "Riverbend" });
  const trust = series.rows.find(({ measure, group, unit }) => measure === "TRUST" && group === "all" && !unit[1]);
  expect(trust).toEqual({
    unit: ["riverbend"],
    from: "2024-12-31",
    to: "2025-01-31",
    measure: "TRUST",
    group: "all",
    value: published.get("2025-01,all,all:all,trust")?.value,
  });
});
