import { Problem } from "../problems/problem.ts";
import { checkMargins } from "./check-margins.ts";
import { type Groups, groupCells } from "./groups.ts";
import { marginTable } from "./margin-table.ts";
import { preciseSum } from "./precise-sum.ts";
import { rake, worstMiss } from "./rake.ts";
import type { Sample } from "./sample.ts";
import { trimWeights } from "./trim.ts";
import { varianceTables } from "./variance-tables.ts";
import type { WeightedSample } from "./weighted-sample.ts";

/**
 * Weights of a sample: base weights scaled to the population, raked to the margins, trimmed inside the loop
 * (contract, section 2, conventions 1-5; the same as R `survey::rake` with a tight `epsilon`).
 * @throws Problem `empty-sample`, `margin-target`, `margin-totals-differ`, `margin-cell-empty`, `margin-target-zero`,
 *   `raking-not-converged`, `stratum-empty`, `stratum-too-small`
 * @example
 * const sex = { name: "sex", categories: ["F", "M"], targets: [510, 490], codes: [0, 1] };
 * weigh({ n: [3, 1], baseWeight: [1, 1], margins: [sex] }).weights // Float64Array.of(170, 490)
 */
export function weigh(sample: Sample): WeightedSample {
  checkMargins(sample);
  const groups = groupCells(sample);
  const n = preciseSum(groups.count, (g) => groups.n[g]!);
  if (n === 0) throw new Problem("empty-sample", undefined);
  const table = marginTable(sample.margins, groups.combinations);
  const baseTotal = totalWeight(groups, groups.baseWeight);
  const population = sample.margins.length > 0 ? table.population : baseTotal;

  let rakingPasses = 0;
  const settle = (weights: Float64Array): Float64Array => {
    if (sample.margins.length === 0) return scaled(weights, population / totalWeight(groups, weights));
    const { factors, passes } = rake(table, combinationWeights(groups, weights), sample.file);
    if (rakingPasses === 0) rakingPasses = passes;
    return weights.map((w, g) => w * factors[groups.combination[g]!]!);
  };
  const start = scaled(groups.baseWeight, population / baseTotal);
  const { weights, raked } = trimWeights(groups, start, sample.trim ?? {}, settle);

  const sumOfWeights = totalWeight(groups, weights);
  const squares = preciseSum(groups.count, (g) => groups.n[g]! * weights[g]! ** 2);
  return {
    n,
    sumOfWeights,
    kish: (n * squares) / sumOfWeights ** 2,
    nEffective: sumOfWeights ** 2 / squares,
    rakingPasses,
    maxMarginError: worstMiss(table, combinationWeights(groups, weights)).error,
    weights: weightOfCells(groups, weights),
    variance: varianceTables(sample, groups, weights, raked),
  };
}

function scaled(weights: Float64Array, factor: number): Float64Array {
  return factor === 1 ? weights : weights.map((w) => w * factor);
}

function totalWeight(groups: Groups, weights: Float64Array): number {
  return preciseSum(groups.count, (g) => weights[g]! * groups.n[g]!);
}

function weightOfCells({ groupOfCell }: Groups, weights: Float64Array): Float64Array {
  const ofCells = new Float64Array(groupOfCell.length);
  for (let cell = 0; cell < ofCells.length; cell++) ofCells[cell] = weights[groupOfCell[cell]!]!;
  return ofCells;
}

function combinationWeights(groups: Groups, weights: Float64Array): Float64Array {
  const sums = new Float64Array(groups.combinations.size);
  const lost = new Float64Array(groups.combinations.size);
  for (let g = 0; g < groups.count; g++) {
    const k = groups.combination[g]!;
    // Kahan: a combination may hold as many weights as there are rows.
    const value = weights[g]! * groups.n[g]! - lost[k]!;
    const next = sums[k]! + value;
    lost[k] = next - sums[k]! - value;
    sums[k] = next;
  }
  return sums;
}
