import type { EstimateKey } from "../estimation/wave-estimates.ts";
import type { PublishedRow } from "./protected-estimates.ts";
import { rowKey } from "./row-key.ts";

/** The printed rows of one wave and stream, found by key. */
export class PrintedRows {
  readonly rows: readonly PublishedRow[];
  private byKey: ReadonlyMap<string, PublishedRow> | undefined;

  constructor(rows: readonly PublishedRow[]) {
    this.rows = rows;
  }

  /** @param near  where the row most likely is: waves mostly have the same rows in the same order */
  find(key: EstimateKey, near: number): PublishedRow | undefined {
    const guess = this.rows[near];
    if (guess !== undefined && isSame(guess, key)) return guess;
    this.byKey ??= new Map(this.rows.map((row) => [rowKey(row), row]));
    return this.byKey.get(rowKey(key));
  }
}

const isSame = (a: EstimateKey, b: EstimateKey): boolean =>
  a.area === b.area &&
  a.group === b.group &&
  a.category === b.category &&
  a.measure === b.measure &&
  a.statistic === b.statistic &&
  a.option === b.option;
