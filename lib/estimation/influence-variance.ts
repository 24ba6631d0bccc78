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
  const { profileN, profileStratum, stratumN } = tables;
  const n = new Float64Array(profileN.length);
  const weights = new Float64Array(profileN.length);
  const squares = new Float64Array(profileN.length);
  const residual = marginAverages(tables);
  const sums = new Float64Array(stratumN.length);
  const centre = new Float64Array(stratumN.length);
  const deviations = new Float64Array(stratumN.length);

  return (influence) => {
    const average = residual(influence);
    n.fill(0);
    weights.fill(0);
    squares.fill(0);
    sums.fill(0);
    deviations.fill(0);
    for (let i = 0; i < influence.size; i++) {
      const group = influence.group[i]!;
      const profile = tables.groupProfile[group]!;
      const w = tables.groupRakedWeight[group]!;
      n[profile]! += influence.n[i]!;
      weights[profile]! += w * influence.n[i]!;
      squares[profile]! += w * w * influence.n[i]!;
      sums[profileStratum[profile]!]! += w * influence.n[i]! * (influence.mean[i]! - average[profile]!);
    }
    // From here on n, weights and squares are those of the respondents outside, who have only the averages.
    for (let p = 0; p < profileN.length; p++) {
      n[p] = profileN[p]! - n[p]!;
      weights[p] = n[p] === 0 ? 0 : tables.profileWeights[p]! - weights[p]!;
      squares[p] = n[p] === 0 ? 0 : tables.profileSquares[p]! - squares[p]!;
      sums[profileStratum[p]!]! -= weights[p]! * average[p]!;
    }
    const overall = sums.reduce((total, sum) => total + sum, 0) / tables.n;
    for (let h = 0; h < stratumN.length; h++) centre[h] = stratumN[h] === 1 ? overall : sums[h]! / stratumN[h]!;

    for (let i = 0; i < influence.size; i++) {
      const group = influence.group[i]!;
      const profile = tables.groupProfile[group]!;
      const h = profileStratum[profile]!;
      const w = tables.groupRakedWeight[group]!;
      const z = w * (influence.mean[i]! - average[profile]!) - centre[h]!;
      deviations[h]! += w * w * influence.spread[i]! + influence.n[i]! * z * z;
    }
    for (let p = 0; p < profileN.length; p++) {
      if (n[p] === 0) continue;
      const h = profileStratum[p]!;
      const z = -(weights[p]! / n[p]!) * average[p]! - centre[h]!;
      const uneven = tables.profileEven[p] ? 0 : Math.max(0, squares[p]! - (weights[p]! * weights[p]!) / n[p]!);
      deviations[h]! += n[p]! * z * z + average[p]! * average[p]! * uneven;
    }
    let variance = 0;
    for (let h = 0; h < stratumN.length; h++) {
      const size = stratumN[h]!;
      if (size > 0) variance += tables.stratumUnsampled[h]! * (size === 1 ? 1 : size / (size - 1)) * deviations[h]!;
    }
    return variance;
  };
}

/** Per profile, what ten cycles over the margins take from the influence of everybody in it. */
function marginAverages(tables: VarianceTables): (influence: Influence) => Float64Array {
  const { marginStart, categoryN, categoryShares, profileCategories, groupProfile } = tables;
  const margins = marginStart.length - 1;
  const categories = categoryN.length;
  const own = new Float64Array(categories);
  const taken = new Float64Array(categories);
  const average = new Float64Array(tables.profileN.length);

  return (influence) => {
    if (margins === 0) return average;
    own.fill(0);
    taken.fill(0);
    for (let i = 0; i < influence.size; i++) {
      const first = groupProfile[influence.group[i]!]! * margins;
      const sum = influence.n[i]! * influence.mean[i]!;
      for (let m = 0; m < margins; m++) own[profileCategories[first + m]!]! += sum;
    }
    for (let c = 0; c < categories; c++) if (own[c] !== 0) own[c]! /= categoryN[c]!;
    for (let cycle = 0; cycle < residualCycles; cycle++) {
      for (let m = 0; m < margins; m++) {
        const from = marginStart[m]!;
        const to = marginStart[m + 1]!;
        for (let c = from; c < to; c++) {
          let rest = own[c]!;
          const row = c * categories;
          for (let other = 0; other < from; other++) rest -= categoryShares[row + other]! * taken[other]!;
          for (let other = to; other < categories; other++) rest -= categoryShares[row + other]! * taken[other]!;
          taken[c] = rest;
        }
      }
    }
    for (let p = 0; p < average.length; p++) {
      let sum = 0;
      for (let m = 0; m < margins; m++) sum += taken[profileCategories[p * margins + m]!]!;
      average[p] = sum;
    }
    return average;
  };
}
