import type { ProtectedEstimates } from "../disclosure/protected-estimates.ts";
import { type YearChange, yearChanges } from "../disclosure/year-changes.ts";
import type { Survey } from "../survey/department.ts";
import { csvTable } from "./csv-table.ts";
import { type ReleaseFile, textFile } from "./release-file.ts";

/** The columns of `yearly.csv`, in order. */
export const yearlyColumns = [
  "wave",
  "stream",
  "area",
  "group",
  "category",
  "measure",
  "statistic",
  "compared_with",
  "value",
  "n",
  "n_effective",
  "value_before",
  "n_before",
  "n_effective_before",
  "change",
  "change_low",
  "change_high",
  "change_verdict",
  "confidence",
  "flag",
  "instrument",
  "method",
] as const satisfies readonly (keyof YearChange)[];

/** Every page and file of a release asks for the same ones. */
const known = new WeakMap<ProtectedEstimates, readonly YearChange[]>();

/** What changed against the same wave a year before, as the survey's settings have it. */
export function yearlyRows(
  estimates: ProtectedEstimates,
  { confidence, samePeople }: Pick<Survey, "confidence" | "samePeople">,
): readonly YearChange[] {
  const made = known.get(estimates) ?? yearChanges(estimates, confidence, samePeople);
  known.set(estimates, made);
  return made;
}

/** `yearly.csv`: each score against the same wave a year before; only a header where no wave has one. */
export function yearlyFile(rows: readonly YearChange[]): ReleaseFile {
  return textFile("yearly.csv", "text/csv; charset=utf-8", csvTable(yearlyColumns, rows));
}
