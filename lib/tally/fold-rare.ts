import type { Tally } from "./tally.ts";

const leastCounted = 25;
/** What rare languages and places are counted under together. */
export const otherPlace = "other";

/** A tally as it is kept: languages and places with fewer than 25 answers are counted together as `other`. */
export function foldRare(tally: Tally): Tally {
  return { ...tally, languages: folded(tally.languages), places: folded(tally.places) };
}

function folded(counts: Readonly<Record<string, number>>): Record<string, number> {
  const kept = Object.entries(counts).filter(([name, n]) => n >= leastCounted && name !== otherPlace);
  const all = Object.values(counts).reduce((sum, n) => sum + n, 0);
  const rest = all - kept.reduce((sum, [, n]) => sum + n, 0);
  return Object.fromEntries(rest > 0 ? [...kept, [otherPlace, rest]] : kept);
}
