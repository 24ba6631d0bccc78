import type {
  ProtectedEstimates,
  PublishedQuality,
  PublishedRepresentation,
  PublishedRow,
} from "../disclosure/protected-estimates.ts";
import { csvLines, csvTable } from "./csv-table.ts";
import { linesFile } from "./lines-file.ts";
import { type ReleaseFile, textFile } from "./release-file.ts";

/** The columns of `estimates`, in order (contract, section 4). */
export const estimateColumns = [
  "department",
  "survey",
  "wave",
  "opens",
  "closes",
  "stream",
  "area",
  "group",
  "category",
  "measure",
  "statistic",
  "option",
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
  "change_verdict",
  "detectable_change",
  "flag",
  "suppressed",
  "instrument",
  "method",
] as const satisfies readonly (keyof PublishedRow)[];

export const representationColumns = [
  "wave",
  "stream",
  "margin",
  "category",
  "n",
  "population",
  "before",
  "after",
  "suppressed",
] as const satisfies readonly (keyof PublishedRepresentation)[];

export const qualityColumns = [
  "wave",
  "stream",
  "index",
  "alpha",
  "omega",
  "n",
] as const satisfies readonly (keyof PublishedQuality)[];

/** The numbers of a release: `estimates.csv`, `estimates.json` (the same rows), `representation.csv`, `quality.csv`. */
export function estimatesFiles(estimates: ProtectedEstimates): readonly ReleaseFile[] {
  return [
    linesFile("estimates.csv", "text/csv; charset=utf-8", csvLines(estimateColumns, estimates.rows)),
    linesFile("estimates.json", "application/json", jsonLines(estimates.rows)),
    textFile(
      "representation.csv",
      "text/csv; charset=utf-8",
      csvTable(representationColumns, estimates.representation),
    ),
    textFile("quality.csv", "text/csv; charset=utf-8", csvTable(qualityColumns, estimates.quality)),
  ];
}

/** An array with one row per line, the columns in their order. */
function* jsonLines(rows: readonly PublishedRow[]): Generator<string> {
  const names = estimateColumns.map((column) => `${JSON.stringify(column)}:`);
  const inOrder = (row: PublishedRow) =>
    `{${estimateColumns.map((column, at) => names[at] + JSON.stringify(row[column])).join(",")}}`;
  yield rows.length === 0 ? "[" : "[\n";
  for (const [at, row] of rows.entries()) yield `${inOrder(row)}${at < rows.length - 1 ? "," : ""}\n`;
  yield "]\n";
}
