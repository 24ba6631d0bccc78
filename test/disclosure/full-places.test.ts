import { expect, test } from "vitest";
import { fullPlaces } from "../../lib/disclosure/full-places.ts";

const counts = [
  { wave: "w1", stream: "open", places: { "": 900, other: 80, library: 60, market: 61, clinic: 300 } },
  { wave: "w1", stream: "invited", places: { library: 10 } },
] as const;

test("a place over its cap is named, and nothing of how many; no place and rare places are none", () => {
  expect(fullPlaces(counts, 60)).toEqual([
    { wave: "w1", stream: "open", place: "clinic", cap: 60 },
    { wave: "w1", stream: "open", place: "market", cap: 60 },
  ]);
  expect(fullPlaces(counts, 300)).toEqual([]);
});
