import { type ColumnSource, parquetWriteBuffer } from "hyparquet-writer";
import type { ProtectedEstimates, PublishedRow } from "../../disclosure/protected-estimates.ts";
import type { ReleaseFile } from "../release-file.ts";
import type { Column } from "./column.ts";
import { tables } from "./tables.ts";

/** Texts and instants are never null: an empty text is a value. A number that is not shown is null. */
const types = {
  text: { type: "BYTE_ARRAY", converted_type: "UTF8", logical_type: { type: "STRING" }, repetition_type: "REQUIRED" },
  instant: {
    type: "INT64",
    converted_type: "TIMESTAMP_MILLIS",
    logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MILLIS" },
    repetition_type: "REQUIRED",
  },
  integer: { type: "INT32", repetition_type: "OPTIONAL" },
  number: { type: "DOUBLE", repetition_type: "OPTIONAL" },
} as const;

/** `estimates.parquet`: the rows and columns of `estimates.csv`, with instants and numbers as such. */
export function estimatesParquet({ rows }: Pick<ProtectedEstimates, "rows">): ReleaseFile {
  const { columns } = tables.estimates;
  const bytes = new Uint8Array(
    parquetWriteBuffer({
      schema: [
        { name: "estimates", num_children: columns.length },
        ...columns.map(({ name, type }) => ({ name, ...types[type] })),
      ],
      // Each column is made when it is written, so that only one of them is in memory.
      columnData: columns.map(
        (column): ColumnSource => ({
          name: column.name,
          get data() {
            return valuesOf(rows, column);
          },
        }),
      ),
      // One group: every reader wants the whole table.
      rowGroupSize: Math.max(1, rows.length),
      createdBy: "mutual-trust",
    }),
  );
  return { path: "estimates.parquet", contentType: "application/vnd.apache.parquet", bytes };
}

/** The same few instants stand in every row: one date each. */
function valuesOf(rows: readonly PublishedRow[], { name, type }: Column<keyof PublishedRow>): unknown[] {
  if (type !== "instant") return rows.map((row) => row[name]);
  const dates = new Map<unknown, Date>();
  return rows.map((row) => {
    const date = dates.get(row[name]) ?? new Date(String(row[name]));
    dates.set(row[name], date);
    return date;
  });
}
