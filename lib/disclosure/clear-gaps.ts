import { difference } from "../estimation/difference.ts";
import { benjaminiHochberg } from "../estimation/families.ts";
import type { PublishedRow, ShownRow } from "./protected-estimates.ts";

/** How many false claims there may be among the claims of a wave and stream, as a share. */
const level = 0.05;
/** A printed standard error may be so much too small. */
const seRounding = 0.05;

/**
 * The gaps between groups that are more than chance: all gaps of a wave and stream are one family of tests (Benjamini-Hochberg), and
 * the printed interval leaves 0 out. Of 50 gaps whose truth is 0 two or three leave it out by chance alone. Made of printed numbers,
 * each taken at its least favourable within its rounding, so anybody can make it again.
 * @param rows of one wave and stream
 * @returns    in the order of the rows
 */
export function clearGaps(rows: readonly PublishedRow[]): readonly ShownRow[] {
  const gaps = rows.filter((row): row is ShownRow => row.statistic === "gap" && row.suppressed === "");
  const adjusted = benjaminiHochberg(gaps.map(pOf));
  return gaps.filter(({ ci_low, ci_high }, at) => (adjusted[at] ?? 1) < level && (ci_low > 0 || ci_high < 0));
}

/** Numbers over 400 people are printed in tenths, others in whole points (contract, section 4). */
function pOf({ value, se, df, n }: ShownRow): number | null {
  if (df < 1) return null;
  const nearest0 = Math.max(0, Math.abs(value) - (n >= 400 ? 0.05 : 0.5));
  return difference({ value: 0, se: 0, df }, { value: nearest0, se: se + seRounding, df }, 1 - level).p;
}
