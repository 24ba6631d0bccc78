import type { WeightedSample } from "../weighting/weighted-sample.ts";
import type { Domains } from "./domains.ts";
import type { Measure } from "./measure.ts";

/** Value of domain `a` minus value of domain `b`, both of one sample; null where either has no answers or a variance cannot be known. */
export interface DomainDifference {
  readonly value: number | null;
  /** Variance of the difference, raking and the covariance of the two included. */
  readonly variance: number | null;
  readonly covariance: number | null;
  /** Respondents of both who answered, and the strata among them. */
  readonly n: number;
  readonly strata: number;
}

export declare function domainDifference(
  weighted: WeightedSample,
  measure: Measure,
  domains: Domains,
  a: number,
  b: number,
): DomainDifference;
