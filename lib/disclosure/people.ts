import type { EstimateRow, WaveEstimates } from "../estimation/wave-estimates.ts";
import { type Cell, cellKey } from "./cell.ts";
import type { DisclosurePolicy } from "./policy.ts";
import { isReliable } from "./reliability.ts";

/**
 * The sets of people behind a wave's numbers. Nearly the same people answer every question, so a count that is withheld for one
 * question is given away by the count of another, or by `representation.csv`: whoever is too few is withheld everywhere.
 */
export interface WavePeople {
  /** Every set of people once, with the count that can be moved in all questions at once (see `countsMovedTogether`). */
  readonly cells: readonly Cell[];
  /** By cell, the most answers that any question has: at least so many people there are. */
  readonly most: ReadonlyMap<string, number>;
  /** By question and whether asked or answered, the counts by cell. */
  readonly bases: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Cells of which no number of any question is reliable: to withhold them costs nothing. */
  readonly unreliable: ReadonlySet<string>;
  /** Cells that are too few in a question that nearly all of them answered, or nearly all. */
  readonly tooFew: ReadonlySet<string>;
}

/** Rows whose cells add up: gaps and the answers without flags are judged by the rows they come from. */
export const isAdditive = ({ key }: EstimateRow): boolean => key.statistic !== "gap" && key.group !== "unflagged";

/** Who answered a question, or who was asked it. */
export const baseOf = ({ measure, statistic }: Pick<EstimateRow["key"], "measure" | "statistic">): string =>
  `${measure}\n${statistic === "percent-missing" ? "asked" : "answered"}`;

export function peopleOf(wave: WaveEstimates, policy: DisclosurePolicy): WavePeople {
  const places = new Map<string, Omit<Cell, "n">>();
  const bases = new Map<string, Map<string, number>>();
  const most = new Map<string, number>();
  const reliable = new Set<string>();
  for (const row of wave.rows) {
    if (!isAdditive(row)) continue;
    const key = cellKey(row.key);
    const base = baseOf(row.key);
    const { n } = row.estimate;
    if (!places.has(key)) places.set(key, row.key);
    if (!bases.has(base)) bases.set(base, new Map());
    bases.get(base)?.set(key, n);
    if (n > (most.get(key) ?? -1)) most.set(key, n);
    if (
      row.key.option === "" &&
      !reliable.has(key) &&
      n >= policy.leastRespondents &&
      (policy.showUnreliable || isReliable(row, policy))
    ) {
      reliable.add(key);
    }
  }
  const tooFew = new Set<string>();
  for (const counts of bases.values()) {
    for (const [key, n] of counts) {
      const others = (most.get(key) ?? 0) - n;
      if (n > 0 && n < policy.leastRespondents && others < policy.feasibleWidth) tooFew.add(key);
    }
  }
  return {
    cells: [...places].map(([key, { area, group, category }]) => ({
      area,
      group,
      category,
      n: countsMovedTogether(key, wave.n, bases, most.get(key) ?? 0),
    })),
    most,
    bases,
    unreliable: new Set([...places.keys()].filter((key) => !reliable.has(key))),
    tooFew,
  };
}

/**
 * How many people of a cell can be thought elsewhere without contradicting any question: where nearly everybody answered they
 * are moved in that question too, and it has no more of them; where few were asked they may be among the others.
 */
function countsMovedTogether(
  key: string,
  everybody: number,
  bases: ReadonlyMap<string, ReadonlyMap<string, number>>,
  most: number,
): number {
  let least = most;
  for (const counts of bases.values()) {
    const n = counts.get(key) ?? 0;
    if (n === 0) continue;
    const ofAll = counts.get("all\nall\nall") ?? 0;
    least = Math.min(least, ofAll >= 0.8 * everybody ? n : Math.max(n, most - n));
  }
  return least;
}
