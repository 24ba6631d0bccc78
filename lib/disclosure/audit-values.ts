import { ShownBeside } from "./cell-bounds.ts";
import type { Finding } from "./finding.ts";
import type { DisclosurePolicy } from "./policy.ts";
import { untoldOf } from "./untold.ts";
import { type MovableValue, ValueRoom } from "./value-room.ts";
import type { TableRow, Variable, WaveTable } from "./wave-table.ts";
import { weightOf } from "./wave-table.ts";
import type { WithheldRows } from "./withheld-rows.ts";
import { worthOfNumber } from "./worth.ts";

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
        const [down, up] = [Math.max(0, value - least), Math.max(0, greatest - value)];
        return { ...bounds, cell: one.cell, weight: weightOf(one), down, up };
      });
      // Where every part is withheld nothing but the number over everybody bounds them, unless other numbers of theirs do.
      const isWhollyWithheld = withheld.length === rows.length - 1;
      const isAlone = whole === undefined || (isWhollyWithheld && extents.every(({ by }) => by === undefined));
      const room = isAlone ? undefined : roomOf(variable, extents);
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
        // No partner is left: of those that other numbers of theirs hold fast, one is let go.
        const held = isWhollyWithheld ? leastHeld(variable, hidden, one.cell, beside) : undefined;
        if (held) found.push({ ...about, width, ...held, itself: true });
        else if (!isWhollyWithheld) found.push({ ...about, width, variable: name });
      }
    }
  }
  return found;
}

/** With what those said who told no area or category, who are withheld always. */
function roomOf({ layout, byCell }: Variable, hidden: readonly MovableValue[]): ValueRoom {
  const untold = untoldOf(layout, byCell);
  if (untold === undefined) return new ValueRoom(layout, hidden);
  const beside = untold.cells.map(({ cell, weight, value }) => ({ cell, weight, down: value, up: 100 - value }));
  return new ValueRoom(untold.layout, [...hidden, ...beside]);
}

/** Of the numbers that hold withheld cells of the same sum fast, the one that is worth least. */
function leastHeld(variable: Variable, hidden: readonly TableRow[], cell: number, beside: ShownBeside) {
  const { groupOf, areaNumber } = variable.layout;
  const isLine = (other: number) =>
    groupOf[other] === groupOf[cell] && (areaNumber[other] === -1) === (areaNumber[cell] === -1);
  let best: { readonly at: number; readonly variable: string } | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const one of hidden) {
    const by = isLine(one.cell) ? beside.of(variable, one.cell, 0).by : undefined;
    if (by === undefined) continue;
    const [, statistic, option] = by.split("\n") as [string, Variable["statistic"], string];
    const worth = worthOfNumber(variable.layout, one.cell, { statistic, option }) * one.n;
    if (worth < least) [best, least] = [{ at: one.cell, variable: by }, worth];
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

/** Points between the least and the greatest value of a part when only the whole is known. */
export function widthFromWhole(whole: TableRow, weight: number): number {
  const all = weightOf(whole);
  const sum = all * (whole.row.estimate.value ?? 0);
  return Math.min(100, sum / weight) - Math.max(0, (sum - 100 * (all - weight)) / weight);
}
