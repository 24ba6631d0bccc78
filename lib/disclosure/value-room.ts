import { lineRoom } from "./line-room.ts";
import { type Movable, ShiftNetwork } from "./shift-network.ts";
import type { TableLayout } from "./table-layout.ts";

/** A withheld value, and how far it may move as far as the other shown numbers of the same people say, in points. */
export interface MovableValue {
  readonly cell: number;
  readonly weight: number;
  readonly down: number;
  readonly up: number;
}

/** The withheld values of one variable, and how far each can be moved by moving others; never more than is possible. */
export class ValueRoom {
  private readonly layout: TableLayout;
  private readonly movable: Movable;
  private readonly weight: Float64Array;
  private readonly areas: readonly number[];
  /** Numbers of the groups that are crossed with areas. */
  private readonly crossed: readonly number[];
  /** By group, withheld cells. */
  private readonly byGroup: ReadonlyMap<number, readonly number[]>;
  private readonly networks = new Map<number, ShiftNetwork>();

  constructor(layout: TableLayout, hidden: readonly MovableValue[]) {
    const size = layout.places.length;
    const [down, up, weight] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
    for (const one of hidden) {
      weight[one.cell] = one.weight;
      down[one.cell] = one.weight * one.down;
      up[one.cell] = one.weight * one.up;
    }
    this.layout = layout;
    this.weight = weight;
    this.movable = { down, up };
    const { groupOf, areaNumber, groups } = layout;
    const cells = hidden.map(({ cell }) => cell);
    this.areas = cells.filter((cell) => areaNumber[cell] !== -1 && groupOf[cell] === -1);
    this.byGroup = Map.groupBy(cells, (cell) => groupOf[cell]!);
    this.crossed = [...groups.keys()].filter((at) => groups[at]!.crossed.length > 0);
  }

  /** Weighted points that a value can be moved, down and up together. */
  of(cell: number, enough: number): number {
    const { layout, movable } = this;
    const at = layout.groupOf[cell]!;
    if (at < 0) return this.roomOfArea(cell);
    const group = this.byGroup.get(at) ?? [];
    if (!this.crossed.includes(at)) return lineRoom(group, cell, movable);
    // Moving areas moves every group's cells in them, so the network of one group leaves them where they are …
    if (!this.networks.has(at)) this.networks.set(at, new ShiftNetwork(layout, at, group, movable));
    const room = this.networks.get(at)!.width(cell, enough);
    if (room >= enough || layout.areaNumber[cell] === -1) return room;
    // … and two withheld areas may be moved against each other as far as every group can follow.
    return Math.max(room, this.roomBetweenAreas(cell));
  }

  private roomBetweenAreas(cell: number): number {
    const { down, up } = this.movable;
    const own = this.layout.wholeArea[cell]!;
    if (!this.areas.includes(own)) return 0;
    const groups = this.crossed.filter((group) => group !== this.layout.groupOf[cell]);
    const follow = (from: number, to: number): number => {
      let least = Number.POSITIVE_INFINITY;
      for (const group of groups) least = Math.min(least, this.between(group, from, to, 1));
      return least;
    };
    let [more, less] = [0, 0];
    for (const other of this.areas) {
      const beside = other === own ? -1 : this.corner(cell, other);
      if (beside < 0) continue;
      const grow = Math.min(up[cell]!, down[beside]!, up[own]!, down[other]!);
      const shrink = Math.min(down[cell]!, up[beside]!, down[own]!, up[other]!);
      if (grow > more) more = Math.max(more, Math.min(grow, follow(other, own)));
      if (shrink > less) less = Math.max(less, Math.min(shrink, follow(own, other)));
    }
    return more + less;
  }

  private roomOfArea(cell: number): number {
    const { areas, crossed, weight, movable } = this;
    if (crossed.length === 0) return lineRoom(areas, cell, movable);
    const others = areas.filter((other) => other !== cell);
    const all = others.reduce((sum, other) => sum + weight[other]!, 0);
    let [more, less] = [0, 0];
    for (const other of others) {
      const share = weight[other]! / all;
      let [down, up] = [movable.down[other]!, movable.up[other]!];
      for (const group of crossed) {
        down = Math.min(down, this.between(group, other, cell, share, "to"));
        up = Math.min(up, this.between(group, cell, other, share, "from"));
      }
      more += down;
      less += up;
    }
    return Math.min(more, movable.up[cell]!) + Math.min(less, movable.down[cell]!);
  }

  /** What can be moved from one withheld area to another category by category; of one side only a `share` is for this pair. */
  private between(group: number, from: number, to: number, share: number, shared?: "from" | "to"): number {
    const { down, up } = this.movable;
    const area = this.layout.areaNumber[from];
    let sum = 0;
    for (const cell of this.byGroup.get(group) ?? []) {
      if (this.layout.areaNumber[cell] !== area) continue;
      const beside = this.corner(cell, to);
      if (beside < 0) continue;
      const room = down[cell]! * (shared === "from" ? share : 1);
      sum += Math.min(room, up[beside]! * (shared === "to" ? share : 1));
    }
    return sum;
  }

  /** The cell of the same category in another area, if it is withheld too; else it has no room, and none is -1. */
  private corner(cell: number, area: number): number {
    const { groups, groupOf, areaNumber, categoryNumber } = this.layout;
    const { corner, width } = groups[groupOf[cell]!]!;
    return corner[areaNumber[area]! * width + categoryNumber[cell]!] ?? -1;
  }
}
