import type { FullPlace } from "../disclosure/full-places.ts";
import type { Area, Department, Event, OutsideNumber, Survey } from "../survey/department.ts";
import type { Instrument, Language, Text } from "../survey/instrument.ts";
import type { WaveReceipts } from "./receipt-files.ts";
import type { CalendarEntry } from "./release-calendar.ts";

/** What a release says besides numbers: names, wording, events, receipts. Nothing here comes from answers. */
export interface PublishedSurvey {
  readonly department: Department;
  readonly survey: Survey;
  readonly areas: readonly Area[];
  readonly events: readonly Event[];
  /** By hash: every instrument that a published row names. */
  readonly instruments: Readonly<Record<string, Instrument>>;
  /** Of the waves that the release brings, where the survey has a cap. */
  readonly fullPlaces?: readonly FullPlace[] | undefined;
  /** Of the waves that the release brings, where the survey gives receipts. */
  readonly receipts?: readonly WaveReceipts[];
  /** The department's map, a GeoJSON feature collection. */
  readonly geometry?: unknown;
  /** Numbers of others, shown beside ours and never mixed with them. */
  readonly outside?: readonly OutsideNumber[] | undefined;
  /** Waves whose results were, are or will be due. */
  readonly calendar?: readonly CalendarEntry[];
}

/** A text in a language, else in the first one there is. @example textIn({ en: "Trust" }, "es") // "Trust" */
export function textIn(text: Text | undefined, language: Language): string {
  return text?.[language] ?? Object.values(text ?? {})[0] ?? "";
}
