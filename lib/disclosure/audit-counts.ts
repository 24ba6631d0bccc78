import type { WaveEstimates } from "../estimation/wave-estimates.ts";
import type { Finding, WithheldRows } from "./audit.ts";
import { type Cell, cellKey } from "./cell.ts";
import { lineRoom } from "./line-room.ts";
import { baseOf, isAdditive, type WavePeople } from "./people.ts";
import type { DisclosurePolicy } from "./policy.ts";
import { rowKey } from "./row-key.ts";
import { type Movable, ShiftNetwork } from "./shift-network.ts";

const everybody = cellKey({ area: "all", group: "all", category: "all" });

/** The variable of a finding about people of whom every number is withheld. */
export const ofPeople = "people";

/**
 * Withheld counts. People of whom any row shows the count are known, whatever question it belongs to; the others have to stay in the
 * dark for all questions at once. Too few answers to a question that only some were asked are judged for that question alone.
 */
export function auditCounts(
  wave: WaveEstimates,
  people: WavePeople,
  { reasons, margins }: WithheldRows,
  policy: DisclosurePolicy,
): readonly Finding[] {
  const shown = new Set([...margins].filter(([, hidden]) => !hidden).map(([key]) => key));
  const shownIn = new Map<string, Set<string>>();
  for (const row of wave.rows) {
    if (!isAdditive(row) || reasons.has(rowKey(row.key))) continue;
    const key = cellKey(row.key);
    shown.add(key);
    const base = baseOf(row.key);
    if (!shownIn.has(base)) shownIn.set(base, new Set());
    shownIn.get(base)?.add(key);
  }
  const dark = people.cells.filter((cell) => cell.n > 0 && !shown.has(cellKey(cell)));
  const found = shown.has(everybody)
    ? attack(
        dark.map((cell) => ({ ...cell, most: Number.POSITIVE_INFINITY })),
        dark,
        people.cells,
        policy.feasibleWidth,
      ).map((finding) => ({ ...finding, variable: ofPeople }))
    : [];
  return [...found, ...auditBases(people, shown, shownIn, policy)];
}

function auditBases(
  people: WavePeople,
  shown: ReadonlySet<string>,
  shownIn: ReadonlyMap<string, ReadonlySet<string>>,
  policy: DisclosurePolicy,
): readonly Finding[] {
  return [...people.bases].flatMap(([base, counts]) => {
    const isFew = (n: number) => n > 0 && n < policy.leastRespondents;
    if (!shownIn.get(base)?.has(everybody)) return [];
    const few = people.cells.filter((cell) => shown.has(cellKey(cell)) && isFew(counts.get(cellKey(cell)) ?? 0));
    if (few.length === 0) return [];
    const withheld = people.cells.flatMap((cell) => {
      const key = cellKey(cell);
      const n = counts.get(key) ?? 0;
      return n === 0 || shownIn.get(base)?.has(key) ? [] : [{ ...cell, n, most: people.most.get(key) ?? n }];
    });
    return attack(withheld, few, people.cells, policy.feasibleWidth).map((finding) => ({ ...finding, variable: base }));
  });
}

/** @param withheld  counts that a reader does not know, each with what it cannot exceed */
function attack(
  withheld: readonly (Cell & { readonly most: number })[],
  asked: readonly Cell[],
  all: readonly Cell[],
  needed: number,
): readonly Omit<Finding, "variable">[] {
  const movable = new Map<string, Movable>(
    withheld.map((cell) => [cellKey(cell), { ...cell, down: cell.n, up: cell.most - cell.n }]),
  );
  const rooms = roomsByGroup([...movable.values()], all);
  return asked.flatMap((cell) => {
    const key = cellKey(cell);
    const own = movable.get(key);
    const width = own === undefined ? 0 : rooms(own, needed);
    return width >= needed ? [] : [{ cell: key.replaceAll("\n", "/"), what: "n", width, needed, key }];
  });
}

/** Areas move within their line, for every group can follow them; the cells of a group in its network. */
function roomsByGroup(movable: readonly Movable[], all: readonly Cell[]): (cell: Movable, enough: number) => number {
  const areas = movable.filter(({ area, group }) => group === "all" && area !== "all");
  const networks = new Map<string, ShiftNetwork | readonly Movable[]>();
  const crossed = new Set(all.filter(({ area, group }) => area !== "all" && group !== "all").map(({ group }) => group));
  return (cell, enough) => {
    if (cell.group === "all") return lineRoom(areas, cell);
    let room = networks.get(cell.group);
    if (room === undefined) {
      const own = movable.filter(({ group }) => group === cell.group);
      room = crossed.has(cell.group) ? new ShiftNetwork([...own, ...areas]) : own;
      networks.set(cell.group, room);
    }
    if (!(room instanceof ShiftNetwork)) return lineRoom(room, cell);
    const down = room.shrink(cell, enough);
    return down >= enough ? down : down + room.grow(cell, enough - down);
  };
}
