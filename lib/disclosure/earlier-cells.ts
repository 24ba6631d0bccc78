import type { WaveEstimates } from "../estimation/wave-estimates.ts";
import type { PublishedRow } from "./protected-estimates.ts";
import { rowKey } from "./row-key.ts";

/** What an earlier release of the same wave showed and hid: exact n by row key, and the rows hidden for privacy. */
export interface EarlierCells {
  readonly n: ReadonlyMap<string, number>;
  readonly hidden: ReadonlySet<string>;
}

/** @param exact  the estimates behind what was printed */
export function earlierCells(exact: WaveEstimates, printed: readonly PublishedRow[]): EarlierCells {
  return {
    n: new Map(exact.rows.map((row) => [rowKey(row.key), row.estimate.n])),
    hidden: new Set(printed.filter((row) => row.suppressed !== "").map((row) => rowKey(row))),
  };
}
