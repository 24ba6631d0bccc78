import { type Cell, cellKey } from "../../lib/disclosure/cell.ts";
import { movableCounts } from "../../lib/disclosure/movable-counts.ts";
import { ShiftNetwork } from "../../lib/disclosure/shift-network.ts";
import { TableLayout } from "../../lib/disclosure/table-layout.ts";

/**
 * What a reader can work out about a withheld count of one table of areas × categories: the least and the greatest value that
 * agree with every shown cell and sum and with x ≥ 0. Exact.
 */
export function feasibleInterval(
  cells: readonly Cell[],
  hidden: ReadonlySet<string>,
  asked: Cell,
): { readonly least: number; readonly greatest: number } {
  const layout = new TableLayout(cells);
  const withheld = [...cells.keys()].filter((at) => hidden.has(layout.keys[at]!));
  const network = new ShiftNetwork(layout, 0, withheld, movableCounts(Float64Array.from(cells, ({ n }) => n)));
  const at = layout.at.get(cellKey(asked)) ?? 0;
  return {
    least: asked.n - network.shrink(at, Number.POSITIVE_INFINITY),
    greatest: asked.n + network.grow(at, Number.POSITIVE_INFINITY),
  };
}
