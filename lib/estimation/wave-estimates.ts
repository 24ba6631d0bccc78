import type { Stream } from "../survey/response.ts";
import type { WaveName } from "../survey/wave.ts";

/** One estimate, exact: before any rounding, suppression or publication. A number that cannot be computed is null, with why. */
export interface Estimate {
  /** Respondents of the domain who answered. */
  readonly n: number;
  readonly value: number | null;
  readonly se: number | null;
  readonly df: number;
  readonly ciLow: number | null;
  readonly ciHigh: number | null;
  readonly deff: number | null;
  readonly nEffective: number | null;
  /** Residents represented by those who answered: the sum of their weights. */
  readonly weight?: number;
  readonly why?: string;
}

/** The key of a published number (contract, section 4), but for its wave and stream. */
export interface EstimateKey {
  /** Area id, or `all`. */
  readonly area: string;
  /** `all`, a demographic, `mode`, or `unflagged`. */
  readonly group: string;
  /** Category of the group; `all` where the group is; `a:b` of a gap. */
  readonly category: string;
  readonly measure: string;
  readonly statistic: "mean100" | "percent" | "percent-missing" | "gap";
  /** Answer option of a distribution or missing code, else "". */
  readonly option: string;
}

export interface Change {
  /** Id of the wave compared with. */
  readonly from: string;
  /** Differences of the exact values, on 0-100. */
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** After the family's correction, on exact values. */
  readonly verdict: "up" | "down" | "no-detectable-change" | "too-few" | "series-break";
  readonly detectable: number | null;
}

/** Every number here is on 0-100. */
export interface EstimateRow {
  readonly key: EstimateKey;
  /** Scale of the statistic for the reliability rule: a share or a mean of 0-100. */
  readonly kind: "mean" | "share";
  readonly estimate: Estimate;
  /** Absent in a first wave and where there is no earlier estimate of the same key. */
  readonly change?: Change;
  /** Number of strata among those who answered: published df = printed n − strata. */
  readonly strata: number;
  /** Hash of the instrument of the measure's newest wording in the cell. */
  readonly instrument: string;
  readonly seriesBreak: boolean;
}

/** Who answered against who lives here: one row per margin category. */
export interface RepresentationRow {
  readonly margin: string;
  readonly category: string;
  readonly n: number;
  /** Percent of the population, of the respondents by base weight, and after weighting. */
  readonly population: number;
  readonly before: number;
  readonly after: number;
}
/** An index and the measures of its single items; `items` counts all of its items, also those without a measure of their own. */
export interface MeasureLink {
  readonly index: string;
  readonly measures: readonly string[];
  /** How many of the items each of the measures has; 1 when absent. */
  readonly sizes?: readonly number[];
  readonly items: number;
}
/** An answer of a scale: its score on 0-100, and whether it counts as favourable. */
export interface ScoredAnswer {
  readonly option: string;
  readonly score: number;
  readonly favourable: boolean;
}
export interface QualityRow {
  readonly index: string;
  readonly n: number;
  readonly alpha: number | null;
  readonly omega: number | null;
}

/** Everything estimated from one wave and stream. Not publishable: only `protect()` makes what is. */
export interface WaveEstimates extends WaveName {
  readonly opens: string;
  readonly closes: string;
  readonly stream: Stream;
  readonly samplingMode: "probability" | "nonprobability" | "census-attempt";
  /** Id of the method, explained in docs/method.md. */
  readonly method: string;
  readonly n: number;
  readonly nEffective: number;
  readonly kish: number;
  readonly rakingPasses: number;
  readonly maxMarginError: number;
  /** Thin or empty margin cells that were joined before raking, in words for the report. */
  readonly collapsed: readonly string[];
  readonly rows: readonly EstimateRow[];
  /** Measures that are the average of others, whose numbers give one another away. */
  readonly links?: readonly MeasureLink[];
  /** By measure of one scale item, its answers: shares of answers, favourable share and mean give one another away. */
  readonly answers?: Readonly<Record<string, readonly ScoredAnswer[]>>;
  readonly representation: readonly RepresentationRow[];
  readonly quality: readonly QualityRow[];
}
