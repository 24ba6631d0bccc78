import type { Cell } from "./cell.ts";

/** A withheld cell and how far its number may move: down to what cannot be less, up to what cannot be more. */
export interface Movable extends Omit<Cell, "n"> {
  readonly down: number;
  readonly up: number;
}

/**
 * What can be moved between the withheld cells of one table of areas × categories without touching a shown cell or sum. The sums of such a
 * table are the nodes of a network in which every cell is an arc (everybody → area → category → everybody), so the ends of
 * what a reader can work out are greatest flows (Ahuja, Magnanti & Orlin 1993, ch. 6): what linear programs give, exactly.
 */
export class ShiftNetwork {
  private readonly nodes = new Map<string, number>([
    [everybody, 0],
    [areas, 1],
  ]);
  private readonly size: number;
  private readonly room: Float64Array;

  /** @param withheld  cells of one group and of no group, each once */
  constructor(withheld: readonly Movable[]) {
    const arcs = withheld.map((cell) => ({ cell, ends: this.endsOf(cell) }));
    this.size = this.nodes.size;
    this.room = new Float64Array(this.size ** 2);
    for (const { cell, ends } of arcs) {
      this.room[ends.from * this.size + ends.to]! += cell.up;
      this.room[ends.to * this.size + ends.from]! += cell.down;
    }
  }

  /** How far a withheld cell can shrink when others make up for it; no more than `enough` is looked for. */
  shrink(cell: Movable, enough: number): number {
    const { from, to } = this.endsOf(cell);
    return Math.min(cell.down, this.flow(from, to, Math.min(cell.down, enough)));
  }

  /** How far a withheld cell can grow when others make room for it; no more than `enough` is looked for. */
  grow(cell: Movable, enough: number): number {
    const { from, to } = this.endsOf(cell);
    return Math.min(cell.up, this.flow(to, from, Math.min(cell.up, enough)));
  }

  private endsOf({ area, group, category }: Omit<Cell, "n">): { readonly from: number; readonly to: number } {
    if (area === "all")
      return group === "all" ? { from: 0, to: 1 } : { from: this.node(`category ${category}`), to: 0 };
    return group === "all"
      ? { from: 1, to: this.node(`area ${area}`) }
      : { from: this.node(`area ${area}`), to: this.node(`category ${category}`) };
  }

  private node(name: string): number {
    const known = this.nodes.get(name);
    if (known !== undefined) return known;
    this.nodes.set(name, this.nodes.size);
    return this.nodes.size - 1;
  }

  /** Edmonds and Karp, over everything but the arc from source to sink or back. */
  private flow(source: number, sink: number, enough: number): number {
    const room = this.room.slice();
    room[source * this.size + sink] = 0;
    room[sink * this.size + source] = 0;
    let total = 0;
    while (total < enough) {
      const cameFrom = this.shortestPath(room, source, sink);
      if (cameFrom === undefined) break;
      let least = Number.POSITIVE_INFINITY;
      for (let node = sink; node !== source; node = cameFrom[node]!)
        least = Math.min(least, room[cameFrom[node]! * this.size + node]!);
      if (least === Number.POSITIVE_INFINITY) return least;
      for (let node = sink; node !== source; node = cameFrom[node]!) {
        room[cameFrom[node]! * this.size + node]! -= least;
        room[node * this.size + cameFrom[node]!]! += least;
      }
      total += least;
    }
    return total;
  }

  private shortestPath(room: Float64Array, source: number, sink: number): Int32Array | undefined {
    const cameFrom = new Int32Array(this.size).fill(-1);
    cameFrom[source] = source;
    const queue = [source];
    for (const node of queue) {
      for (let next = 0; next < this.size; next++) {
        if (cameFrom[next]! >= 0 || !(room[node * this.size + next]! > dust)) continue;
        cameFrom[next] = node;
        if (next === sink) return cameFrom;
        queue.push(next);
      }
    }
    return undefined;
  }
}

const everybody = "everybody";
const areas = "areas";
/** Below this, room left over is rounding. */
const dust = 1e-9;
