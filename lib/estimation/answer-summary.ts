import type { VarianceTables } from "../weighting/variance-tables.ts";
import type { Influence } from "./influence.ts";

/** The weighted answers of one domain, in the units of its moments. */
export interface AnswerSummary {
  readonly n: number;
  /** Σw and Σw² over those who answered. */
  readonly weight: number;
  readonly weightSquares: number;
  readonly mean: number;
  /** n/(n − 1) Σw(y − mean)² / Σw: the variance of answers that a simple random sample would see; 0 for one answer. */
  readonly variance: number;
  /** All answers equal, to 1e-12. */
  readonly constant: boolean;
  /** Strata among those who answered. */
  readonly strata: number;
}

/** @param answers  entries `from` to before `to`, their means and spreads still those of the answers */
export function summarizeAnswers(
  { groupWeight, groupProfile, profileStratum, stratumN }: VarianceTables,
  answers: Influence,
  from: number,
  to: number,
  scale: number,
): AnswerSummary {
  const { group: groups, n: counts, mean: means, spread: spreads } = answers;
  const reference = to > from ? means[from]! : 0;
  const seen = new Uint8Array(stratumN.length);
  let n = 0;
  let weight = 0;
  let weightSquares = 0;
  let moved = 0;
  let spread = 0;
  let strata = 0;
  let low = reference;
  let high = reference;
  for (let i = from; i < to; i++) {
    const group = groups[i]!;
    const w = groupWeight[group]!;
    const stratum = profileStratum[groupProfile[group]!]!;
    const count = counts[i]!;
    const y = means[i]!;
    n += count;
    weight += w * count;
    weightSquares += w * w * count;
    moved += w * count * (y - reference);
    spread += spreads[i]!;
    if (y < low) low = y;
    if (y > high) high = y;
    if (seen[stratum] === 0) strata++;
    seen[stratum] = 1;
  }
  // Measured from the first answer, so that equal answers have exactly their own mean.
  const mean = reference + (n > 0 ? moved / weight : 0);
  let squares = 0;
  for (let i = from; i < to; i++) {
    const apart = means[i]! - mean;
    squares += groupWeight[groups[i]!]! * (spreads[i]! + counts[i]! * apart * apart);
  }
  const tolerance = 1e-12 * Math.max(1 / Math.abs(scale), Math.abs(low), Math.abs(high));
  return {
    n,
    weight,
    weightSquares,
    mean,
    variance: n > 1 ? ((n / (n - 1)) * squares) / weight : 0,
    constant: high - low <= tolerance && spread <= tolerance * tolerance,
    strata,
  };
}
