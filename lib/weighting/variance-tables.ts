import { Problem } from "../problems/problem.ts";
import type { Groups } from "./groups.ts";
import { preciseSum } from "./precise-sum.ts";
import type { Sample, Strata } from "./sample.ts";

/** What the variance of any estimate of one sample shares, prepared once. Groups and profiles: see `groups.ts`. */
export interface VarianceTables {
  readonly n: number;
  /** Group of each cell. */
  readonly groupOfCell: Int32Array;
  /** Per group: final weight, weight of the last raking (another one only where trimming had the last word), profile. */
  readonly groupWeight: Float64Array;
  readonly groupRakedWeight: Float64Array;
  readonly groupProfile: Int32Array;
  /** Per profile: respondents, sum and sum of squares of raked weights, stratum, and whether all its weights are equal. */
  readonly profileN: Float64Array;
  readonly profileWeights: Float64Array;
  readonly profileSquares: Float64Array;
  readonly profileStratum: Int32Array;
  readonly profileEven: Uint8Array;
  /** Per profile and margin (profile by profile): its category among the categories of all margins. */
  readonly profileCategories: Int32Array;
  /** First category of each margin, and one entry more: the number of all categories. "Unknown" is one where it occurs. */
  readonly marginStart: Int32Array;
  /** Respondents per category. */
  readonly categoryN: Float64Array;
  /** Row i, column j: the share of category i's respondents who are in category j. */
  readonly categoryShares: Float64Array;
  /** Respondents per stratum. */
  readonly stratumN: Float64Array;
  /** 1 − n/N per stratum, or 1 without sizes. */
  readonly stratumUnsampled: Float64Array;
}

/** @throws Problem `stratum-empty`, `stratum-too-small` */
export function varianceTables(
  sample: Sample,
  groups: Groups,
  weights: Float64Array,
  raked: Float64Array,
): VarianceTables {
  const profileN = new Float64Array(groups.profiles);
  const profileWeights = new Float64Array(groups.profiles);
  const profileSquares = new Float64Array(groups.profiles);
  const profileEven = new Uint8Array(groups.profiles).fill(1);
  const first = new Float64Array(groups.profiles);
  for (let g = 0; g < groups.count; g++) {
    const p = groups.profile[g]!;
    profileN[p]! += groups.n[g]!;
    profileWeights[p]! += groups.n[g]! * raked[g]!;
    profileSquares[p]! += groups.n[g]! * raked[g]! ** 2;
    first[p] ||= raked[g]!;
    if (first[p] !== raked[g]) profileEven[p] = 0;
  }
  const strata = stratumSizes(sample.strata, groups, profileN, sample.file);
  return {
    n: preciseSum(groups.count, (g) => groups.n[g]!),
    groupOfCell: groups.groupOfCell,
    groupWeight: weights,
    groupRakedWeight: raked,
    groupProfile: groups.profile,
    profileN,
    profileWeights,
    profileSquares,
    profileStratum: groups.stratumOf,
    profileEven,
    ...categoryTables(sample, groups, profileN),
    ...strata,
  };
}

function stratumSizes(strata: Strata | undefined, groups: Groups, profileN: Float64Array, file: string | undefined) {
  const stratumN = new Float64Array(strata?.names.length ?? 1);
  for (let p = 0; p < groups.profiles; p++) stratumN[groups.stratumOf[p]!]! += profileN[p]!;
  const stratumUnsampled = stratumN.map((n, h) => {
    const size = strata?.sizes?.[h];
    if (strata === undefined || size === undefined) return 1;
    const stratum = strata.names[h]!;
    if (n === 0) throw new Problem("stratum-empty", { file, stratum });
    if (!(size >= n)) throw new Problem("stratum-too-small", { file, stratum, value: String(size), n });
    return 1 - n / size;
  });
  return { stratumN, stratumUnsampled };
}

function categoryTables({ margins }: Sample, groups: Groups, profileN: Float64Array) {
  const marginStart = new Int32Array(margins.length + 1);
  const profileCategories = new Int32Array(groups.profiles * margins.length);
  margins.forEach((margin, m) => {
    const known = margin.categories.length;
    let anyUnknown = 0;
    for (let p = 0; p < groups.profiles; p++) {
      const code = groups.combinations.part(groups.combinationOf[p]!, m);
      if (code < 0) anyUnknown = 1;
      profileCategories[p * margins.length + m] = marginStart[m]! + (code < 0 ? known : code);
    }
    marginStart[m + 1] = marginStart[m]! + known + anyUnknown;
  });
  const count = marginStart[margins.length]!;
  const together = new Float64Array(count * count);
  for (let p = 0; p < groups.profiles; p++)
    for (let a = 0; a < margins.length; a++)
      for (let b = 0; b < margins.length; b++)
        together[profileCategories[p * margins.length + a]! * count + profileCategories[p * margins.length + b]!]! +=
          profileN[p]!;
  const categoryN = Float64Array.from({ length: count }, (_, i) => together[i * count + i]!);
  // A category of target 0 that nobody is in has no average to subtract.
  const categoryShares = together.map((n, at) => (n === 0 ? 0 : n / categoryN[Math.floor(at / count)]!));
  return { marginStart, profileCategories, categoryN, categoryShares };
}
