/** The estimator, importable by an outside program: no store, no server, no AWS package. */
export type { Margin, Sample, Strata, Trim } from "../weighting/sample.ts";
export { weigh } from "../weighting/weigh.ts";
export type { WeightedSample } from "../weighting/weighted-sample.ts";
export { type ControlChart, controlChart } from "./control-chart.ts";
export { type Difference, difference, type Uncertain } from "./difference.ts";
export { type DomainDifference, domainDifference } from "./domain-difference.ts";
export { type Domains, everybody, splitIntoDomains } from "./domains.ts";
export { type DesignEstimate, type DesignEstimates, type DesignRun, estimateDesign } from "./estimate-design.ts";
export { type DomainEstimate, estimateDomains, type Precision } from "./estimate-domains.ts";
export { type ComparedWith, estimateWaves } from "./estimate-waves.ts";
export { benjaminiHochberg, type Family, holm } from "./families.ts";
export { integerMoments, type Measure, type Moments } from "./measure.ts";
export { detectableWith, deviationOf, planSample, type SampleGoal, type SampleSize } from "./plan-sample.ts";
export { type Reliability, reliability } from "./reliability.ts";
export type { SurveyPlan, TalliedWave } from "./survey-plan.ts";
export { type TrendPoint, type TrendSlope, trendSlope } from "./trend-slope.ts";
export type { Estimate, WaveEstimates } from "./wave-estimates.ts";
export { yearBefore } from "./year-before.ts";
