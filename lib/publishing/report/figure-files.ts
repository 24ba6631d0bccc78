import type { ProtectedEstimates, PublishedRow } from "../../disclosure/protected-estimates.ts";
import { csvTable } from "../csv-table.ts";
import { estimateColumns } from "../estimates-files.ts";
import { type ReleaseFile, textFile } from "../release-file.ts";

/** The rows of each section of the report; `newest` are those of its newest wave. */
const sections: Readonly<Record<string, (row: PublishedRow, newest: boolean) => boolean>> = {
  "figure-trends.csv": (row) => ofAll(row) && row.statistic === "mean100",
  "figure-areas.csv": (row, newest) => newest && row.group === "all" && row.statistic === "mean100",
  "figure-groups.csv": (row, newest) => newest && row.area === "all" && !isQuality(row) && isScore(row),
  "figure-answers.csv": (row, newest) => newest && ofAll(row) && row.option !== "",
  "figure-quality.csv": (row, newest) => newest && row.area === "all" && isScore(row) && (isQuality(row) || ofAll(row)),
};
const ofAll = ({ area, group }: PublishedRow): boolean => area === "all" && group === "all";
const isQuality = ({ group }: PublishedRow): boolean => group === "mode" || group === "unflagged";
/** Of the gaps, those that are more than chance: the report names no other. */
const isScore = (row: PublishedRow): boolean =>
  row.statistic === "mean100" || (row.statistic === "gap" && row.suppressed === "" && row.ci_low * row.ci_high > 0);

/**
 * The numbers under each figure of the report as a file of its own: rows of `estimates.csv` to the letter, with all columns, for
 * who wants just what is drawn.
 */
export function figureFiles({ rows }: ProtectedEstimates): readonly ReleaseFile[] {
  const newest = new Map(rows.map(({ stream, wave }) => [stream, wave]));
  return Object.entries(sections).map(([path, isIn]) =>
    textFile(
      path,
      "text/csv; charset=utf-8",
      csvTable(
        estimateColumns,
        rows.filter((row) => isIn(row, newest.get(row.stream) === row.wave)),
      ),
    ),
  );
}
