import type { Language } from "../../survey/instrument.ts";

interface Interval {
  readonly opens: string;
  readonly closes: string;
}

/** The months in which a wave took answers, in the department's time zone. @example waveName({ opens: "2026-08-01T00:00Z", closes: "2026-09-01T00:00Z" }, "en", "UTC") // "August 2026" */
export function waveName(wave: Interval, language: Language, timeZone: string): string {
  const format = new Intl.DateTimeFormat(language, { month: "long", year: "numeric", timeZone });
  return format.formatRange(new Date(wave.opens), lastInstant(wave));
}

/** First and last day of a wave. */
export function fieldDates(wave: Interval, language: Language, timeZone: string): string {
  const format = new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone });
  return format.formatRange(new Date(wave.opens), lastInstant(wave));
}

export function dayName(date: string, language: Language): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" }).format(new Date(date));
}

/** Labels under an axis of time: month (with the day where months repeat), and the year where it begins. */
export function axisLabels(
  waves: readonly Interval[],
  language: Language,
  timeZone: string,
): readonly { readonly month: string; readonly year: string }[] {
  const part = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(language, { ...options, timeZone });
    return waves.map(({ opens }) => format.format(new Date(opens)));
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
