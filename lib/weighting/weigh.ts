import type { Sample } from "./sample.ts";
import type { WeightedSample } from "./weighted-sample.ts";

/**
 * Weights of a sample: base weights, raked to the margins, trimmed inside the loop (contract, section 2, conventions 1-5).
 * @throws Problem `margin-cell-empty`, `margin-target-zero`, `margin-totals-differ`, `raking-not-converged`, `stratum-too-small`, `no-rows`
 */
export declare function weigh(sample: Sample): WeightedSample;
