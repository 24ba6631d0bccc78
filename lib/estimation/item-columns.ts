import { type MissingCode, missingCodes } from "../survey/instrument.ts";
import type { TallyCell } from "../tally/tally.ts";

/** Counts of one item, a column per answer with a number per cell. */
export interface ItemColumns {
  /** By answer, those that occur. */
  readonly options: ReadonlyMap<string, Float64Array>;
  readonly missing: ReadonlyMap<MissingCode, Float64Array>;
  /** Gave a substantive answer. */
  readonly answered: Float64Array;
  /** Were shown the question, whether or not they answered it. */
  readonly shown: Float64Array;
}

/** Codes of people who were shown the question. */
export const askedCodes: readonly MissingCode[] = missingCodes.filter((code) => code !== "na" && code !== "notasked");

/** Reads the cells once: with a column per answer every share is a look-up, however many are published. */
export function itemColumns(cells: readonly TallyCell[], item: string): ItemColumns {
  const options = new Map<string, Float64Array>();
  const missing = new Map<MissingCode, Float64Array>();
  const answered = new Float64Array(cells.length);
  const shown = new Float64Array(cells.length);
  for (const [at, { items }] of cells.entries()) {
    const counts = items[item];
    if (counts === undefined) continue;
    for (const [option, n] of Object.entries(counts.options)) {
      columnOf(options, option, cells.length)[at] = n;
      answered[at]! += n;
    }
    shown[at] = answered[at]!;
    for (const code of missingCodes) {
      const n = counts.missing[code];
      if (n === undefined) continue;
      columnOf(missing, code, cells.length)[at] = n;
      if (askedCodes.includes(code)) shown[at]! += n;
    }
  }
  return { options, missing, answered, shown };
}

function columnOf<Name>(columns: Map<Name, Float64Array>, name: Name, length: number): Float64Array {
  let column = columns.get(name);
  if (column === undefined) {
    column = new Float64Array(length);
    columns.set(name, column);
  }
  return column;
}
