import type { MissingCode } from "../survey/instrument.ts";
import type { Mode, Stream } from "../survey/response.ts";
import type { WaveName } from "../survey/wave.ts";

/**
 * The mergeable sums of one wave and stream. Every entry is an integer, so parts merge in any order to the same bytes.
 * As sensitive as the answers: in a small wave most cells hold one person. It never leaves the private bucket.
 */
export interface Tally extends WaveName {
  readonly format: 1;
  readonly stream: Stream;
  /** Ids of the demographics in the profile of a cell, in order: those a margin or a published group uses, areas included. */
  readonly profile: readonly string[];
  /** Per measure: the score on 0-100 is `scale * y`, y the integer that is summed. */
  readonly measures: Readonly<Record<string, { readonly scale: number; readonly items: readonly string[] }>>;
  /** Measures of two items or more: their items, over whose complete rows cross sums are kept. */
  readonly indexes: Readonly<Record<string, readonly string[]>>;
  /** Sorted by key in code point order; no two have the same key. */
  readonly cells: readonly TallyCell[];
  /** One-way counts beside the cells. */
  readonly languages: Readonly<Record<string, number>>;
  readonly places: Readonly<Record<string, number>>;
}

export interface TallyCell {
  /** Category per profile demographic, in its order; "" where unknown. */
  readonly profile: readonly string[];
  readonly designClass: string;
  readonly mode: Mode;
  readonly flagged: boolean;
  /** Hash of the instrument. */
  readonly instrument: string;
  /** Respondents. */
  readonly n: number;
  readonly measures: Readonly<Record<string, MeasureSums>>;
  /** Per item of the instrument: how often each answer and each missing code was given. */
  readonly items: Readonly<Record<string, ItemCounts>>;
  readonly indexes: Readonly<Record<string, IndexSums>>;
}

/** Over those of the cell who answered the measure. */
export interface MeasureSums {
  readonly n: number;
  readonly sum: number;
  readonly sumOfSquares: number;
}
export interface ItemCounts {
  readonly options: Readonly<Record<string, number>>;
  readonly missing: Readonly<Partial<Record<MissingCode, number>>>;
}
/** Over the cell's rows that answered every item of the index; `cross` is the upper triangle by rows. */
export interface IndexSums {
  readonly n: number;
  readonly sums: readonly number[];
  readonly cross: readonly number[];
}
