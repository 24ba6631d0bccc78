import { KeyIndex } from "./key-index.ts";
import type { Sample } from "./sample.ts";

/**
 * The sample at three depths. Cells of one group share stratum, margin categories and base weight, so they share every weight;
 * groups of one profile share stratum and margin categories; a combination is the margin categories alone.
 */
export interface Groups {
  readonly count: number;
  readonly groupOfCell: Int32Array;
  readonly n: Float64Array;
  readonly baseWeight: Float64Array;
  readonly profile: Int32Array;
  readonly profiles: number;
  readonly combination: Int32Array;
  readonly combinations: KeyIndex;
  /** Per profile. */
  readonly stratumOf: Int32Array;
  readonly combinationOf: Int32Array;
}

export function groupCells({ n, baseWeight, strata, margins }: Sample): Groups {
  const combinations = new KeyIndex(margins.length);
  const profiles = new KeyIndex(2);
  const groups = new KeyIndex(3);
  const codes = margins.map((margin) => margin.codes);
  const groupOfCell = new Int32Array(n.length);
  const categories = new Int32Array(margins.length);
  const profileKey = new Int32Array(2);
  const groupKey = new Int32Array(3);
  const weight = new Float64Array(1);
  const bits = new Int32Array(weight.buffer);
  for (let cell = 0; cell < n.length; cell++) {
    for (let m = 0; m < margins.length; m++) categories[m] = codes[m]![cell]!;
    profileKey[0] = combinations.numberOf(categories);
    profileKey[1] = strata?.codes[cell] ?? 0;
    groupKey[0] = profiles.numberOf(profileKey);
    // No weight is 0, so 0 may stand for the first one: without base weights, groups then have a table too.
    weight[0] = baseWeight[cell] === baseWeight[0] ? 0 : baseWeight[cell]!;
    groupKey[1] = bits[0]!;
    groupKey[2] = bits[1]!;
    groupOfCell[cell] = groups.numberOf(groupKey);
  }
  const sums = new Float64Array(groups.size);
  const weights = new Float64Array(groups.size);
  for (let cell = 0; cell < n.length; cell++) {
    sums[groupOfCell[cell]!]! += n[cell]!;
    weights[groupOfCell[cell]!] = baseWeight[cell]!;
  }
  const profile = Int32Array.from({ length: groups.size }, (_, g) => groups.part(g, 0));
  const combinationOf = Int32Array.from({ length: profiles.size }, (_, p) => profiles.part(p, 0));
  return {
    count: groups.size,
    groupOfCell,
    n: sums,
    baseWeight: weights,
    profile,
    profiles: profiles.size,
    combination: profile.map((p) => combinationOf[p]!),
    combinations,
    stratumOf: Int32Array.from({ length: profiles.size }, (_, p) => profiles.part(p, 1)),
    combinationOf,
  };
}
