import type { WeightedSample } from "../weighting/weighted-sample.ts";
import type { Domains } from "./domains.ts";
import type { Measure } from "./measure.ts";
import type { Estimate } from "./wave-estimates.ts";

export interface Precision {
  /** Default 0.95. */
  readonly confidence?: number;
  /** Interval of shares, default `beta` (Korn-Graubard). */
  readonly interval?: "beta" | "logit" | "wilson";
}

/** An estimate and the number of strata among those who answered (df = n − strata). */
export interface DomainEstimate extends Estimate {
  readonly strata: number;
}

/** One estimate per domain, in order (contract, section 2, conventions 3-9). */
export declare function estimateDomains(
  weighted: WeightedSample,
  measure: Measure,
  domains: Domains,
  precision?: Precision,
): DomainEstimate[];
