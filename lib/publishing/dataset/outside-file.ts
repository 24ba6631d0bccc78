import type { OutsideNumber } from "../../survey/department.ts";
import { csvTable } from "../csv-table.ts";
import { type ReleaseFile, textFile } from "../release-file.ts";
import { type OutsideSeries, outsideLabel } from "./outside-series.ts";

const columns = ["source", "address", "measure", "from", "to", "value", "label"] as const;

/** `outside-series.csv` of a release: what its figures show of others, each number with its source and what it lacks. */
export function outsideSeriesFile(numbers: readonly OutsideNumber[] | undefined): readonly ReleaseFile[] {
  if (!numbers || numbers.length === 0) return [];
  const rows = numbers.map(({ address = "", ...number }) => ({ ...number, address, label: outsideLabel }));
  return [textFile("outside-series.csv", "text/csv; charset=utf-8", csvTable(columns, rows))];
}

/**
 * The series of one unit over everybody, ready for a department folder.
 * @param unit     as in the rows, such as `["chicago"]`
 * @param measures measure of the layout → measure of the survey
 * @param address  where it was published
 */
export function outsideNumbers(
  { rows, source }: OutsideSeries,
  unit: readonly string[],
  measures: Readonly<Record<string, string>>,
  address?: string,
): readonly OutsideNumber[] {
  const wanted = unit.join("\n");
  return rows
    .filter((row) => row.group === "all" && row.unit.join("\n") === wanted)
    .flatMap(({ measure: theirs, from, to, value }) => {
      const measure = measures[theirs];
      return measure === undefined ? [] : [{ source, measure, from, to, value, ...(address && { address }) }];
    })
    .toSorted((a, b) => (a.from + a.measure < b.from + b.measure ? -1 : 1));
}
