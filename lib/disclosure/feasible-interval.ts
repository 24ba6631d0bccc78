import { type Cell, cellKey } from "./cell.ts";
import { type Movable, ShiftNetwork } from "./shift-network.ts";

/**
 * What a reader can work out about a withheld count of one table of areas × categories: the least and the greatest value that
 * agree with every shown cell and sum and with x ≥ 0. Exact.
 */
export function feasibleInterval(
  cells: readonly Cell[],
  hidden: ReadonlySet<string>,
  asked: Cell,
): { readonly least: number; readonly greatest: number } {
  const network = new ShiftNetwork(cells.filter((cell) => hidden.has(cellKey(cell))).map(movableCount));
  const movable = movableCount(asked);
  return {
    least: asked.n - network.shrink(movable, Number.POSITIVE_INFINITY),
    greatest: asked.n + network.grow(movable, Number.POSITIVE_INFINITY),
  };
}

/** A count may grow without bound and shrinks to 0. */
export function movableCount({ area, group, category, n }: Cell): Movable {
  return { area, group, category, down: n, up: Number.POSITIVE_INFINITY };
}
