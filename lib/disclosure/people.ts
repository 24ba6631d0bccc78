import type { CellSet } from "./complementary.ts";
import type { DisclosurePolicy } from "./policy.ts";
import type { TableLayout } from "./table-layout.ts";
import type { Variable, WaveTable } from "./wave-table.ts";

/**
 * The sets of people behind a wave's numbers. Nearly the same people answer every question, so a count that is withheld for one
 * question is given away by the count of another, or by `representation.csv`: whoever is too few is withheld everywhere.
 */
export interface WavePeople {
  readonly layout: TableLayout;
  /** By cell, the count that can be moved in all questions at once (see `countsMovedTogether`). */
  readonly n: Float64Array;
  /** By cell, the most answers that any question has: at least so many people there are. */
  readonly most: Float64Array;
  /** By question and whether asked or answered, the counts by cell. */
  readonly bases: ReadonlyMap<string, Float64Array>;
  /** Cells of which no number of any question is reliable: to withhold them costs nothing. */
  readonly unreliable: CellSet;
  /** Cells that are too few in a question that nearly all of them answered, or nearly all. */
  readonly tooFew: CellSet;
}

/** Who answered a question, or who was asked it. */
export const baseOf = ({ measure, statistic }: Pick<Variable, "measure" | "statistic">): string =>
  `${measure}\n${statistic === "percent-missing" ? "asked" : "answered"}`;

export function peopleOf({ wave, layout, measures }: WaveTable, policy: DisclosurePolicy): WavePeople {
  const size = layout.places.length;
  const bases = new Map<string, Float64Array>();
  const most = new Float64Array(size);
  const unreliable = new Uint8Array(size).fill(1);
  for (const { variables } of measures.values()) {
    for (const variable of variables) {
      const base = baseOf(variable);
      const counts = bases.get(base) ?? new Float64Array(size);
      bases.set(base, counts);
      for (const { cell, n, isReliable } of variable.rows) {
        counts[cell] = n;
        if (n > most[cell]!) most[cell] = n;
        if (variable.option === "" && isReliable && n >= policy.leastRespondents) unreliable[cell] = 0;
      }
    }
  }
  const tooFew = new Uint8Array(size);
  for (const counts of bases.values()) {
    for (const [cell, n] of counts.entries()) {
      if (n > 0 && n < policy.leastRespondents && most[cell]! - n < policy.feasibleWidth) tooFew[cell] = 1;
    }
  }
  return { layout, n: countsMovedTogether(layout, wave.n, bases, most), most, bases, unreliable, tooFew };
}

/**
 * How many people of a cell can be thought elsewhere without contradicting any question: where nearly everybody answered they
 * are moved in that question too, and it has no more of them; where few were asked they may be among the others.
 */
function countsMovedTogether(
  { everybody }: TableLayout,
  ofWave: number,
  bases: ReadonlyMap<string, Float64Array>,
  most: Float64Array,
): Float64Array {
  const least = most.slice();
  for (const counts of bases.values()) {
    const ofNearlyAll = (counts[everybody] ?? 0) >= 0.8 * ofWave;
    for (const [cell, n] of counts.entries()) {
      if (n > 0) least[cell] = Math.min(least[cell]!, ofNearlyAll ? n : Math.max(n, most[cell]! - n));
    }
  }
  return least;
}
