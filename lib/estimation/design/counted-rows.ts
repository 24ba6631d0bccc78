import type { CountedSums } from "./cell-sums.ts";

/** Some rows of a file as cells, numbered in the order of first appearance. Plain arrays: one thread can send it to another. */
export interface CountedRows {
  /** Per column of texts, in the order of the file: its texts, and that of each cell. */
  readonly texts: readonly { readonly names: readonly string[]; readonly codes: Int32Array<ArrayBuffer> }[];
  /** Base weight per cell, or null without a weight column. */
  readonly weights: Float64Array<ArrayBuffer> | null;
  readonly sums: CountedSums;
}

/** The rest of a file as somebody else has counted it, from a place on where a row should begin. */
export interface CountedAhead {
  readonly rows: CountedRows;
  /** The same rest, for a reader to whom no row begins there. */
  readonly bytes: Iterable<Uint8Array>;
}
