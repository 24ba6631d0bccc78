import type { WeightedSample } from "../weighting/weighted-sample.ts";
import { type AnswerSummary, summarizeAnswers } from "./answer-summary.ts";
import type { Domains } from "./domains.ts";
import { Influence } from "./influence.ts";
import { influenceVariance } from "./influence-variance.ts";
import { type Interval, meanInterval, type ShareInterval, shareInterval } from "./interval.ts";
import type { Measure } from "./measure.ts";
import type { Estimate } from "./wave-estimates.ts";

export interface Precision {
  /** Default 0.95. */
  readonly confidence?: number;
  /** Interval of shares, default `beta` (Korn-Graubard). */
  readonly interval?: ShareInterval;
}

/** An estimate and the number of strata among those who answered (df = n − strata). */
export interface DomainEstimate extends Estimate {
  readonly strata: number;
}

/**
 * One estimate per domain, in order: value, raking-aware linearized standard error, interval and design effect
 * (contract, section 2, conventions 3 and 6-9). Equal to R survey 4.5 to 1e-9; a number that cannot be computed is null.
 * @example
 * const weighted = weigh({ n: [2, 2], baseWeight: [1, 1], margins: [] });
 * const trust: Measure = { statistic: "mean", scale: 25, moments: integerMoments([2, 2], [4, 6], [8, 20]) };
 * estimateDomains(weighted, trust, everybody(weighted)) // [{ n: 4, value: 62.5, se: 12.5, df: 3, … }]
 */
export function estimateDomains(
  weighted: WeightedSample,
  measure: Measure,
  domains: Domains,
  { confidence = 0.95, interval = "beta" }: Precision = {},
): DomainEstimate[] {
  const tables = weighted.variance;
  const varianceOf = influenceVariance(tables);
  const influence = new Influence(Math.min(domains.cells.length, tables.groupWeight.length));
  const estimates: DomainEstimate[] = [];
  for (let domain = 0; domain < domains.count; domain++) {
    influence.size = 0;
    influence.addAnswers(tables, measure.moments, domains, domain);
    const answers = summarizeAnswers(tables, influence, 0, influence.size, measure.scale);
    if (answers.n < 2) {
      estimates.push(tooFew(answers, measure));
      continue;
    }
    linearize(tables, influence, 0, answers, measure.statistic, 1);
    estimates.push(describe(answers, varianceOf(influence), measure, confidence, interval));
  }
  return estimates;
}

/** Turns answers y into their influence on the mean, (y − ȳ)/Σw, or on the total, y; times `sign`. */
export function linearize(
  { groupWeight, groupRakedWeight }: WeightedSample["variance"],
  influence: Influence,
  from: number,
  answers: AnswerSummary,
  statistic: Measure["statistic"],
  sign: 1 | -1,
): void {
  const { size, group: groups, mean, spread } = influence;
  const { constant } = answers;
  const centre = statistic === "total" ? 0 : answers.mean;
  const share = statistic === "total" ? sign : sign / answers.weight;
  // Where all answers are equal what is left is rounding, but a total still varies with how many there are.
  const isFixed = constant && statistic !== "total";
  for (let i = from; i < size; i++) {
    const group = groups[i]!;
    const factor = (share * groupWeight[group]!) / groupRakedWeight[group]!;
    mean[i] = isFixed ? 0 : (mean[i]! - centre) * factor;
    spread[i] = constant ? 0 : spread[i]! * factor * factor;
  }
}

function tooFew(answers: AnswerSummary, measure: Measure): DomainEstimate {
  const one = answers.n === 1;
  const size = measure.statistic === "total" ? answers.weight : 1;
  return {
    n: answers.n,
    value: one ? measure.scale * answers.mean * size : null,
    se: null,
    df: 0,
    ciLow: null,
    ciHigh: null,
    deff: null,
    nEffective: one ? 1 : null,
    weight: answers.weight,
    why: one ? "one answer" : "no answers",
    strata: answers.strata,
  };
}

function describe(
  answers: AnswerSummary,
  rawVariance: number,
  { statistic, scale }: Measure,
  confidence: number,
  method: ShareInterval,
): DomainEstimate {
  const { n, mean, weight, constant, strata } = answers;
  const size = statistic === "total" ? weight : 1;
  // Below this the margins, or a stratum taken whole, fix the value: what is left is rounding.
  const fixed = rawVariance < (1e-20 * (constant ? mean * mean : answers.variance) * size * size) / n;
  const variance = fixed ? 0 : rawVariance;
  const nKish = weight ** 2 / answers.weightSquares;
  const deff = constant ? null : variance / (size * size * (answers.variance / n));
  const value = scale * mean * size;
  const se = Math.abs(scale) * Math.sqrt(variance);
  const df = n - strata;
  let ends: Interval = null;
  if (df > 0) {
    if (statistic !== "share") ends = meanInterval(value, se, df, confidence);
    else if (variance === 0 && !constant) ends = [value, value];
    else {
      const share = shareInterval(method, { p: mean, variance, n, df, nKish }, confidence);
      ends = share && [scale * share[0], scale * share[1]];
    }
  }
  const nEffective = deff === null ? nKish : deff === 0 ? null : n / deff;
  const why =
    df < 1
      ? "no degrees of freedom"
      : constant
        ? "no variation"
        : nEffective === null
          ? "no sampling error"
          : undefined;
  return {
    n,
    value,
    se,
    df,
    ciLow: ends?.[0] ?? null,
    ciHigh: ends?.[1] ?? null,
    deff,
    nEffective,
    weight,
    ...(why === undefined ? {} : { why }),
    strata,
  };
}
