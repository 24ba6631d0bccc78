import { type ColumnSource, parquetWriteBuffer } from "hyparquet-writer";
import type { ProtectedEstimates, PublishedRow } from "../../disclosure/protected-estimates.ts";
import type { ReleaseFile } from "../release-file.ts";
import type { Column } from "./column.ts";
import { tables } from "./tables.ts";

const types = { text: "STRING", instant: "TIMESTAMP", integer: "INT32", number: "DOUBLE" } as const;

/** `estimates.parquet`: the rows and columns of `estimates.csv`; instants and numbers typed, a number that is not shown null, texts never null. */
export function estimatesParquet({ rows }: ProtectedEstimates): ReleaseFile {
  const columnData = tables.estimates.columns.map((column): ColumnSource => {
    const numeric = column.type === "integer" || column.type === "number";
    return { name: column.name, type: types[column.type], nullable: numeric, data: valuesOf(rows, column) };
  });
  const bytes = new Uint8Array(
    parquetWriteBuffer({ columnData, rowGroupSize: 100_000, createdBy: "mutual-trust", kvMetadata: [] }),
  );
  return { path: "estimates.parquet", contentType: "application/vnd.apache.parquet", bytes };
}

/** The same few instants over and over: one date each. */
function valuesOf(rows: readonly PublishedRow[], { name, type }: Column<keyof PublishedRow>): unknown[] {
  if (type !== "instant") return rows.map((row) => row[name]);
  const dates = new Map<unknown, Date>();
  return rows.map((row) => {
    const known = dates.get(row[name]) ?? new Date(String(row[name]));
    dates.set(row[name], known);
    return known;
  });
}
