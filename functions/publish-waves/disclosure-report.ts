import type { ProtectedEstimates, PublishedRow } from "../../lib/disclosure/protected-estimates.ts";
import type { Manifest } from "../../lib/publishing/manifest.ts";

/** How many rows of each wave and stream are shown, and how many withheld for each reason. */
export function countReasons(
  rows: readonly PublishedRow[],
): Readonly<Record<string, Readonly<Record<string, number>>>> {
  const counts: Record<string, Record<string, number>> = {};
  for (const { wave, stream, suppressed } of rows) {
    const part = `${wave}/${stream}`;
    const reason = suppressed || "shown";
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

/** What was withheld and why, for the steward: counts, and the cells that are withheld only to protect others. No exact number is in it. */
export function disclosureReport({ rows }: ProtectedEstimates, { release, inputs }: Manifest): Uint8Array {
  const fresh = new Set(inputs.filter((input) => input.fresh).map(({ wave, stream }) => `${wave}/${stream}`));
  const protecting = protectingCells(rows.filter((row) => fresh.has(`${row.wave}/${row.stream}`)));
  return new TextEncoder().encode(`${JSON.stringify({ release, counts: countReasons(rows), protecting }, null, 1)}\n`);
}
