import { Problem } from "../problems/problem.ts";
import { detectableErrors } from "./difference.ts";
import type { Estimate } from "./wave-estimates.ts";

/** What a wave has to be able to show, in one area or over everywhere. */
export interface SampleGoal {
  /** Smallest change between two such waves to be found with 80 % power, in points of 0-100. */
  readonly detectable: number;
  /** Of single answers, on 0-100: 25 is usual for a mean of agreement, 50 the largest a share can have. */
  readonly standardDeviation: number;
  /** How many times weighting and design widen the variance; 1.4 is usual after raking. */
  readonly deff: number;
  /** Residents it is drawn from; with them answers of a small place count for more. */
  readonly residents?: number;
  /** Share of those invited who answer, above 0 and at most 1: says how many to invite. */
  readonly responseRate?: number;
}

export interface SampleSize {
  /** Answers per wave. */
  readonly answers: number;
  /** Invitations per wave, where a response rate was given. */
  readonly invitations?: number;
  /** What that many answers detect: at most the wanted change. */
  readonly detectable: number;
}

/**
 * Answers per wave for a wanted smallest detectable change: 2.8 · √(2 · deff · s² / n) ≤ change, with the finite population
 * correction where the residents are known.
 * @throws Problem `plan-impossible` naming the number that cannot be
 * @example planSample({ detectable: 6, standardDeviation: 25, deff: 1.4 }).answers // 382
 */
export function planSample(goal: SampleGoal): SampleSize {
  check(goal);
  const { detectable, standardDeviation, deff, residents, responseRate } = goal;
  const endless = 2 * deff * ((detectableErrors * standardDeviation) / detectable) ** 2;
  const needed = residents === undefined ? endless : endless / (1 + endless / residents);
  const answers = Math.max(2, Math.ceil(needed - 1e-9));
  return {
    answers,
    ...(responseRate === undefined ? {} : { invitations: Math.ceil(answers / responseRate - 1e-9) }),
    detectable: detectableWith({ ...goal, answers }),
  };
}

/** Smallest change that two waves of so many answers find with 80 % power. @example detectableWith({ answers: 400, standardDeviation: 25, deff: 1.4 }) // 5.856… */
export function detectableWith({
  answers,
  standardDeviation,
  deff,
  residents = Number.POSITIVE_INFINITY,
}: Omit<SampleGoal, "detectable"> & { readonly answers: number }): number {
  const unsampled = Math.max(0, 1 - answers / residents);
  return detectableErrors * Math.sqrt((2 * deff * unsampled * standardDeviation ** 2) / answers);
}

/** Standard deviation and design effect of a past estimate, to plan with; undefined where it has no error. */
export function deviationOf({ n, se, deff }: Estimate): Pick<SampleGoal, "standardDeviation" | "deff"> | undefined {
  if (se === null || deff === null || se === 0 || deff === 0) return undefined;
  return { standardDeviation: se * Math.sqrt(n / deff), deff };
}

function check(goal: SampleGoal): void {
  const { detectable, standardDeviation, deff, residents, responseRate } = goal;
  const refuse = (name: string, value: number, expected: string): never => {
    throw new Problem("plan-impossible", { name, value, expected });
  };
  if (!(detectable > 0 && detectable <= 100)) refuse("detectable change", detectable, "points above 0, at most 100");
  if (!(standardDeviation > 0 && standardDeviation <= 50))
    refuse("standard deviation", standardDeviation, "above 0, at most 50: answers lie on 0-100");
  if (!(deff > 0 && deff <= 100)) refuse("design effect", deff, "above 0, such as 1.4");
  if (residents !== undefined && !(residents >= 2)) refuse("residents", residents, "at least 2");
  if (responseRate !== undefined && !(responseRate > 0 && responseRate <= 1))
    refuse("response rate", responseRate, "above 0, at most 1");
}
