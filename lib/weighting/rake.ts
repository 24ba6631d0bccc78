import { Problem } from "../problems/problem.ts";
import type { MarginShares, MarginTable } from "./margin-table.ts";
import { preciseSum } from "./precise-sum.ts";

const tolerance = 1e-12;
const mostPasses = 1000;

export interface Raking {
  /** What the weights of each combination are multiplied by. */
  readonly factors: Float64Array;
  readonly passes: number;
}

/**
 * Iterative proportional fitting, margins in the order of the design, until no cell is off by more than 1e-12 relative.
 * Weights with an unknown category keep their weight in that margin's step; the known cells share what is left.
 * @param start  sum of the weights of each combination; the population in total
 * @throws Problem `raking-not-converged` after 1,000 passes, naming the worst cell
 */
export function rake(table: MarginTable, start: Float64Array, file?: string): Raking {
  const factors = new Float64Array(table.combinations).fill(1);
  const now = start.slice();
  let worst = worstMiss(table, now);
  let passes = 0;
  // One pass even if the margins already hold, as `survey` does: its weights then carry the rounding of that pass.
  do {
    if (passes === mostPasses) {
      const { margin, category, error } = worst;
      throw new Problem("raking-not-converged", { file, margin, category, passes, error });
    }
    for (const margin of table.margins) {
      const steps = stepFactors(margin, now);
      for (let k = 0; k < table.combinations; k++) {
        const category = margin.codes[k]!;
        if (category >= 0) {
          factors[k]! *= steps[category]!;
          now[k] = start[k]! * factors[k]!;
        }
      }
    }
    passes++;
    worst = worstMiss(table, now);
  } while (worst.error > tolerance);
  return { factors, passes };
}

export interface Miss {
  readonly margin: string;
  readonly category: string;
  /** Relative: 0.1 is ten percent off. */
  readonly error: number;
}

/** The margin cell that is furthest, relatively, from its target. */
export function worstMiss(table: MarginTable, weights: Float64Array): Miss {
  let worst: Miss = { margin: "", category: "", error: 0 };
  for (const margin of table.margins) {
    stepFactors(margin, weights).forEach((factor, category) => {
      const miss = Math.abs(1 / factor - 1);
      const error = Number.isNaN(miss) ? Number.POSITIVE_INFINITY : miss;
      if (margin.shares[category]! > 0 && error > worst.error)
        worst = { margin: margin.name, category: margin.categories[category]!, error };
    });
  }
  return worst;
}

/** Per category, what its weights must be multiplied by to meet its target. */
function stepFactors(margin: MarginShares, weights: Float64Array): Float64Array {
  const { codes, shares } = margin;
  const unknown = preciseSum(weights.length, (k) => (codes[k]! < 0 ? weights[k]! : 0));
  const known = preciseSum(weights.length, (k) => weights[k]!) - unknown;
  const have = new Float64Array(shares.length);
  for (let k = 0; k < weights.length; k++) if (codes[k]! >= 0) have[codes[k]!]! += weights[k]!;
  return have.map((weight, category) => (weight > 0 ? (known * shares[category]!) / weight : 0));
}
