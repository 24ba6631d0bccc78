import type { Groups } from "./groups.ts";
import { preciseSum } from "./precise-sum.ts";
import type { Trim } from "./sample.ts";

const mostRounds = 50;
const slack = 1e-12;

export interface TrimmedWeights {
  /** Per group. */
  readonly weights: Float64Array;
  /** Those of the last raking: different only where the bounds could not be met together with the margins. */
  readonly raked: Float64Array;
}

/**
 * Up to 50 rounds of: rake; stop when every weight is inside the bounds; else clip and go on. After the last clip the bounds
 * win and the margins may miss.
 * @param settle  weights → weights that meet the margins, or the total where there are none
 */
export function trimWeights(
  groups: Groups,
  start: Float64Array,
  { low = 0, high = Number.POSITIVE_INFINITY }: Trim,
  settle: (weights: Float64Array) => Float64Array,
): TrimmedWeights {
  const respondents = preciseSum(groups.count, (g) => groups.n[g]!);
  let weights = start;
  for (let round = 1; ; round++) {
    const raked = settle(weights);
    const mean = preciseSum(groups.count, (g) => raked[g]! * groups.n[g]!) / respondents;
    if (raked.every((w) => w >= low * mean * (1 - slack) && w <= high * mean * (1 + slack)))
      return { weights: raked, raked };
    weights = raked.map((w) => Math.min(Math.max(w, low * mean), high * mean));
    if (round === mostRounds) return { weights, raked };
  }
}
