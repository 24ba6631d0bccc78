import type { Instrument } from "../survey/instrument.ts";
import { rangeOf } from "../tally/score-plan.ts";
import type { IndexSums, Tally } from "../tally/tally.ts";
import { reliability } from "./reliability.ts";
import type { QualityRow } from "./wave-estimates.ts";

/** Alpha and omega of every index of the wave, over everybody who answered all its items. */
export function qualityOf({ indexes, cells }: Tally, newest: Instrument): readonly QualityRow[] {
  return Object.entries(indexes).map(([index, items]) => {
    const k = items.length;
    const total: IndexSums = { n: 0, sums: zeros(k), cross: zeros((k * (k + 1)) / 2) };
    const sums = cells.reduce((all, cell) => added(all, cell.indexes[index]), total);
    // One unit for all items, as in the score.
    const ranges = items.map((item) => rangeOf(newest, item) ?? { min: 0, max: 1 });
    const { n, alpha, omega } = reliability(
      sums,
      ranges.map(({ min, max }) => 1 / (max - min)),
    );
    return { index, n, alpha, omega };
  });
}

const zeros = (length: number): number[] => Array.from({ length }, () => 0);

function added(a: IndexSums, b: IndexSums | undefined): IndexSums {
  if (b === undefined) return a;
  const plus = (x: readonly number[], y: readonly number[]) => x.map((value, i) => value + y[i]!);
  return { n: a.n + b.n, sums: plus(a.sums, b.sums), cross: plus(a.cross, b.cross) };
}
