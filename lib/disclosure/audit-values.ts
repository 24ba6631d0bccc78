import type { Finding, WithheldRows } from "./audit.ts";
import { type CellBounds, ShownBeside } from "./cell-bounds.ts";
import type { DisclosurePolicy } from "./policy.ts";
import type { TableLayout } from "./table-layout.ts";
import { ValueRoom } from "./value-room.ts";
import type { TableRow, WaveTable } from "./wave-table.ts";

/**
 * Withheld values. The weighted values of the parts add up to that of the whole, so a withheld value lies where the others leave it
 * room on 0-100. Asked of values withheld for their own sake, not of those that only protect others. A number over everybody that lies near
 * 0 or 100 bounds every part of it, even when no part is shown: nothing may bound one closer than that.
 */
export function auditValues(
  table: WaveTable,
  { reasons }: WithheldRows,
  policy: DisclosurePolicy,
  only?: ReadonlySet<string>,
): readonly Finding[] {
  const found: Finding[] = [];
  const beside = new ShownBeside(table, reasons);
  for (const { measure, variables } of table.measures.values()) {
    if (only && !only.has(measure) && !isLinked(table, measure, only)) continue;
    for (const variable of variables) {
      const { name, rows, layout, statistic, option } = variable;
      const withheld = rows.filter(({ at }) => reasons[at] !== "");
      const hidden = withheld.filter(({ n }) => n > 0);
      if (hidden.length === 0) continue;
      const whole = rows.find(({ cell, at }) => cell === layout.everybody && reasons[at] === "");
      const needed = (one: TableRow) =>
        Math.min(policy.feasiblePoints, whole ? widthFromWhole(whole, weightOf(one)) : 100) - 1e-6;
      const extents = hidden.map((one) => {
        const bounds = beside.of(variable, one.cell, needed(one));
        const value = one.row.estimate.value ?? 0;
        const [least, greatest] = bounds.extent;
        return { ...bounds, down: Math.max(0, value - least), up: Math.max(0, greatest - value) };
      });
      // Where every part is withheld nothing but the number over everybody bounds them, unless other numbers of theirs do.
      const isWhollyWithheld = withheld.length === rows.length - 1;
      const isAlone = whole === undefined || (isWhollyWithheld && extents.every(({ by }) => by === undefined));
      const room = isAlone ? undefined : new ValueRoom(layout, hidden, extents);
      for (const [at, one] of hidden.entries()) {
        const reason = reasons[one.at];
        if (reason !== "too-few" && reason !== "unreliable") continue;
        const what = [measure, statistic, option].filter(Boolean).join(" ");
        const cell = layout.keys[one.cell]!.replaceAll("\n", "/");
        const about = { cell, what, needed: needed(one), at: one.cell };
        const { down, up, by } = extents[at]!;
        if (by !== undefined && down + up < about.needed) {
          found.push({ ...about, width: down + up, variable: by, itself: true });
          continue;
        }
        const weight = weightOf(one);
        const width = room ? room.of(one.cell, about.needed * weight) / weight : about.needed;
        if (width >= about.needed) continue;
        // No partner is left: of those that other numbers of theirs hold fast, the smallest is let go.
        const held = isWhollyWithheld ? smallestHeld(layout, hidden, extents, one.cell) : undefined;
        if (held) found.push({ ...about, width, ...held, itself: true });
        else if (!isWhollyWithheld) found.push({ ...about, width, variable: name });
      }
    }
  }
  return found;
}

/** Of the withheld cells of the same sum, the smallest that another shown number of the same people bounds. */
function smallestHeld(
  { groupOf, areaNumber }: TableLayout,
  hidden: readonly TableRow[],
  extents: readonly CellBounds[],
  cell: number,
): { readonly at: number; readonly variable: string } | undefined {
  const isLine = (other: number) =>
    groupOf[other] === groupOf[cell] && (areaNumber[other] === -1) === (areaNumber[cell] === -1);
  let best: { readonly at: number; readonly variable: string } | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const [at, one] of hidden.entries()) {
    const by = extents[at]?.by;
    if (by === undefined || one.n >= least || !isLine(one.cell)) continue;
    least = one.n;
    best = { at: one.cell, variable: by };
  }
  return best;
}

/** Whether a measure shares items with one of these. */
function isLinked({ wave }: WaveTable, measure: string, others: ReadonlySet<string>): boolean {
  return (wave.links ?? []).some(({ index, measures }) => {
    const linked = [index, ...measures];
    return linked.includes(measure) && linked.some((other) => others.has(other));
  });
}

export const weightOf = ({ row, n }: TableRow): number => row.estimate.weight ?? n;

/** Points between the least and the greatest value of a part when only the whole is known. */
export function widthFromWhole(whole: TableRow, weight: number): number {
  const all = weightOf(whole);
  const sum = all * (whole.row.estimate.value ?? 0);
  return Math.min(100, sum / weight) - Math.max(0, (sum - 100 * (all - weight)) / weight);
}
