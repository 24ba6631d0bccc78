import type { VarianceTables } from "../weighting/variance-tables.ts";
import type { Influence } from "./influence.ts";

/** Not "until they converge": R `survey` takes ten, and where margins nearly repeat each other it shows. */
const residualCycles = 10;

/**
 * The variance of an estimate from the influence u of each respondent, raking included:
 * ten cycles over the margins of u ← u − (its average over the category), then with z = w·u
 * Σ over strata of (1 − n/N) n/(n − 1) Σ (z − z̄)²; a stratum of one is centred at the mean over all respondents.
 * Cost depends on the groups that the influence touches, the profiles and the categories; not on the respondents.
 * Same as `svyrecvar` of R survey 4.5 with `lonely.psu = "adjust"`.
 * @returns a function, because its work arrays are used again for each estimate
 */
export function influenceVariance(tables: VarianceTables): InfluenceVariance {
  const before = made.get(tables);
  if (before !== undefined) return before;
  const variance = makeVariance(tables);
  made.set(tables, variance);
  return variance;
}

type InfluenceVariance = (influence: Influence) => number;

/** One function per sample and not one per measure: it is compiled once, which takes longer than its work of a measure. */
const made = new WeakMap<VarianceTables, InfluenceVariance>();

function makeVariance(tables: VarianceTables): InfluenceVariance {
  // Named one by one: what the loops below read of an object they read anew for each respondent.
  const { groupProfile, groupRakedWeight, profileN, profileStratum, profileWeights, profileSquares, profileEven } =
    tables;
  const { marginStart, categoryN, profileCategories, stratumN, stratumUnsampled } = tables;
  const profiles = profileN.length;
  const strata = stratumN.length;
  const margins = marginStart.length - 1;
  const n = new Float64Array(profiles);
  const weights = new Float64Array(profiles);
  const squares = new Float64Array(profiles);
  const average = new Float64Array(profiles);
  const own = new Float64Array(categoryN.length);
  const cycles = cyclesAsOne(tables);
  const sums = new Float64Array(strata);
  const centre = new Float64Array(strata);
  const deviations = new Float64Array(strata);

  return (influence) => {
    const { size, group, n: count, mean, spread } = influence;
    n.fill(0);
    weights.fill(0);
    squares.fill(0);
    own.fill(0);
    sums.fill(0);
    deviations.fill(0);
    for (let i = 0; i < size; i++) {
      const profile = groupProfile[group[i]!]!;
      const w = groupRakedWeight[group[i]!]!;
      const wn = w * count[i]!;
      const sum = count[i]! * mean[i]!;
      n[profile]! += count[i]!;
      weights[profile]! += wn;
      squares[profile]! += w * wn;
      sums[profileStratum[profile]!]! += w * sum;
      for (let m = 0; m < margins; m++) own[profileCategories[profile * margins + m]!]! += sum;
    }
    for (let c = 0; c < own.length; c++) if (own[c] !== 0) own[c]! /= categoryN[c]!;
    const taken = product(cycles, own);
    // Per profile, what the cycles take from everybody in it. From here on n, weights and squares are those of the respondents
    // outside, who have nothing else.
    for (let p = 0; p < profiles; p++) {
      let sum = 0;
      for (let m = 0; m < margins; m++) sum += taken[profileCategories[p * margins + m]!]!;
      average[p] = sum;
      sums[profileStratum[p]!]! -= profileWeights[p]! * sum;
      const outside = profileN[p]! - n[p]!;
      n[p] = outside;
      weights[p] = outside === 0 ? 0 : profileWeights[p]! - weights[p]!;
      squares[p] = outside === 0 ? 0 : profileSquares[p]! - squares[p]!;
    }
    const overall = sums.reduce((total, sum) => total + sum, 0) / tables.n;
    for (let h = 0; h < strata; h++) centre[h] = stratumN[h] === 1 ? overall : sums[h]! / stratumN[h]!;

    for (let i = 0; i < size; i++) {
      const profile = groupProfile[group[i]!]!;
      const h = profileStratum[profile]!;
      const w = groupRakedWeight[group[i]!]!;
      const z = w * (mean[i]! - average[profile]!) - centre[h]!;
      deviations[h]! += w * w * spread[i]! + count[i]! * z * z;
    }
    for (let p = 0; p < profiles; p++) {
      const outside = n[p]!;
      if (outside === 0) continue;
      const h = profileStratum[p]!;
      const share = weights[p]! / outside;
      const z = -share * average[p]! - centre[h]!;
      const uneven = profileEven[p] ? 0 : Math.max(0, squares[p]! - share * weights[p]!);
      deviations[h]! += outside * z * z + average[p]! * average[p]! * uneven;
    }
    let variance = 0;
    for (let h = 0; h < strata; h++) {
      const size = stratumN[h]!;
      if (size > 0) variance += stratumUnsampled[h]! * (size === 1 ? 1 : size / (size - 1)) * deviations[h]!;
    }
    return variance;
  };
}

/** A square matrix, row by row, times a vector. */
function product(matrix: Float64Array, vector: Float64Array): Float64Array {
  const size = vector.length;
  const result = new Float64Array(size);
  for (let row = 0; row < size; row++) {
    let sum = 0;
    for (let column = 0; column < size; column++) sum += matrix[row * size + column]! * vector[column]!;
    result[row] = sum;
  }
  return result;
}

/**
 * What the ten cycles take is linear in the averages that they begin with, so they are gone through once per category and not once
 * per estimate: row c has what one unit in each category makes the cycles take from category c.
 */
function cyclesAsOne({ marginStart, categoryN, categoryShares }: VarianceTables): Float64Array {
  const categories = categoryN.length;
  const parts = new Float64Array(categories * categories);
  const taken = new Float64Array(categories);
  for (let unit = 0; unit < categories; unit++) {
    taken.fill(0);
    for (let cycle = 0; cycle < residualCycles; cycle++) {
      for (let m = 0; m < marginStart.length - 1; m++) {
        const from = marginStart[m]!;
        const to = marginStart[m + 1]!;
        for (let c = from; c < to; c++) {
          let rest = c === unit ? 1 : 0;
          const row = c * categories;
          for (let other = 0; other < from; other++) rest -= categoryShares[row + other]! * taken[other]!;
          for (let other = to; other < categories; other++) rest -= categoryShares[row + other]! * taken[other]!;
          taken[c] = rest;
        }
      }
    }
    for (let c = 0; c < categories; c++) parts[c * categories + unit] = taken[c]!;
  }
  return parts;
}
