/** The estimator, importable by an outside program: no store, no server, no AWS package. */
export type { Margin, Sample, Strata, Trim } from "../weighting/sample.ts";
export { weigh } from "../weighting/weigh.ts";
export type { WeightedSample } from "../weighting/weighted-sample.ts";
export { type DomainDifference, domainDifference } from "./domain-difference.ts";
export { type Domains, everybody, splitIntoDomains } from "./domains.ts";
export { type DesignEstimate, type DesignEstimates, type DesignRun, estimateDesign } from "./estimate-design.ts";
export { type DomainEstimate, estimateDomains, type Precision } from "./estimate-domains.ts";
export { integerMoments, type Measure, type Moments } from "./measure.ts";
export type { Estimate } from "./wave-estimates.ts";
