import { clearGaps } from "../../disclosure/clear-gaps.ts";
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
const isScore = ({ statistic }: PublishedRow): boolean => statistic === "mean100" || statistic === "gap";

/**
 * The numbers under each figure of the report as a file of its own: rows of `estimates.csv` to the letter, with all columns, for
 * who wants just what is drawn.
 */
export function figureFiles({ rows }: ProtectedEstimates): readonly ReleaseFile[] {
  const newest = new Map(rows.map(({ stream, wave }) => [stream, wave]));
  // Of the gaps, those that are more than chance: the report names no other.
  const clear = new Set<PublishedRow>(
    [...newest].flatMap(([stream, wave]) =>
      clearGaps(rows.filter((row) => row.stream === stream && row.wave === wave)),
    ),
  );
  const told = rows.filter((row) => row.statistic !== "gap" || clear.has(row));
  return Object.entries(sections).map(([path, isIn]) =>
    textFile(
      path,
      "text/csv; charset=utf-8",
      csvTable(
        estimateColumns,
        told.filter((row) => isIn(row, newest.get(row.stream) === row.wave)),
      ),
    ),
  );
}
