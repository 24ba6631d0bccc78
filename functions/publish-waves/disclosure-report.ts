import type { DisclosurePolicy } from "../../lib/disclosure/policy.ts";
import type { ProtectedEstimates, PublishedRow } from "../../lib/disclosure/protected-estimates.ts";
import type { Manifest } from "../../lib/publishing/manifest.ts";

/** Rows by why they are withheld, or `shown`. */
type Reasons = Readonly<Record<string, number>>;

/** How many rows of each wave and stream are shown, and how many withheld for each reason. */
export const countReasons = (rows: readonly PublishedRow[]): Readonly<Record<string, Reasons>> =>
  count(rows, ({ wave, stream }) => `${wave}/${stream}`);

/** The same by what the rows are about: withheld wholes cost a reader more than withheld crossings of area and group. */
export const countKinds = (rows: readonly PublishedRow[]): Readonly<Record<string, Reasons>> => count(rows, kindOf);

function kindOf({ area, group }: PublishedRow): string {
  if (area === "all") return group === "all" ? "everybody" : "group";
  return group === "all" ? "area" : "area and group";
}

function count(
  rows: readonly PublishedRow[],
  partOf: (row: PublishedRow) => string,
): Readonly<Record<string, Reasons>> {
  const counts: Record<string, Record<string, number>> = {};
  for (const row of rows) {
    const part = partOf(row);
    const reason = row.suppressed || "shown";
    counts[part] = { ...counts[part], [reason]: (counts[part]?.[reason] ?? 0) + 1 };
  }
  return counts;
}

/** Keys of the rows that are withheld only to protect others. */
export function protectingCells(rows: readonly PublishedRow[]): readonly string[] {
  return rows
    .filter((row) => row.suppressed === "protects-another")
    .map(({ wave, stream, area, group, category, measure, statistic, option }) =>
      [wave, stream, area, group, category, measure, statistic, option].join("/"),
    );
}

/**
 * What was withheld and why, for the steward: the thresholds, counts, and the cells that are withheld only to protect others. No exact
 * number is in it.
 */
export function disclosureReport(
  { rows }: ProtectedEstimates,
  { release, inputs }: Manifest,
  policy: DisclosurePolicy,
): Uint8Array {
  const fresh = new Set(inputs.filter((input) => input.fresh).map(({ wave, stream }) => `${wave}/${stream}`));
  const brought = rows.filter((row) => fresh.has(`${row.wave}/${row.stream}`));
  const counts = countReasons(rows);
  const report = { release, policy, counts, kinds: countKinds(brought), protecting: protectingCells(brought) };
  return new TextEncoder().encode(`${JSON.stringify(report, null, 1)}\n`);
}
