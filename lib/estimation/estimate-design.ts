import type { Estimate } from "./wave-estimates.ts";

export interface DesignRun {
  /** Names of the files, for messages. */
  readonly designFile: string;
  readonly designText: string;
  readonly responsesFile: string;
  /** The bytes of the CSV file, whole or in pieces of any size. A piece is not kept: its buffer may be used again. */
  readonly responses: Uint8Array | Iterable<Uint8Array>;
}

/** The output of `trust estimate --json` (contract, section 2), in its order of keys. */
export interface DesignEstimates {
  readonly n: number;
  readonly sumOfWeights: number;
  readonly kish: number;
  readonly nEffective: number;
  readonly rakingPasses: number;
  readonly maxMarginError: number;
  readonly estimates: readonly DesignEstimate[];
}
export interface DesignEstimate extends Estimate {
  readonly measure: string;
  readonly domain: Readonly<Record<string, string>>;
}

/**
 * `trust estimate`: an evaluator's own rows through our estimator.
 * @throws Problem whose detail has, where they apply, `file`, `line`, `column`, `value`
 */
export declare function estimateDesign(run: DesignRun): DesignEstimates;
