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
  const reference = to > from ? answers.mean[from]! : 0;
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
    const w = groupWeight[answers.group[i]!]!;
    const stratum = profileStratum[groupProfile[answers.group[i]!]!]!;
    n += answers.n[i]!;
    weight += w * answers.n[i]!;
    weightSquares += w * w * answers.n[i]!;
    moved += w * answers.n[i]! * (answers.mean[i]! - reference);
    spread += answers.spread[i]!;
    low = Math.min(low, answers.mean[i]!);
    high = Math.max(high, answers.mean[i]!);
    if (!seen[stratum]) strata++;
    seen[stratum] = 1;
  }
  // Measured from the first answer, so that equal answers have exactly their own mean.
  const mean = reference + (n > 0 ? moved / weight : 0);
  let squares = 0;
  for (let i = from; i < to; i++) {
    const apart = answers.mean[i]! - mean;
    squares += groupWeight[answers.group[i]!]! * (answers.spread[i]! + answers.n[i]! * apart * apart);
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
