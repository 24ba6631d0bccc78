import type { TableLayout } from "./table-layout.ts";
import { decidedTogether, rankOf, type Variable } from "./wave-table.ts";

/** Of a whole area or category, against one crossing of an area with a category. */
const worthOfWhole = 100;
/** By rank (see `rankOf`): with a mean its favourable share and its answers go too, with a favourable share the answers. */
const worthOfStatistic = [10, 3, 1, 1] as const;

/**
 * What a reader loses with a cell. A whole area or category is a column of the report, a line of the trend, and half of a gap; a
 * crossing is one of a hundred that mostly are withheld anyway. So crossings go first wherever they do. A number over everybody
 * goes last.
 */
export function worthOfCell(layout: TableLayout, cell: number): number {
  if (cell === layout.everybody) return worthOfWhole ** 2;
  return isCrossing(layout, cell) ? 1 : worthOfWhole;
}

/** Of an area with a category. */
export const isCrossing = ({ areaNumber, groupOf }: TableLayout, cell: number): boolean =>
  areaNumber[cell]! >= 0 && groupOf[cell]! >= 0;

/** The same of one number of it, with those that are withheld wherever it is. */
export function worthOfNumber(
  layout: TableLayout,
  cell: number,
  variable: Pick<Variable, "statistic" | "option">,
): number {
  return worthOfCell(layout, cell) * worthOfStatistic[rankOf(decidedTogether(variable)) as 0 | 1 | 2 | 3];
}
