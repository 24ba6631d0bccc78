import type { CellSet } from "./complementary.ts";
import type { Suppression } from "./protected-estimates.ts";
import type { WaveTable } from "./wave-table.ts";

/** What is withheld of a wave and stream. */
export interface WithheldRows {
  /** By row of the wave: why it is withheld; "" where it is shown. */
  readonly reasons: readonly (Suppression | undefined)[];
  /** Margins of `representation.csv` by the cell they are of, and whether they are withheld. */
  readonly margins: ReadonlyMap<string, boolean>;
}

/** Cells whose margin is in `representation.csv`, and withheld there or not. */
export const marginsThat = (
  { layout }: WaveTable,
  margins: ReadonlyMap<string, boolean>,
  areHidden: boolean,
): readonly number[] =>
  [...margins].flatMap(([key, hidden]) => {
    const cell = layout.at.get(key);
    return hidden === areHidden && cell !== undefined ? [cell] : [];
  });

/** Cells of which any row or margin shows how many they are. */
export function shownPeople(table: WaveTable, { reasons, margins }: WithheldRows): CellSet {
  const shown = new Uint8Array(table.layout.places.length);
  for (const cell of marginsThat(table, margins, false)) shown[cell] = 1;
  for (const { variables } of table.measures.values())
    for (const { rows } of variables) for (const { at, cell } of rows) if (reasons[at] === "") shown[cell] = 1;
  return shown;
}
