import type { EstimateRow, WaveEstimates } from "../estimation/wave-estimates.ts";
import type { Finding, WithheldRows } from "./audit.ts";
import { cellKey } from "./cell.ts";
import { lineRoom } from "./line-room.ts";
import { isAdditive } from "./people.ts";
import type { DisclosurePolicy } from "./policy.ts";
import { rowKey } from "./row-key.ts";
import { type Movable, ShiftNetwork } from "./shift-network.ts";

/** Numbers whose weighted values add up over areas and categories. */
export const variableOf = ({ measure, statistic, option }: EstimateRow["key"]): string =>
  `${measure}\n${statistic}\n${option}`;

/**
 * Withheld values. The weighted values of the parts add up to that of the whole, so a withheld value lies where the others leave it
 * room on 0-100. Asked of values withheld for their own sake, not of those that only protect others. A number over everybody that lies near
 * 0 or 100 bounds every part of it, even when no part is shown: nothing may bound one closer than that.
 */
export function auditValues(
  wave: WaveEstimates,
  { reasons }: WithheldRows,
  policy: DisclosurePolicy,
  measures?: ReadonlySet<string>,
): readonly Finding[] {
  const asked = wave.rows.filter((row) => isAdditive(row) && (measures?.has(row.key.measure) ?? true));
  const byVariable = Map.groupBy(asked, ({ key }) => variableOf(key));
  return [...byVariable].flatMap(([variable, rows]) => {
    const [whole] = rows;
    if (whole === undefined || reasons.has(rowKey(whole.key))) return [];
    const withheld = rows.filter((row) => reasons.has(rowKey(row.key)));
    const hidden = withheld.filter(({ estimate }) => estimate.n > 0);
    if (hidden.length === 0 || withheld.length === rows.length - 1) return [];
    const table = new ValueTable(hidden, rows);
    return hidden.flatMap((row) => {
      if (reasons.get(rowKey(row.key)) === "protects-another") return [];
      const { weight } = table.movable(row);
      const needed = Math.min(policy.feasiblePoints, widthFromWhole(whole, weight)) - 1e-6;
      const width = table.room(row, needed * weight) / weight;
      if (width >= needed) return [];
      const { measure, statistic, option } = row.key;
      const what = [measure, statistic, option].filter(Boolean).join(" ");
      const key = cellKey(row.key);
      return [{ cell: key.replaceAll("\n", "/"), what, width, needed, variable, key }];
    });
  });
}

const weightOf = ({ estimate }: EstimateRow): number => estimate.weight ?? estimate.n;

/** Points between the least and the greatest value of a part when only the whole is known. */
function widthFromWhole(whole: EstimateRow, weight: number): number {
  const all = weightOf(whole);
  const sum = all * (whole.estimate.value ?? 0);
  return Math.min(100, sum / weight) - Math.max(0, (sum - 100 * (all - weight)) / weight);
}

interface MovableValue extends Movable {
  readonly weight: number;
}

/** The withheld values of one variable, and how far each can be moved by moving others; never more than is possible. */
class ValueTable {
  private readonly cells = new Map<string, MovableValue>();
  private readonly areas: readonly MovableValue[];
  private readonly crossedGroups: readonly string[];
  private readonly byGroup: ReadonlyMap<string, readonly MovableValue[]>;
  private readonly networks = new Map<string, ShiftNetwork>();

  constructor(hidden: readonly EstimateRow[], rows: readonly EstimateRow[]) {
    for (const row of hidden) this.cells.set(cellKey(row.key), movableValue(row));
    const all = [...this.cells.values()];
    this.areas = all.filter(({ area, group }) => area !== "all" && group === "all");
    this.byGroup = Map.groupBy(all, ({ group }) => group);
    const crossed = rows.filter(({ key }) => key.area !== "all" && key.group !== "all");
    this.crossedGroups = [...new Set(crossed.map(({ key }) => key.group))];
  }

  movable(row: EstimateRow): MovableValue {
    return this.cells.get(cellKey(row.key)) ?? movableValue(row);
  }

  /** Weighted points that a value can be moved, down and up together. */
  room(row: EstimateRow, enough: number): number {
    const cell = this.movable(row);
    if (cell.group === "all") return this.roomOfArea(cell);
    const group = this.byGroup.get(cell.group) ?? [];
    if (!this.crossedGroups.includes(cell.group)) return lineRoom(group, cell);
    // Moving areas moves every group's cells in them, so the network of one group leaves them where they are …
    if (!this.networks.has(cell.group)) this.networks.set(cell.group, new ShiftNetwork(group));
    const network = this.networks.get(cell.group)!;
    let room = network.shrink(cell, enough);
    if (room < enough) room += network.grow(cell, enough - room);
    if (room >= enough || cell.area === "all") return room;
    // … and two withheld areas may be moved against each other as far as every group can follow.
    return Math.max(room, this.roomBetweenAreas(cell));
  }

  private roomBetweenAreas(cell: MovableValue): number {
    const own = this.areas.find(({ area }) => area === cell.area);
    if (own === undefined) return 0;
    let [up, down] = [0, 0];
    for (const other of this.areas) {
      if (other === own) continue;
      const beside = this.cells.get(cellKey({ ...cell, area: other.area }));
      if (beside === undefined) continue;
      const groups = this.crossedGroups.filter((group) => group !== cell.group);
      const follow = (from: string, to: string) =>
        Math.min(...groups.map((group) => this.between(group, from, to, 1)), Number.POSITIVE_INFINITY);
      up = Math.max(up, Math.min(cell.up, beside.down, own.up, other.down, follow(other.area, own.area)));
      down = Math.max(down, Math.min(cell.down, beside.up, own.down, other.up, follow(own.area, other.area)));
    }
    return up + down;
  }

  private roomOfArea(cell: MovableValue): number {
    if (this.crossedGroups.length === 0) return lineRoom(this.areas, cell);
    const others = this.areas.filter((other) => other !== cell);
    const weight = others.reduce((sum, other) => sum + other.weight, 0);
    let [up, down] = [0, 0];
    for (const other of others) {
      const share = other.weight / weight;
      const groups = this.crossedGroups;
      up += Math.min(other.down, ...groups.map((group) => this.between(group, other.area, cell.area, share, "to")));
      down += Math.min(other.up, ...groups.map((group) => this.between(group, cell.area, other.area, share, "from")));
    }
    return Math.min(up, cell.up) + Math.min(down, cell.down);
  }

  /** What can be moved from one withheld area to another category by category; of one side only a `share` is for this pair. */
  private between(group: string, from: string, to: string, share: number, shared?: "from" | "to"): number {
    let sum = 0;
    for (const cell of this.byGroup.get(group) ?? []) {
      if (cell.area !== from) continue;
      const beside = this.cells.get(cellKey({ ...cell, area: to }));
      const down = cell.down * (shared === "from" ? share : 1);
      if (beside) sum += Math.min(down, beside.up * (shared === "to" ? share : 1));
    }
    return sum;
  }
}

function movableValue(row: EstimateRow): MovableValue {
  const weight = weightOf(row);
  const { area, group, category } = row.key;
  const down = weight * (row.estimate.value ?? 0);
  return { area, group, category, weight, down, up: 100 * weight - down };
}
