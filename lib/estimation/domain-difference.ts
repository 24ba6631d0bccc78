import type { WeightedSample } from "../weighting/weighted-sample.ts";
import { summarizeAnswers } from "./answer-summary.ts";
import type { Domains } from "./domains.ts";
import { linearize } from "./estimate-domains.ts";
import { Influence } from "./influence.ts";
import { influenceVariance } from "./influence-variance.ts";
import type { Measure } from "./measure.ts";

/** Value of one domain minus value of another, both of one sample. */
export interface DomainDifference {
  /** Null where either has no answers. */
  readonly value: number | null;
  /** Variance of the difference, raking and the covariance of the two included; null where either has fewer than 2 answers. */
  readonly variance: number | null;
  /** Of the two values: (V(a) + V(b) − V(a − b)) / 2. */
  readonly covariance: number | null;
  /** Respondents of both who answered, and the strata among them. */
  readonly n: number;
  readonly strata: number;
}

/**
 * The difference between two domains of a weighted sample with its variance. Raking ties the two together (what the margins give
 * one group they take from another), so their variances alone are not enough. As `svycontrast` of `svyby(covmat = TRUE)` in R.
 * @example domainDifference(weighted, trust, splitIntoDomains(weighted, [0, 1], 2), 0, 1).value // -25
 */
export function domainDifference(
  weighted: WeightedSample,
  measure: Measure,
  domains: Domains,
  a: number,
  b: number,
): DomainDifference {
  const tables = weighted.variance;
  const varianceOf = influenceVariance(tables);
  const sizeOf = (domain: number) => domains.start[domain + 1]! - domains.start[domain]!;
  const one = (domain: number, sign: 1 | -1, into: Influence) => {
    const from = into.size;
    into.addAnswers(tables, measure.moments, domains, domain);
    const answers = summarizeAnswers(tables, into, from, into.size, measure.scale);
    linearize(tables, into, from, answers, measure.statistic, sign);
    return answers;
  };
  const [alone, other, both] = [sizeOf(a), sizeOf(b), sizeOf(a) + sizeOf(b)].map((size) => new Influence(size)) as [
    Influence,
    Influence,
    Influence,
  ];
  const [left, right] = [one(a, 1, alone), one(b, 1, other)];
  one(a, 1, both);
  one(b, -1, both);
  const variance = varianceOf(both) * measure.scale ** 2;
  const apart = (varianceOf(alone) + varianceOf(other)) * measure.scale ** 2;
  const known = left.n > 1 && right.n > 1;
  const size = (answers: typeof left) => (measure.statistic === "total" ? answers.weight : 1);
  return {
    value: left.n > 0 && right.n > 0 ? measure.scale * (left.mean * size(left) - right.mean * size(right)) : null,
    variance: known ? variance : null,
    covariance: known ? (apart - variance) / 2 : null,
    n: left.n + right.n,
    strata: strataOf(tables, both),
  };
}

function strataOf({ groupProfile, profileStratum }: WeightedSample["variance"], influence: Influence): number {
  return new Set(influence.group.subarray(0, influence.size).map((g) => profileStratum[groupProfile[g]!]!)).size;
}
