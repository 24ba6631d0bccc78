import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { PublishedRow } from "../../../lib/disclosure/protected-estimates.ts";
import type { OutsideRow } from "../../../lib/publishing/dataset/outside-series.ts";
import { readChicagoWide } from "../../../lib/publishing/dataset/read-chicago-wide.ts";
import { chicagoDates, chicagoScores, chicagoUnits } from "../../../lib/publishing/dataset/wide/wide-layout.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const chicago = resolve(root, process.env.TRUST_CHICAGO ?? "../shared/data/chicago_police_sentiment_2017_2023.csv");
const absent = existsSync(chicago) ? "" : " (not run: Chicago's file is not here; name it with TRUST_CHICAGO)";
const source = "City of Chicago, Police Sentiment Scores";

/** The compiler is the test: what has no n cannot stand where a published row does. */
// @ts-expect-error an outside row has no n, no interval, no method
const neverPublished = (row: OutsideRow): PublishedRow => row;

describe.skipIf(absent !== "")(`Chicago's Police Sentiment Scores 2017-2023${absent}`, () => {
  const text = absent === "" ? readFileSync(chicago, "utf8") : "";
  const { series, trust } = absent === "" ? readChicagoWide(text, { file: "chicago.csv", source }) : never();

  test("has the columns of our layout, in its order", () => {
    expect(text.split("\n", 1)[0]?.trim().split(",")).toEqual([
      ...chicagoUnits,
      ...chicagoScores.map(({ name }) => name),
      ...chicagoDates,
    ]);
  });
  test("is an outside series that says what it lacks", () => {
    expect(series).toMatchObject({ kind: "outside", source, label: "no n, no margin published" });
    expect(neverPublished).toBeTypeOf("function");
    // Counted with awk: fields of the score columns that are not empty.
    expect(series.rows).toHaveLength(327_356);
    expect(series.rows[0]).toEqual({
      unit: ["chicago", "area_5", "14", "1420"],
      from: "2021-04-01",
      to: "2021-04-30",
      measure: "SAFETY",
      group: "all",
      value: 56.69,
    });
  });
  test("TRUST is the mean of listen and respect, within rounding, wherever all three are given", () => {
    expect(trust).toMatchObject({ compared: 54_417, apart: 0 });
    expect(trust.largest).toBeLessThan(0.00501);
  });
  test("a TRUST that is another number would be found", () => {
    const lines = text.split("\n");
    const fields = lines[1]!.split(",");
    fields[22] = "10.5";
    const { trust: other } = readChicagoWide([lines[0], fields.join(",")].join("\n"), { file: "c.csv", source });
    expect(other).toMatchObject({ compared: 17, apart: 1 });
  });
});

function never(): ReturnType<typeof readChicagoWide> {
  return {
    series: { kind: "outside", source, label: "no n, no margin published", rows: [] },
    trust: { compared: 0, apart: 0, largest: 0 },
  };
}

const header = [...chicagoUnits, ...chicagoScores.map(({ name }) => name), ...chicagoDates];
const table = (changes: Readonly<Record<string, string>>): string => {
  const row = { CITY: "chicago", SAFETY: "50", START_DATE: "04/01/2021", END_DATE: "04/30/2021", ...changes };
  return `${header.join(",")}\n${header.map((name) => (row as Record<string, string>)[name] ?? "").join(",")}\n`;
};

test.each([
  ["a score above 100", table({ TRUST: "101" }), 2, "TRUST", "101", "a score from 0 to 100"],
  ["a score below 0", table({ T_LISTEN: "-1" }), 2, "T_LISTEN", "-1", "a score from 0 to 100"],
  ["a word for a score", table({ SAFETY: "n/a" }), 2, "SAFETY", "n/a", "a score from 0 to 100"],
  ["a day that is none", table({ END_DATE: "02/30/2021" }), 2, "END_DATE", "02/30/2021", "a date such as 04/30/2021"],
  [
    "another form of date",
    table({ START_DATE: "2021-04-01" }),
    2,
    "START_DATE",
    "2021-04-01",
    "a date such as 04/30/2021",
  ],
  ["a column that is gone", table({}).replace("SECTOR,", "BEAT,"), 1, "SECTOR", /BEAT/, "a column SECTOR"],
  ["a ragged row", `${table({})}chicago,1\n`, 3, "", /Invalid Record Length/, "as many fields as the header has"],
])("%s is refused with its place", (_, text, line, column, value, expected) => {
  expect(() => readChicagoWide(text, { file: "scores.csv", source })).toThrow(
    expect.objectContaining({
      code: "wide-layout",
      detail: {
        file: "scores.csv",
        line,
        column,
        value: typeof value === "string" ? value : expect.stringMatching(value),
        expected,
      },
    }),
  );
});

test("a byte-order mark and Windows lines are fine", () => {
  const { series } = readChicagoWide(`\uFEFF${table({}).replaceAll("\n", "\r\n")}`, { file: "scores.csv", source });
  expect(series.rows).toEqual([
    { unit: ["chicago"], from: "2021-04-01", to: "2021-04-30", measure: "SAFETY", group: "all", value: 50 },
  ]);
});
