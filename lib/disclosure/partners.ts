import type { CellSet } from "./complementary.ts";
import type { Finding } from "./finding.ts";
import type { TableLayout } from "./table-layout.ts";
import { isCrossing } from "./worth.ts";

/** After so many cells one by one, all crossings go, then whole areas and categories. */
const roundsOfPartners = 12;
/** Of `steps`, those before the last. */
const lastStep = 4;

/**
 * Cells of one number to withhold next, as something gives values of it away: what itself does, or a cell of the same sum; all crossings of
 * the group; all crossings; the areas or categories of the same sum; all parts. The first step that has anything left is taken.
 * @param shown  cells whose number is shown, but for everybody
 * @param round  how often something was found before
 */
export function nextCells(
  layout: TableLayout,
  weight: Float64Array,
  shown: CellSet,
  found: readonly Finding[],
  round: number,
): readonly number[] {
  const { groupOf, everybody } = layout;
  const parts = layout.present.filter((cell) => shown[cell] === 1 && cell !== everybody);
  const crossings = parts.filter((cell) => isCrossing(layout, cell));
  const groups = new Set(found.map(({ at }) => groupOf[at]!));
  const steps = [
    () => {
      const left = shown.slice();
      return found.flatMap(({ at, itself }) => {
        const cell = itself ? at : partner(layout, weight, left, at);
        if (cell === undefined || left[cell] !== 1 || (cell === everybody && !itself)) return [];
        left[cell] = 0;
        return [cell];
      });
    },
    () => crossings.filter((cell) => groups.has(-1) || groups.has(groupOf[cell]!)),
    () => crossings,
    () => parts.filter((cell) => found.some(({ at }) => isInSumsOf(layout, at, cell))),
    () => parts,
  ];
  const isLost = found.some(({ everything }) => everything);
  const from = isLost ? lastStep : Math.min(lastStep, Math.max(0, round + 1 - roundsOfPartners));
  for (const step of steps.slice(from)) {
    const cells = step();
    if (cells.length > 0) return cells;
  }
  return [];
}

/** Whether a whole area or category is in a sum of the other cell, or of the whole ones it is part of. */
const isInSumsOf = (layout: TableLayout, cell: number, whole: number): boolean =>
  layout.groupOf[whole] === layout.groupOf[cell] || (isCrossing(layout, cell) && layout.groupOf[whole] === -1);

/** The shown cell of the same sum that leaves the most room at the least loss: the smallest that is not much smaller than the cell itself. */
export function partner(
  { groupOf, areaNumber, categoryNumber, keys, present, everybody }: TableLayout,
  n: Float64Array,
  shown: CellSet,
  cell: number,
): number | undefined {
  const isLine = (other: number): boolean => {
    if (groupOf[other] !== groupOf[cell]) return false;
    if (groupOf[cell] === -1) return areaNumber[other] !== -1;
    if (areaNumber[cell] === -1) return areaNumber[other] === -1;
    const isBeside = areaNumber[other] === areaNumber[cell] || categoryNumber[other] === categoryNumber[cell];
    return areaNumber[other] !== -1 && isBeside;
  };
  const line = present.filter((other) => n[other]! > 0 && shown[other] === 1 && other !== everybody && isLine(other));
  const bySize = line.toSorted((a, b) => n[a]! - n[b]! || (keys[a]! < keys[b]! ? -1 : 1));
  return bySize.find((other) => n[other]! >= 0.3 * n[cell]!) ?? bySize.at(-1);
}
