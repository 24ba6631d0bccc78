import { type CellSet, cellSet } from "./complementary.ts";
import type { Finding } from "./finding.ts";
import { lineRoom } from "./line-room.ts";
import { baseOf, type WavePeople } from "./people.ts";
import type { DisclosurePolicy } from "./policy.ts";
import { type Movable, ShiftNetwork } from "./shift-network.ts";
import type { TableLayout } from "./table-layout.ts";
import type { WaveTable } from "./wave-table.ts";
import { shownPeople, type WithheldRows } from "./withheld-rows.ts";

/** The variable of a finding about people of whom every number is withheld. */
export const ofPeople = "people";

/**
 * Withheld counts. People of whom any row shows the count are known, whatever question it belongs to; the others have to stay in the
 * dark for all questions at once. Too few answers to a question that only some were asked are judged for that question alone.
 */
export function auditCounts(
  table: WaveTable,
  people: WavePeople,
  withheld: WithheldRows,
  policy: DisclosurePolicy,
): readonly Finding[] {
  const { layout } = table;
  const shown = shownPeople(table, withheld);
  const found: Finding[] = [];
  if (shown[layout.everybody] === 1) {
    const dark = layout.present.filter((cell) => people.n[cell]! > 0 && shown[cell] === 0);
    const most = new Float64Array(people.n.length).fill(Number.POSITIVE_INFINITY);
    found.push(...attack(layout, dark, { n: people.n, most }, dark, policy.feasibleWidth, ofPeople));
  }
  return [...found, ...auditBases(table, people, shown, withheld, policy)];
}

function auditBases(
  { layout, measures }: WaveTable,
  people: WavePeople,
  shown: CellSet,
  { reasons }: WithheldRows,
  policy: DisclosurePolicy,
): readonly Finding[] {
  const shownIn = new Map<string, CellSet>();
  for (const { variables } of measures.values()) {
    for (const variable of variables) {
      const base = baseOf(variable);
      const cells = shownIn.get(base) ?? new Uint8Array(shown.length);
      shownIn.set(base, cells);
      for (const { at, cell } of variable.rows) if (reasons[at] === "") cells[cell] = 1;
    }
  }
  return [...people.bases].flatMap(([base, n]) => {
    const known = shownIn.get(base);
    if (known?.[layout.everybody] !== 1) return [];
    const isFew = (cell: number) => n[cell]! > 0 && n[cell]! < policy.leastRespondents;
    const few = layout.present.filter((cell) => shown[cell] === 1 && isFew(cell));
    if (few.length === 0) return [];
    const withheld = layout.present.filter((cell) => n[cell]! > 0 && known[cell] === 0);
    return attack(layout, withheld, { n, most: people.most }, few, policy.feasibleWidth, base);
  });
}

/** @param withheld  counts that a reader does not know, each with what it cannot exceed */
function attack(
  layout: TableLayout,
  withheld: readonly number[],
  { n, most }: { readonly n: Float64Array; readonly most: Float64Array },
  asked: readonly number[],
  needed: number,
  variable: string,
): readonly Finding[] {
  const own = cellSet(n.length, withheld);
  const movable = { down: n, up: n.map((count, cell) => most[cell]! - count) };
  const rooms = roomsByGroup(layout, withheld, movable);
  return asked.flatMap((at) => {
    const width = own[at] === 1 ? rooms(at, needed) : 0;
    if (width >= needed) return [];
    return [{ cell: layout.keys[at]!.replaceAll("\n", "/"), what: "n", width, needed, variable, at }];
  });
}

/** Areas move within their line, for every group can follow them; the cells of a group in its network. */
function roomsByGroup(
  layout: TableLayout,
  withheld: readonly number[],
  movable: Movable,
): (cell: number, enough: number) => number {
  const { groups, groupOf, areaNumber } = layout;
  const areas = withheld.filter((cell) => groupOf[cell] === -1 && areaNumber[cell] !== -1);
  const networks = new Map<number, ShiftNetwork | readonly number[]>();
  return (cell, enough) => {
    const at = groupOf[cell]!;
    if (at < 0) return lineRoom(areas, cell, movable);
    let room = networks.get(at);
    if (room === undefined) {
      const own = withheld.filter((other) => groupOf[other] === at);
      room = groups[at]!.crossed.length > 0 ? new ShiftNetwork(layout, at, [...own, ...areas], movable) : own;
      networks.set(at, room);
    }
    return room instanceof ShiftNetwork ? room.width(cell, enough) : lineRoom(room, cell, movable);
  };
}
