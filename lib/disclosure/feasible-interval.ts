import { type Cell, cellKey } from "./cell.ts";

/**
 * What a reader can work out about a withheld count of one table of areas × categories: the least and the greatest value that
 * agree with every shown cell and sum and with x ≥ 0. Exact: the sums of such a table are the nodes of a network in which
 * every cell is an arc (everybody → area → category → everybody), so the ends are greatest flows in what is left of it.
 */
export function feasibleInterval(
  cells: readonly Cell[],
  hidden: ReadonlySet<string>,
  asked: Cell,
): { readonly least: number; readonly greatest: number } {
  const arcs = cells.filter((cell) => hidden.has(cellKey(cell))).map((cell) => ({ ...arcOf(cell), n: cell.n, cell }));
  const others = arcs.filter(({ cell }) => cell !== asked);
  const { from, to } = arcOf(asked);
  // More on this arc has to come back from its end to its start, over others grown or shrunk.
  return {
    least: asked.n - Math.min(asked.n, greatestFlow(others, from, to)),
    greatest: asked.n + greatestFlow(others, to, from),
  };
}

const everybody = "everybody";
const areas = "areas";
function arcOf({ area, group, category }: Cell): { readonly from: string; readonly to: string } {
  if (area === "all")
    return { from: group === "all" ? everybody : `category ${category}`, to: group === "all" ? areas : everybody };
  return group === "all" ? { from: areas, to: `area ${area}` } : { from: `area ${area}`, to: `category ${category}` };
}

/** Edmonds and Karp: growing an arc has no bound, shrinking it ends at 0. */
function greatestFlow(
  arcs: readonly { readonly from: string; readonly to: string; readonly n: number }[],
  source: string,
  sink: string,
): number {
  const room = new Map<string, Map<string, number>>();
  const add = (from: string, to: string, by: number) => {
    const row = room.get(from) ?? new Map<string, number>();
    room.set(from, row.set(to, (row.get(to) ?? 0) + by));
  };
  for (const { from, to, n } of arcs) {
    add(from, to, 1e6);
    add(to, from, n);
  }
  let total = 0;
  for (;;) {
    const path = shortestPath(room, source, sink);
    if (path === undefined) return total;
    const least = Math.min(...path.map(([from, to]) => room.get(from)?.get(to) ?? 0));
    if (total + least >= 1e6) return Number.POSITIVE_INFINITY;
    for (const [from, to] of path) {
      add(from, to, -least);
      add(to, from, least);
    }
    total += least;
  }
}

function shortestPath(
  room: ReadonlyMap<string, ReadonlyMap<string, number>>,
  source: string,
  sink: string,
): readonly (readonly [string, string])[] | undefined {
  const cameFrom = new Map<string, string>([[source, source]]);
  const queue = [source];
  for (let node = queue.shift(); node !== undefined; node = queue.shift()) {
    if (node === sink) break;
    for (const [next, left] of room.get(node) ?? []) {
      if (left <= 0 || cameFrom.has(next)) continue;
      cameFrom.set(next, node);
      queue.push(next);
    }
  }
  if (!cameFrom.has(sink)) return undefined;
  const path: [string, string][] = [];
  for (let node = sink; node !== source; node = cameFrom.get(node)!) path.unshift([cameFrom.get(node)!, node]);
  return path;
}
