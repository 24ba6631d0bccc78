import { Problem } from "../problems/problem.ts";
import { dayIn } from "../publishing/dataset/day-in.ts";

/** A time as it was written; a day needs the time zone of the department to be an instant: ISO 8601 with milliseconds. */
export type WrittenTime = (timeZone: string) => string;

/**
 * Reads a time as a person writes it: an ISO instant with `Z`, or a day. A day counts whole, where the department is: what opens on it
 * opens at its beginning, what closes on it closes at its end.
 * @throws Problem `instant-faulty`
 * @example readTime("--closes", "2026-12-31")("America/Chicago") // "2027-01-01T06:00:00.000Z"
 */
export function readTime(option: "--opens" | "--closes", value: string): WrittenTime {
  const fits = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z)?$/.test(value);
  const time = fits ? Date.parse(value) : Number.NaN;
  // 30 February parses as 1 or 2 March.
  if (Number.isNaN(time) || !new Date(time).toISOString().startsWith(value.slice(0, 10)))
    throw new Problem("instant-faulty", { option, value });
  if (value.includes("T")) return () => new Date(time).toISOString();
  const day = option === "--opens" ? value : new Date(time + dayMilliseconds).toISOString().slice(0, 10);
  return (timeZone) => new Date(beginningOf(day, timeZone)).toISOString();
}

const dayMilliseconds = 86_400_000;

/** The first instant of a day in a time zone, also where the clocks change at midnight. */
function beginningOf(day: string, timeZone: string): number {
  const dayOf = dayIn(timeZone);
  // No zone is more than 14 hours from UTC.
  let before = Date.parse(day) - dayMilliseconds;
  let after = Date.parse(day) + dayMilliseconds;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (dayOf(middle) < day) before = middle;
    else after = middle;
  }
  return after;
}

/** An instant as the clocks of a department show it. @example localTime("2027-01-01T06:00:00Z", "America/Chicago") // "Jan 1, 2027, 12:00 AM in America/Chicago" */
export function localTime(instant: string, timeZone: string): string {
  const format = new Intl.DateTimeFormat("en-US", { timeZone, dateStyle: "medium", timeStyle: "short" });
  return `${format.format(Date.parse(instant)).replaceAll("\u202f", " ")} in ${timeZone}`;
}
