import type { Stream } from "../survey/response.ts";
import type { WaveName } from "../survey/wave.ts";

export type Suppression = "too-few" | "protects-another" | "unreliable" | "not-asked" | "";

/** A published row: the columns of `estimates.csv` in their order. Numbers are on the printed grid; null where suppressed. */
export interface PublishedRow {
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
  readonly value: number | null;
  readonly se: number | null;
  readonly ci_low: number | null;
  readonly ci_high: number | null;
  readonly df: number | null;
  readonly n: number | null;
  readonly n_effective: number | null;
  readonly deff: number | null;
  readonly change: number | null;
  readonly change_low: number | null;
  readonly change_high: number | null;
  readonly change_verdict: "up" | "down" | "no-detectable-change" | "too-few" | "series-break" | "";
  readonly detectable_change: number | null;
  readonly flag: string;
  readonly suppressed: Suppression;
  readonly instrument: string;
  readonly method: string;
}

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

/** Estimates that may be published. Only `protect()` makes one; publishing accepts nothing else. */
export interface ProtectedEstimates {
  readonly [protection]: true;
  readonly waves: readonly PublishedWave[];
  readonly rows: readonly PublishedRow[];
  readonly representation: readonly PublishedRepresentation[];
  readonly quality: readonly PublishedQuality[];
}
