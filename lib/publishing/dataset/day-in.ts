export type DayIn = (instant: number) => string;

/** The calendar day of an instant in a time zone. @example dayIn("America/Chicago")(Date.parse("2026-09-01T05:00:00Z") - 1) // "2026-08-31" */
export function dayIn(timeZone: string): DayIn {
  const format = new Intl.DateTimeFormat("en", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
  return (instant) => {
    const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]));
    return `${parts.year}-${parts.month}-${parts.day}`;
  };
}
