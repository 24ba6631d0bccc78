import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { parquetMetadataAsync, parquetReadObjects } from "hyparquet";
import { afterAll, expect, test } from "vitest";
import { estimatesParquet } from "../../../lib/publishing/dataset/parquet.ts";
import { estimateColumns } from "../../../lib/publishing/estimates-files.ts";
import { releaseFolder, townRelease } from "./town-release.ts";

const town = await townRelease();
const { folder, remove } = releaseFolder(town);
afterAll(remove);
const parquet = town.bytes("estimates.parquet");
const file = parquet.buffer.slice(parquet.byteOffset, parquet.byteOffset + parquet.length) as ArrayBuffer;

const numbers: readonly string[] = [
  "value",
  "se",
  "ci_low",
  "ci_high",
  "df",
  "n",
  "n_effective",
  "deff",
  "change",
  "change_low",
  "change_high",
  "detectable_change",
];
const instants: readonly string[] = ["opens", "closes"];

/** A field of the CSV as the value that it stands for. */
const meant = (column: string, field: string): unknown => {
  if (numbers.includes(column)) return field === "" ? null : Number(field);
  return instants.includes(column) ? new Date(field) : field;
};
const rows = town
  .csv("estimates.csv")
  .map((row) => Object.fromEntries(Object.entries(row).map(([column, field]) => [column, meant(column, field)])));

test("there are rows of every kind to compare", () => {
  expect(rows.length).toBeGreaterThan(5000);
  for (const column of ["suppressed", "flag", "change_verdict", "statistic", "stream"] as const)
    expect(new Set(rows.map((row) => row[column])).size, column).toBeGreaterThan(1);
  expect(rows.filter(({ value }) => value !== null).length).toBeGreaterThan(500);
});

test("JSON holds the rows of the CSV", () => {
  const json = town.json("estimates.json") as Record<string, unknown>[];
  const typed = json.map((row) => ({
    ...row,
    opens: new Date(String(row.opens)),
    closes: new Date(String(row.closes)),
  }));
  expect(typed).toEqual(rows);
});

test("Parquet holds the rows of the CSV, in its order", async () => {
  const read = await parquetReadObjects({ file });
  expect(read).toEqual(rows);
  const { schema } = await parquetMetadataAsync(file);
  expect(schema.slice(1).map(({ name }) => name)).toEqual([...estimateColumns]);
});

test("Parquet keeps types: texts and instants are never null, counts are integers", async () => {
  const { schema } = await parquetMetadataAsync(file);
  const typed = new Map(schema.map(({ name, type, repetition_type }) => [name, [type, repetition_type]]));
  expect(typed.get("suppressed")).toEqual(["BYTE_ARRAY", "REQUIRED"]);
  expect(typed.get("opens")).toEqual(["INT64", "REQUIRED"]);
  expect(typed.get("n")).toEqual(["INT32", "OPTIONAL"]);
  expect(typed.get("value")).toEqual(["DOUBLE", "OPTIONAL"]);
});

test("a table without rows is a table", async () => {
  const { bytes } = estimatesParquet({ rows: [] });
  expect(await parquetReadObjects({ file: bytes.buffer.slice(0) as ArrayBuffer })).toEqual([]);
});

test("DuckDB reads the same cells from Parquet, CSV and JSON", async () => {
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const database = await instance.connect();
  const texts = estimateColumns.filter((column) => !numbers.includes(column) && !instants.includes(column));
  const columns = estimateColumns.map((column) => {
    const type = numbers.includes(column) ? "DOUBLE" : "VARCHAR";
    return `'${column}': '${instants.includes(column) ? "TIMESTAMPTZ" : type}'`;
  });
  const cells = [
    ...texts.map((column) => `coalesce("${column}", '') AS "${column}"`),
    ...instants.map((column) => `epoch_ms("${column}") AS "${column}"`),
    ...numbers.map((column) => `"${column}"::DOUBLE AS "${column}"`),
  ].join(", ");
  const tables = {
    parquet: `read_parquet('${join(folder, "estimates.parquet")}')`,
    csv: `read_csv('${join(folder, "estimates.csv")}', header = true, columns = {${columns.join(", ")}})`,
    json: `read_json('${join(folder, "estimates.json")}', format = 'array', columns = {${columns.join(", ")}})`,
  };
  for (const [name, source] of Object.entries(tables))
    await database.run(`CREATE TABLE ${name} AS SELECT row_number() OVER () AS at, ${cells} FROM ${source}`);
  const count = async (query: string) =>
    Number((await database.runAndReadAll(`SELECT count(*) FROM (${query})`)).getRows()[0]?.[0]);
  for (const name of Object.keys(tables)) expect(await count(`FROM ${name}`), name).toBe(rows.length);
  for (const other of ["csv", "json"]) {
    expect(await count(`FROM parquet EXCEPT FROM ${other}`), other).toBe(0);
    expect(await count(`FROM ${other} EXCEPT FROM parquet`), other).toBe(0);
  }
  database.closeSync();
});

test("the same estimates give the same bytes", () => {
  const again = town.make();
  for (const [at, { path, bytes }] of town.files.entries())
    expect(Buffer.compare(bytes, again[at]!.bytes), path).toBe(0);
});

test("no text of any CSV file begins like a formula", () => {
  const suspect = town.files
    .filter(({ path }) => path.endsWith(".csv"))
    .flatMap(({ path }) => town.csv(path).flatMap((row) => Object.values(row)))
    .filter((field) => /^[=+\-@\t\r]/.test(field));
  expect(suspect.length).toBeGreaterThan(10);
  expect(suspect.filter((field) => !/^-\d+(\.\d+)?$/.test(field))).toEqual([]);
});
