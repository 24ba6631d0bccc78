import type { Survey } from "../survey/department.ts";
import type { Wave } from "../survey/wave.ts";

/** A wave and what became of its results: `released`; `expected` until its day has come; then `missed`. */
export interface CalendarEntry {
  readonly wave: string;
  /** ISO instants. */
  readonly opens: string;
  readonly closes: string;
  /** Until when the results are to be published. */
  readonly due: string;
  readonly status: "released" | "expected" | "missed";
}

/** Results are promised so long after closing, unless the survey says otherwise. */
export const defaultReleaseDays = 14;

/**
 * When results were, are and will be due, by opening: every wave that counts. Trials and cancelled waves promise nothing.
 * @param released ids of the waves that the newest release holds
 * @param now      milliseconds since 1970
 */
export function releaseCalendar(
  waves: readonly Wave[],
  { releaseWithinDays = defaultReleaseDays }: Pick<Survey, "releaseWithinDays">,
  released: ReadonlySet<string>,
  now: number,
): readonly CalendarEntry[] {
  return waves
    .filter(({ trial, cancelled }) => !trial && cancelled === undefined)
    .map(({ wave, opens, closes }) => {
      const due = Date.parse(closes) + releaseWithinDays * 86_400_000;
      const open = now < due ? "expected" : "missed";
      const status: CalendarEntry["status"] = released.has(wave) ? "released" : open;
      return { wave, opens, closes, due: new Date(due).toISOString(), status };
    })
    .toSorted((a, b) => Date.parse(a.opens) - Date.parse(b.opens));
}
