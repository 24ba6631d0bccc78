import type { Stream } from "../survey/response.ts";

/** A place over which more answers came than its survey expects there, as a whole: which of them were too many cannot be known. */
export interface FullPlace {
  readonly wave: string;
  readonly stream: Stream;
  readonly place: string;
  readonly cap: number;
}

/** Answers of a wave and stream by place, as a tally counts them beside its cells. */
export interface PlaceCounts {
  readonly wave: string;
  readonly stream: Stream;
  readonly places: Readonly<Record<string, number>>;
}

/** What rare places are counted under together, and answers without a place. */
const noPlace: ReadonlySet<string> = new Set(["other", ""]);

/**
 * Places over their cap. Nothing but that is said of a place: not how many answers came over it.
 * @param cap answers that a survey expects over one place at most
 */
export function fullPlaces(counts: readonly PlaceCounts[], cap: number): readonly FullPlace[] {
  return counts.flatMap(({ wave, stream, places }) =>
    Object.entries(places)
      .filter(([place, count]) => count > cap && !noPlace.has(place))
      .map(([place]) => ({ wave, stream, place, cap }))
      .toSorted((a, b) => (a.place < b.place ? -1 : 1)),
  );
}
