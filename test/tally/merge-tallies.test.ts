import fc from "fast-check";
import { expect, test } from "vitest";
import type { Response } from "../../lib/survey/response.ts";
import { foldRare } from "../../lib/tally/fold-rare.ts";
import { formatTally } from "../../lib/tally/format-tally.ts";
import { mergeTallies } from "../../lib/tally/merge-tallies.ts";
import { parseTally } from "../../lib/tally/parse-tally.ts";
import type { Tally } from "../../lib/tally/tally.ts";
import { tallyPart, tallyWave } from "../../lib/tally/tally-wave.ts";
import { pagesOf, response, smallPlan, smallWave } from "./small-survey.ts";

const missing = ["dk", "ref", "skip", "na", "notasked", "break"];
const answers = fc.tuple(
  ...[1, 2, 3].map(() => fc.constantFrom<unknown>(1, 2, 3, 4, 5, ...missing)),
  fc.constantFrom<unknown>(1, 2, 3, 4, ...missing),
  fc.constantFrom("yes", "no", ...missing),
  fc.constantFrom("north", "south", "skip"),
  fc.constantFrom("F", "M", "ref"),
  fc.constantFrom("young", "middle", "old", "dk"),
  fc.constant("skip"),
);
const anyResponse: fc.Arbitrary<Response> = fc
  .record({
    answers,
    mode: fc.constantFrom("web" as const, "paper" as const),
    language: fc.constantFrom("en", "es", "vi"),
    place: fc.constantFrom("library", "market", null),
    designClass: fc.constantFrom("@1", "hill@1.5"),
    flags: fc.constantFrom([], ["fast"]),
  })
  .map(({ answers, ...more }) => response(answers, more));
const wave = fc.array(anyResponse, { minLength: 1, maxLength: 150 });

const empty: Tally = {
  format: 1,
  ...smallWave,
  stream: "open",
  profile: smallPlan.profile,
  measures: smallPlan.measures,
  indexes: smallPlan.indexes,
  cells: [],
  languages: {},
  places: {},
};
const part = async (responses: readonly Response[]) =>
  (await tallyPart(pagesOf(responses), smallPlan)).get("open")?.tally ?? empty;
const bytes = (tally: Tally) => Buffer.from(formatTally(tally)).toString("utf8");

test("parts of any cut and order merge to the bytes of one pass", async () => {
  await fc.assert(
    fc.asyncProperty(
      wave.chain((responses) =>
        fc.record({
          responses: fc.constant(responses),
          shuffled: fc.shuffledSubarray(responses, { minLength: responses.length }),
          parts: fc.integer({ min: 1, max: 64 }),
        }),
      ),
      async ({ responses, shuffled, parts }) => {
        const once = (await tallyWave(pagesOf(responses, 7), smallPlan)).get("open")!.tally;
        const pieces = Array.from({ length: parts }, (_, i) => shuffled.filter((_, at) => at % parts === i));
        const tallies = await Promise.all(pieces.map(part));
        expect(bytes(foldRare(tallies.reduce(mergeTallies)))).toBe(bytes(once));
      },
    ),
    { numRuns: 60, seed: 7 },
  );
});

test("merging is associative and commutative, to the byte", async () => {
  await fc.assert(
    fc.asyncProperty(wave, wave, wave, async (first, second, third) => {
      const [a, b, c] = [await part(first), await part(second), await part(third)];
      expect(bytes(mergeTallies(a, b))).toBe(bytes(mergeTallies(b, a)));
      expect(bytes(mergeTallies(mergeTallies(a, b), c))).toBe(bytes(mergeTallies(a, mergeTallies(b, c))));
    }),
    { numRuns: 60, seed: 8 },
  );
});

test("a tally read back is the tally, byte for byte", async () => {
  await fc.assert(
    fc.asyncProperty(wave, async (responses) => {
      const tally = await part(responses);
      expect(bytes(parseTally(formatTally(tally)))).toBe(bytes(tally));
    }),
    { numRuns: 40, seed: 9 },
  );
});

test("parts of different waves or plans are not added", async () => {
  const tally = await part([response([3, 3, 3, 3, "no", "south", "M", "old", "skip"])]);
  expect(() => mergeTallies(tally, { ...tally, wave: "2026-q2" })).toThrow("differ in their wave");
  expect(() => mergeTallies(tally, { ...tally, measures: {} })).toThrow("differ in their measures");
});

test("a sum that is no longer exact is refused by its measure", async () => {
  const tally = await part([response([3, 3, 3, 3, "no", "south", "M", "old", "skip"])]);
  const [cell] = tally.cells;
  const large = { ...cell!, measures: { trust: { n: 1, sum: 1, sumOfSquares: 2 ** 53 - 1 } } };
  expect(() => mergeTallies(tally, { ...tally, cells: [large] })).toThrow("The sums of the measure trust");
});

test.each([
  ["{", "the file should be JSON"],
  ['{"format":2}', "format should be 1"],
  [`{"format":1,"department":"d","survey":"s","wave":"w","stream":"all"}`, "stream should be one of invited, open"],
])("a damaged tally is refused where it is damaged: %s", (text, sentence) => {
  expect(() => parseTally(new TextEncoder().encode(text))).toThrow(sentence);
});

test("a cell that does not add up to a tally's shape is refused by its place", async () => {
  const tally = await part([response([3, 3, 3, 3, "no", "south", "M", "old", "skip"])]);
  const broken = (change: object) => formatTally({ ...tally, cells: [{ ...tally.cells[0]!, ...change }] });
  expect(() => parseTally(broken({ n: 1.5 }))).toThrow("cells[0].n should be a whole number");
  expect(() => parseTally(broken({ profile: ["north"] }))).toThrow("cells[0].profile should be a list of 3");
  expect(() => parseTally(broken({ indexes: { trust: { n: 1, sums: [1], cross: [] } } }))).toThrow(
    "cells[0].indexes.trust.sums should be 3 whole numbers",
  );
});
