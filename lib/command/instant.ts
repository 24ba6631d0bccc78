import { Problem } from "../problems/problem.ts";

/**
 * A UTC instant as a person writes it: a whole ISO instant with `Z`, or a day, which means its beginning.
 * @returns ISO 8601 with milliseconds, as stored
 * @throws Problem `instant-faulty`
 * @example readInstant("--closes", "2026-12-31") // "2026-12-31T00:00:00.000Z"
 */
export function readInstant(option: string, value: string): string {
  const fits = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z)?$/.test(value);
  const time = fits ? Date.parse(value) : Number.NaN;
  // 30 February parses as 1 or 2 March.
  if (Number.isNaN(time) || !new Date(time).toISOString().startsWith(value.slice(0, 10)))
    throw new Problem("instant-faulty", { option, value });
  return new Date(time).toISOString();
}
