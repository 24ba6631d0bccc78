import type { Finding, WithheldRows } from "./audit.ts";
import type { DisclosurePolicy } from "./policy.ts";
import { ValueRoom } from "./value-room.ts";
import type { TableRow, WaveTable } from "./wave-table.ts";

/**
 * Withheld values. The weighted values of the parts add up to that of the whole, so a withheld value lies where the others leave it
 * room on 0-100. Asked of values withheld for their own sake, not of those that only protect others. A number over everybody that lies near
 * 0 or 100 bounds every part of it, even when no part is shown: nothing may bound one closer than that.
 */
export function auditValues(
  { measures }: WaveTable,
  { reasons }: WithheldRows,
  policy: DisclosurePolicy,
  only?: ReadonlySet<string>,
): readonly Finding[] {
  const found: Finding[] = [];
  for (const { measure, variables } of measures.values()) {
    if (only?.has(measure) === false) continue;
    for (const { name, rows, layout, statistic, option } of variables) {
      const [whole] = rows;
      if (whole === undefined || reasons[whole.at] !== "") continue;
      const withheld = rows.filter(({ at }) => reasons[at] !== "");
      const hidden = withheld.filter(({ n }) => n > 0);
      if (hidden.length === 0 || withheld.length === rows.length - 1) continue;
      const room = new ValueRoom(layout, hidden);
      for (const one of hidden) {
        if (reasons[one.at] === "protects-another") continue;
        const weight = weightOf(one);
        const needed = Math.min(policy.feasiblePoints, widthFromWhole(whole, weight)) - 1e-6;
        const width = room.of(one.cell, needed * weight) / weight;
        if (width >= needed) continue;
        const what = [measure, statistic, option].filter(Boolean).join(" ");
        const cell = layout.keys[one.cell]!.replaceAll("\n", "/");
        found.push({ cell, what, width, needed, variable: name, at: one.cell });
      }
    }
  }
  return found;
}

export const weightOf = ({ row, n }: TableRow): number => row.estimate.weight ?? n;

/** Points between the least and the greatest value of a part when only the whole is known. */
function widthFromWhole(whole: TableRow, weight: number): number {
  const all = weightOf(whole);
  const sum = all * (whole.row.estimate.value ?? 0);
  return Math.min(100, sum / weight) - Math.max(0, (sum - 100 * (all - weight)) / weight);
}
