import type { Instrument, Language, Text } from "./instrument.ts";
import type { Stream } from "./response.ts";

/** `department.json` */
export interface Department {
  readonly id: string;
  readonly name: Text;
  readonly languages: readonly Language[];
  /** IANA zone, for display only. */
  readonly timeZone: string;
  /** Whom residents may ask. */
  readonly contact?: Text;
  /** Made-up data: said on every page and in every file. */
  readonly demo?: boolean;
}

/** `survey.json` */
export interface Survey {
  readonly id: string;
  readonly title: Text;
  /** File name in the folder, such as `core-1.json`; the instrument new pages show. */
  readonly instrument: string;
  readonly samplingMode: Readonly<Partial<Record<Stream, "probability" | "nonprobability" | "census-attempt">>>;
  /** Population over which results are weighted, in words: "adults living in Riverton". */
  readonly population: Text;
  readonly graceMinutes: number;
  readonly retentionDays: number;
  /** Areas of the results: the instrument's demographic that holds them, such as `area`; none: only the whole. */
  readonly areas?: string;
  /** Demographics that margins are raked to, in this order. */
  readonly margins: readonly string[];
  /** Published groups. */
  readonly groups: readonly string[];
  /** Demographic or class whose population sizes give the finite population correction of a stratified invited sample. */
  readonly strata?: Readonly<Record<string, number>>;
  readonly trim?: { readonly low?: number; readonly high?: number };
  readonly confidence: number;
  /** Waves that share people, as pairs or lists of wave ids: no change between them is claimed. */
  readonly samePeople?: readonly (readonly string[])[];
  /** `automatic`: the job releases a tallied wave; `reviewed`: only `trust publish` does. */
  readonly release: "automatic" | "reviewed";
  /** Results are promised so many days after closing; a wave without them by then is shown as not released. Default: 14. */
  readonly releaseWithinDays?: number;
  readonly licence: string;
  /** DOI of the series as a whole, such as `10.5281/zenodo.1234567`, where an archive gave it one. */
  readonly doi?: string;
  /** Answers expected over one place in a wave at most; a release names places with more. Default: no cap. */
  readonly placeCap?: number;
  /** Whether residents get a receipt that shows in the next release that they were counted. Default: no. */
  readonly receipts?: boolean;
  readonly sponsor: Text;
  /** Where somebody finds help whom the questions upset, with its name and number; on every page of the survey. */
  readonly helpline?: Text;
  /** What columns of the layouts `chicago-wide` and `tempe-wide` hold: a measure (`T_LISTEN`), or `group:category` (`AGE_LOW`). */
  readonly wideColumns?: Readonly<Record<string, string>>;
}

/** A row of `population.csv`: residents of a category of a margin, over everywhere or in one area. */
export interface PopulationCount {
  readonly margin: string;
  readonly category: string;
  readonly count: number;
  readonly area: string | null;
}

/** A row of `areas.csv` or a feature of `areas.geojson`. */
export interface Area {
  readonly id: string;
  readonly name: string;
}

/** `events.json`: something that happened, drawn on the trend. */
export interface Event {
  readonly date: string;
  readonly label: Text;
  readonly url?: string;
  readonly area?: string;
}

/** A row of `outside-series.csv`: a score of 0-100 that somebody else published, without n and without a margin. */
export interface OutsideNumber {
  /** Who published it. */
  readonly source: string;
  readonly measure: string;
  /** First and last day, as 2021-04-01. */
  readonly from: string;
  readonly to: string;
  readonly value: number;
  /** Where it was published. */
  readonly address?: string;
}

/** A department folder, read, checked and joined. One survey per folder file; a department may have several folders' worth. */
export interface DepartmentFolder {
  readonly department: Department;
  readonly survey: Survey;
  /** By file name. */
  readonly instruments: Readonly<Record<string, Instrument>>;
  readonly population: readonly PopulationCount[];
  readonly areas: readonly Area[];
  readonly geometry?: unknown;
  readonly events: readonly Event[];
  /** Shown beside the results, never mixed with them. */
  readonly outside?: readonly OutsideNumber[];
}
