import { formattingLocale } from "../../language/formatting-locale.ts";
import type { Language } from "../../survey/instrument.ts";

interface Interval {
  readonly opens: string;
  readonly closes: string;
}

/** Formats are costly to make and used for every row. */
const formats = new Map<string, Intl.DateTimeFormat>();

function dateFormat(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const name = `${language} ${JSON.stringify(options)}`;
  const known = formats.get(name) ?? new Intl.DateTimeFormat(formattingLocale(language), options);
  formats.set(name, known);
  return known;
}

/** The months in which a wave took answers, in the department's time zone. @example waveName({ opens: "2026-08-01T00:00Z", closes: "2026-09-01T00:00Z" }, "en", "UTC") // "August 2026" */
export function waveName(wave: Interval, language: Language, timeZone: string): string {
  const format = dateFormat(language, { month: "long", year: "numeric", timeZone });
  return format.formatRange(inside(wave.opens, 1), inside(wave.closes, -1));
}

/** First and last day of a wave. */
export function fieldDates(wave: Interval, language: Language, timeZone: string): string {
  const format = dateFormat(language, { dateStyle: "long", timeZone });
  return format.formatRange(new Date(wave.opens), lastInstant(wave));
}

export function dayName(date: string, language: Language): string {
  return dateFormat(language, { dateStyle: "medium", timeZone: "UTC" }).format(new Date(date));
}

/** Labels under an axis of time: month (with the day where months repeat), and the year where it begins. */
export function axisLabels(
  waves: readonly Interval[],
  language: Language,
  timeZone: string,
): readonly { readonly month: string; readonly year: string }[] {
  const part = (options: Intl.DateTimeFormatOptions) => {
    const format = dateFormat(language, { ...options, timeZone });
    return waves.map(({ opens }) => format.format(inside(opens, 1)));
  };
  const months = part({ month: "short" });
  const days = part({ month: "short", day: "numeric" });
  const years = part({ year: "numeric" });
  return waves.map((_, at) => {
    const repeated = months[at] === months[at - 1] || months[at] === months[at + 1];
    return {
      month: (repeated ? days[at] : months[at]) ?? "",
      year: years[at] === years[at - 1] ? "" : (years[at] ?? ""),
    };
  });
}

/** The end of a half-open interval is not in it. */
const lastInstant = ({ opens, closes }: Interval): Date =>
  new Date(Math.max(Date.parse(opens), Date.parse(closes) - 1));

/** Half a day inside the wave: one that opens at midnight UTC belongs to the month that it is named for, east and west of it. */
const inside = (bound: string, direction: 1 | -1): Date => new Date(Date.parse(bound) + direction * 43_200_000);

/** First to last day. In the short form of the language. */
export function dayRange(from: string, to: string, language: Language): string {
  return dateFormat(language, { dateStyle: "medium", timeZone: "UTC" }).formatRange(new Date(from), new Date(to));
}
