import type { TableLayout } from "./table-layout.ts";

/** How far the number of each cell may move: down to what cannot be less, up to what cannot be more. By cell of the layout. */
export interface Movable {
  readonly down: Float64Array;
  readonly up: Float64Array;
}

/** Below this, room left over is rounding. */
const dust = 1e-9;

/**
 * What can be moved between withheld cells of one group of a table without touching a shown cell or sum. The sums of such a table are the
 * nodes of a network in which every cell is an arc (everybody → area → category → everybody), so the ends of what a reader can work
 * out are greatest flows (Ahuja, Magnanti & Orlin 1993, ch. 6): what linear programs give, exactly.
 */
export class ShiftNetwork {
  private readonly layout: TableLayout;
  private readonly movable: Movable;
  private readonly size: number;
  private readonly room: Float64Array;
  private readonly left: Float64Array;
  private readonly cameFrom: Int32Array;
  private readonly queue: Int32Array;

  /** @param withheld  cells of one group and of no group, each once */
  constructor(layout: TableLayout, group: number, withheld: Iterable<number>, movable: Movable) {
    this.layout = layout;
    this.movable = movable;
    this.size = 2 + layout.areaCount + layout.groups[group]!.width;
    this.room = new Float64Array(this.size ** 2);
    this.left = new Float64Array(this.size ** 2);
    this.cameFrom = new Int32Array(this.size);
    this.queue = new Int32Array(this.size);
    for (const cell of withheld) {
      const [from, to] = [this.from(cell), this.to(cell)];
      this.room[from * this.size + to]! += movable.up[cell]!;
      this.room[to * this.size + from]! += movable.down[cell]!;
    }
  }

  /** How far a withheld cell can shrink when others make up for it; no more than `enough` is looked for. */
  shrink(cell: number, enough: number): number {
    const down = this.movable.down[cell]!;
    return Math.min(down, this.flow(this.from(cell), this.to(cell), Math.min(down, enough)));
  }

  /** How far a withheld cell can grow when others make room for it; no more than `enough` is looked for. */
  grow(cell: number, enough: number): number {
    const up = this.movable.up[cell]!;
    return Math.min(up, this.flow(this.to(cell), this.from(cell), Math.min(up, enough)));
  }

  /** How far it can be moved down and up together. */
  width(cell: number, enough: number): number {
    const down = this.shrink(cell, enough);
    return down >= enough ? down : down + this.grow(cell, enough - down);
  }

  // Everybody is node 0, the areas together node 1, then each area, then each category.
  private from(cell: number): number {
    const { areaNumber, groupOf, categoryNumber, areaCount } = this.layout;
    if (groupOf[cell]! < 0) return areaNumber[cell]! < 0 ? 0 : 1;
    return areaNumber[cell]! < 0 ? 2 + areaCount + categoryNumber[cell]! : 2 + areaNumber[cell]!;
  }

  private to(cell: number): number {
    const { areaNumber, groupOf, categoryNumber, areaCount } = this.layout;
    if (groupOf[cell]! < 0) return areaNumber[cell]! < 0 ? 1 : 2 + areaNumber[cell]!;
    return areaNumber[cell]! < 0 ? 0 : 2 + areaCount + categoryNumber[cell]!;
  }

  /** Edmonds and Karp, over everything but the arc from source to sink or back. */
  private flow(source: number, sink: number, enough: number): number {
    const { left, size, cameFrom } = this;
    left.set(this.room);
    left[source * size + sink] = 0;
    left[sink * size + source] = 0;
    let total = 0;
    while (total < enough && this.findPath(source, sink)) {
      let least = Number.POSITIVE_INFINITY;
      for (let node = sink; node !== source; node = cameFrom[node]!)
        least = Math.min(least, left[cameFrom[node]! * size + node]!);
      if (least === Number.POSITIVE_INFINITY) return least;
      for (let node = sink; node !== source; node = cameFrom[node]!) {
        left[cameFrom[node]! * size + node]! -= least;
        left[node * size + cameFrom[node]!]! += least;
      }
      total += least;
    }
    return total;
  }

  /** The shortest path with room left, into `cameFrom`. */
  private findPath(source: number, sink: number): boolean {
    const { left, size, cameFrom, queue } = this;
    cameFrom.fill(-1);
    cameFrom[source] = source;
    queue[0] = source;
    for (let head = 0, tail = 1; head < tail; head++) {
      const row = queue[head]! * size;
      for (let next = 0; next < size; next++) {
        if (cameFrom[next]! >= 0 || !(left[row + next]! > dust)) continue;
        cameFrom[next] = queue[head]!;
        if (next === sink) return true;
        queue[tail++] = next;
      }
    }
    return false;
  }
}
