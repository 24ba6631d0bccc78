import type { TallyCell } from "./tally.ts";

type CellHead = Pick<TallyCell, "profile" | "designClass" | "mode" | "flagged" | "instrument">;

/** Names a cell within its tally. Ids hold no control characters, so the separator cannot be forged. */
export function cellKey({ profile, designClass, mode, flagged, instrument }: CellHead): string {
  return [...profile, designClass, mode, flagged ? "flagged" : "", instrument].join("\u0001");
}

/** Cells by key, in code point order. */
export function sortedCells(cells: readonly TallyCell[]): readonly TallyCell[] {
  return cells
    .map((cell) => ({ cell, key: cellKey(cell) }))
    .toSorted((a, b) => byCodePoint(a.key, b.key))
    .map(({ cell }) => cell);
}

/** Code point order: unlike `<`, it puts characters beyond U+FFFF last, as other languages do. */
export function byCodePoint(a: string, b: string): number {
  let i = 0;
  while (i < a.length && a.charCodeAt(i) === b.charCodeAt(i)) i++;
  return (a.codePointAt(i) ?? -1) - (b.codePointAt(i) ?? -1);
}
