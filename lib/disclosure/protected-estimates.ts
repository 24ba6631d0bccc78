import type { Stream } from "../survey/response.ts";
import type { WaveName } from "../survey/wave.ts";

export type Suppression = "too-few" | "protects-another" | "unreliable" | "not-asked" | "";

/** What a published row is about: its key and where it comes from (contract, section 4). */
export interface PublishedRowKey {
  readonly department: string;
  readonly survey: string;
  readonly wave: string;
  readonly opens: string;
  readonly closes: string;
  readonly stream: Stream;
  readonly area: string;
  readonly group: string;
  readonly category: string;
  readonly measure: string;
  readonly statistic: "mean100" | "percent" | "percent-missing" | "gap";
  readonly option: string;
  readonly instrument: string;
  readonly method: string;
}

/** Numbers of a row that is shown, on the printed grid: none without its n, effective n and interval. */
export interface ShownNumbers {
  readonly value: number;
  readonly se: number;
  readonly ci_low: number;
  readonly ci_high: number;
  readonly df: number;
  readonly n: number;
  readonly n_effective: number;
  /** Null where all answers are alike. */
  readonly deff: number | null;
  readonly change: number | null;
  readonly change_low: number | null;
  readonly change_high: number | null;
  readonly change_verdict: "up" | "down" | "no-detectable-change" | "too-few" | "series-break" | "";
  readonly detectable_change: number | null;
  readonly flag: string;
  readonly suppressed: "";
}

/** A row that is withheld keeps its key, says why, and has no numbers. */
export type WithheldNumbers = {
  readonly [Column in Exclude<keyof ShownNumbers, "change_verdict" | "flag" | "suppressed">]: null;
} & { readonly change_verdict: ""; readonly flag: string; readonly suppressed: Exclude<Suppression, ""> };

export type ShownRow = PublishedRowKey & ShownNumbers;
export type WithheldRow = PublishedRowKey & WithheldNumbers;

/** A published row: the columns of `estimates.csv`. */
export type PublishedRow = ShownRow | WithheldRow;

export interface PublishedRepresentation {
  readonly wave: string;
  readonly stream: Stream;
  readonly margin: string;
  readonly category: string;
  readonly n: number | null;
  readonly population: number | null;
  readonly before: number | null;
  readonly after: number | null;
  readonly suppressed: Suppression;
}

export interface PublishedQuality {
  readonly wave: string;
  readonly stream: Stream;
  readonly index: string;
  readonly alpha: number | null;
  readonly omega: number | null;
  readonly n: number | null;
}

/** What is said of a wave and stream as a whole, on the printed grid. */
export interface PublishedWave extends WaveName {
  readonly opens: string;
  readonly closes: string;
  readonly stream: Stream;
  readonly samplingMode: "probability" | "nonprobability" | "census-attempt";
  readonly method: string;
  readonly n: number | null;
  readonly kish: number | null;
  readonly collapsed: readonly string[];
}

declare const protection: unique symbol;

/** What a release says, as read back from its files. Not publishable by itself: only `protect()` lets it pass. */
export interface ReleasedEstimates {
  readonly waves: readonly PublishedWave[];
  readonly rows: readonly PublishedRow[];
  readonly representation: readonly PublishedRepresentation[];
  readonly quality: readonly PublishedQuality[];
}

/** Estimates that may be published. Only `protect()` makes one; publishing accepts nothing else. */
export interface ProtectedEstimates extends ReleasedEstimates {
  readonly [protection]: true;
}
