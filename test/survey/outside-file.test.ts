import { expect, test } from "vitest";
import { builtInInstrument } from "../../lib/survey/built-in-instruments.ts";
import { readCsvFile } from "../../lib/survey/csv-file.ts";
import { outsideColumns, outsideFile, readOutside } from "../../lib/survey/outside-file.ts";

const instrument = builtInInstrument("core-1", ["en"]);
const read = (text: string) => readOutside(readCsvFile(text, outsideFile, outsideColumns), instrument);

test("numbers of others are read with their source, and the address where there is one", () => {
  const text = `source,measure,from,to,value,address
City of Elsewhere,trust,2024-01-01,2024-01-31,56.7,https://data.example/trust
City of Elsewhere,safety,2024-01-01,2024-01-31,0,
`;
  expect(read(text)).toEqual({
    mistakes: [],
    numbers: [
      {
        ...{ source: "City of Elsewhere", measure: "trust", from: "2024-01-01", to: "2024-01-31", value: 56.7 },
        address: "https://data.example/trust",
      },
      { source: "City of Elsewhere", measure: "safety", from: "2024-01-01", to: "2024-01-31", value: 0 },
    ],
  });
});

const good = { source: "S", measure: "trust", from: "2024-01-01", to: "2024-01-31", value: "50", address: "" };
test.each([
  ["source", "", "who published it, in some words"],
  ["measure", "happiness", expect.stringContaining("a measure (trust, safety")],
  ["from", "01/01/2024", "a day such as 2026-03-31"],
  ["to", "2024-02-30", "a day such as 2026-03-31"],
  ["to", "2023-12-31", "a day not before 2024-01-01"],
  ["value", "101", "a score from 0 to 100"],
  ["value", "-1", "a score from 0 to 100"],
  ["address", "javascript:alert(1)", "an http or https address"],
])("a %s of %j is refused with its line", (field, value, expected) => {
  const row = { ...good, [field]: value };
  const { numbers, mistakes } = read(`${Object.keys(row).join(",")}\n${Object.values(row).join(",")}\n`);
  expect(numbers).toEqual([]);
  expect(mistakes).toEqual([{ file: outsideFile, line: 2, field, value, expected }]);
});

test("a number told twice and too many numbers are refused", () => {
  const head = "source,measure,from,to,value";
  expect(read(`${head}\nS,trust,2024-01-01,2024-01-31,50\nS,trust,2024-01-01,2024-01-31,51\n`).mistakes).toMatchObject([
    { line: 3, field: "from", expected: "each source, measure and time once" },
  ]);
  const many = Array.from({ length: 1001 }, (_, at) => `S${at},trust,2024-01-01,2024-01-31,50\n`).join("");
  expect(read(`${head}\n${many}`).mistakes).toMatchObject([{ line: 1002, expected: "at most 1000 rows" }]);
});
