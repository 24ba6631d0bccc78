import type { Labels } from "../data-package.ts";

/** What the four loaders are made from: nothing that changes a number, only names, types and labels. */
export interface LoaderInput {
  readonly title: string;
  readonly labels: Labels;
  /** Longest text of a column of a table in UTF-8 bytes; programs with fixed widths need it. */
  readonly width: (table: string, column: string) => number;
}

/** Tables that every loader reads. */
export const loadedTables = ["estimates", "representation", "quality", "yearly"] as const;
