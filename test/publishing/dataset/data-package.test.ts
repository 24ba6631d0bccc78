import { readFileSync } from "node:fs";
import { type Schema, Validator } from "@cfworker/json-schema";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { sha256 } from "../riverbend.ts";
import ownSchema from "./data-package.schema.json" with { type: "json" };
import { fullRelease, townRelease } from "./town-release.ts";

interface Label {
  readonly value: string;
  readonly label?: string;
}
interface Field {
  readonly name: string;
  readonly type: string;
  readonly description?: string;
  readonly missingValues?: readonly Label[];
  readonly categories?: readonly Label[];
  readonly categoriesOrdered?: boolean;
}
interface Resource {
  readonly name: string;
  readonly path: string;
  readonly title: string;
  readonly bytes: number;
  readonly hash: string;
  readonly schema?: { readonly fields: readonly Field[]; readonly primaryKey?: readonly string[] };
}

const town = await townRelease();
const { files } = fullRelease(town);
const bytesOf = (path: string): Uint8Array => files.find((file) => file.path === path)!.bytes;
const textOf = (path: string): string => new TextDecoder().decode(bytesOf(path));
const rowsOf = (path: string): Record<string, string>[] => parse(textOf(path), { columns: true });
const descriptor = JSON.parse(textOf("datapackage.json")) as { readonly resources: readonly Resource[] };
const resource = (name: string): Resource => descriptor.resources.find((one) => one.name === name)!;
const field = (table: string, name: string): Field => resource(table).schema!.fields.find((one) => one.name === name)!;

const errorsOf = (schema: unknown, value: unknown): readonly string[] =>
  new Validator(schema as Schema, "7", false)
    .validate(value)
    .errors.map(({ instanceLocation, error }) => `${instanceLocation}: ${error}`);

test("it is a Data Package 2.0", () => expect(errorsOf(ownSchema, descriptor)).toEqual([]));

test.each([
  ["a resource without a path", { resources: [{ name: "estimates" }] }],
  ["a path outside the folder", { resources: [{ name: "estimates", path: "../estimates.csv" }] }],
  ["a licence without a name", { licenses: [{ title: "CC0" }], resources: [{ name: "a", path: "a.csv" }] }],
  [
    "a missing value that is no text",
    { resources: [{ name: "a", path: "a", schema: { fields: [{ name: "n", missingValues: [{ value: -9 }] }] } }] },
  ],
  ["a hash of another kind", { resources: [{ name: "a", path: "a.csv", hash: "sha256:abc" }] }],
])("%s would be found", (_, broken) => expect(errorsOf(ownSchema, broken)).not.toEqual([]));

/** Of Data Package 2.0, as published; where it is from: test/golden/data-package. */
const publishedProfile: unknown = JSON.parse(
  readFileSync(new URL("../../golden/data-package/profile-2.0.json", import.meta.url), "utf8"),
);
test("the published profile agrees", () => {
  expect(errorsOf(publishedProfile, descriptor)).toEqual([]);
});
test.each([
  ["a resource without a path or data", { ...descriptor, resources: [{ name: "a" }] }],
  ["no resource", { ...descriptor, resources: [] }],
  ["a keyword that is no text", { ...descriptor, keywords: [1] }],
  ["a size that is no number", { ...descriptor, resources: [{ ...descriptor.resources[0], bytes: "many" }] }],
])("the published profile would find %s", (_, broken) => {
  expect(errorsOf(publishedProfile, broken)).not.toEqual([]);
});

test("every file of data is in it with its size and sum, and a title of its own", () => {
  const paths = descriptor.resources.map(({ path }) => path);
  const data = files.map(({ path }) => path).filter((path) => /^estimates|^receipts|\.(csv|geojson|svg)$/.test(path));
  for (const path of ["areas.geojson", "events.csv", "figure-trend-trust.svg", "outside-series.csv", "places.csv"])
    expect(data).toContain(path);
  expect(paths.toSorted()).toEqual(data.toSorted());
  for (const { path, bytes, hash } of descriptor.resources)
    expect([bytes, hash], path).toEqual([bytesOf(path).length, `sha256:${sha256(bytesOf(path))}`]);
  const names = descriptor.resources.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  const titles = descriptor.resources.map(({ title }) => title);
  // Parquet and JSON have the rows of the CSV, and say so alike.
  expect(new Set(titles).size).toBe(titles.length - 1);
});

const csvFiles = files.flatMap(({ path }) => (path.endsWith(".csv") ? [path.replace(".csv", "")] : []));
describe.each(csvFiles)("%s", (table) => {
  const rows = rowsOf(`${table}.csv`);
  const { fields, primaryKey = [] } = resource(table).schema!;

  test("has the columns of its file, each described", () => {
    expect(fields.map(({ name }) => name)).toEqual(textOf(`${table}.csv`).split("\n", 1)[0]!.split(","));
    for (const { name, description } of fields) expect(description, name).toMatch(/\.$/);
  });
  test("has a key that no two rows share", () => {
    const keys = rows.map((row) => primaryKey.map((column) => row[column]).join("\n"));
    expect(new Set(keys).size).toBe(rows.length);
  });
  test("has fields of the declared types, and every code is declared", () => {
    const fits: Readonly<Record<string, RegExp>> = {
      string: /^/,
      integer: /^-?\d+$/,
      number: /^-?\d+(\.\d+)?$/,
      datetime: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/,
    };
    for (const { name, type, categories, missingValues = [] } of fields) {
      const missing = missingValues.map(({ value }) => value);
      const present = new Set(rows.map((row) => row[name]!).filter((value) => !missing.includes(value)));
      for (const value of present) expect(value, name).toMatch(fits[type]!);
      const declared = categories?.map(({ value }) => value);
      if (declared)
        expect(
          [...present].filter((value) => !declared.includes(value)),
          name,
        ).toEqual([]);
    }
  });
});

test("a column of the wide layouts says which measure and whom it holds", () => {
  expect(field("chicago-wide", "T_RACE_WHITE")).toMatchObject({
    type: "number",
    description: expect.stringMatching(/^Score of 0-100 of the measure trust among race:white, headline stream\./),
  });
  expect(field("tempe-wide_n", "safety")).toMatchObject({
    type: "integer",
    description: expect.stringMatching(/^Respondents, to the nearest 5, of the measure safety among everybody/),
  });
  const { survey } = town.published;
  const mapped = { ...town.published, survey: { ...survey, wideColumns: { TRUST: "respect" } } };
  const other = fullRelease({ ...town, published: mapped }).files.find(({ path }) => path === "datapackage.json")!;
  expect(new TextDecoder().decode(other.bytes)).toContain("of the measure respect among race:white");
});

test("missing numbers are labelled, and an empty text is a value with a label", () => {
  expect(field("estimates", "value").missingValues).toEqual([
    { value: "", label: "Not shown; the column suppressed says why" },
  ]);
  expect(field("estimates", "suppressed").missingValues).toEqual([]);
  expect(field("estimates", "suppressed").categories?.[0]).toEqual({ value: "", label: "The numbers are shown" });
});

test("answers are in the order of their scale, waves in time; labels and values are unique", () => {
  const option = field("estimates", "option");
  expect(option.categoriesOrdered).toBe(true);
  expect(option.categories?.map(({ value }) => value)).toEqual([
    "",
    "1",
    "2",
    "3",
    "4",
    "5",
    "dk",
    "ref",
    "skip",
    "na",
    "notasked",
    "break",
  ]);
  expect(option.categories?.[6]?.label).toBe("Don't know");
  expect(field("estimates", "wave").categories).toEqual([{ value: "2025-01" }, { value: "2026-01" }]);
  expect(field("estimates", "area").categoriesOrdered).toBe(false);
  for (const { name, categories = [] } of resource("estimates").schema!.fields)
    for (const part of ["value", "label"] as const) {
      const all = categories.flatMap((category) => category[part] ?? []);
      expect(new Set(all).size, `${name} ${part}`).toBe(all.length);
    }
});
