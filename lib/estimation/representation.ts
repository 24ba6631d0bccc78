import type { RepresentationRow } from "./wave-estimates.ts";
import type { PopulationMargin } from "./wave-margins.ts";

/**
 * Who answered against who lives here, in percent of those whose category is known: respondents by base weight, and after
 * weighting. A joined category shows how far weighting could not reach it.
 * @param baseWeights, weights  of each respondent of a cell
 */
export function representationOf(
  margins: readonly PopulationMargin[],
  n: ArrayLike<number>,
  baseWeights: ArrayLike<number>,
  weights: ArrayLike<number>,
): readonly RepresentationRow[] {
  return margins.flatMap(({ name, categories, residents, respondents, codes }) => {
    const shares = (weight: ArrayLike<number>) => percentages(sumBy(codes, categories.length, n, weight));
    const [population, before, after] = [percentages(residents), shares(baseWeights), shares(weights)];
    return categories.map((category, at) => ({
      margin: name,
      category,
      n: respondents[at]!,
      population: population[at]!,
      before: before[at]!,
      after: after[at]!,
    }));
  });
}

function sumBy(codes: Int32Array, count: number, n: ArrayLike<number>, weight: ArrayLike<number>): readonly number[] {
  const sums = Array.from({ length: count }, () => 0);
  for (const [cell, code] of codes.entries()) if (code >= 0) sums[code]! += n[cell]! * weight[cell]!;
  return sums;
}

function percentages(counts: readonly number[]): readonly number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => (total === 0 ? 0 : (100 * count) / total));
}
