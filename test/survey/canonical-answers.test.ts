import fc from "fast-check";
import { expect, test } from "vitest";
import { readAnswers } from "../../lib/survey/answers.ts";
import { builtInInstrument } from "../../lib/survey/built-in-instruments.ts";
import { decodeAnswers, encodeAnswers, responseDigest } from "../../lib/survey/canonical-answers.ts";
import type { Answer } from "../../lib/survey/response.ts";
import { areas, everyType, sha256 } from "./every-type.ts";

fc.configureGlobal({ seed: 32 });

const codes = ["dk", "ref", "skip", "na", "notasked", "break"] as const;
const missing = fc.constantFrom(...codes).map((code): Answer => ({ missing: code }));
const subset = (...options: string[]) => fc.subarray(options, { minLength: 1 });
const anyAnswers = fc.record({
  fair: fc.oneof(missing, fc.constantFrom(1, 2, 3, 4, 5)),
  contact: fc.oneof(missing, fc.constantFrom("yes", "no")),
  visits: fc.oneof(missing, fc.integer({ min: 1, max: 50 })),
  why: fc.oneof(missing, fc.string({ minLength: 1, maxLength: 20 }), fc.constantFrom(...codes)),
  race: fc.oneof(missing, subset("asian", "hispanic", "mena", "white")),
  area: fc.oneof(missing, fc.constantFrom("north", "south")),
});

test("stored answers read back as they were, whatever they are", () => {
  fc.assert(
    fc.property(anyAnswers, (answers) => {
      const text = encodeAnswers(everyType, answers);
      expect(decodeAnswers(everyType, text)).toEqual(answers);
      expect(encodeAnswers(everyType, decodeAnswers(everyType, text))).toBe(text);
    }),
  );
});

test("the order of keys and of ticked boxes does not change what is stored", () => {
  const one = readAnswers(everyType, areas, { contact: "yes", visits: 2, race: ["white", "asian"] }, "json").answers;
  const other = readAnswers(everyType, areas, { race: ["asian", "white"], visits: 2, contact: "yes" }, "json").answers;
  expect(encodeAnswers(everyType, one)).toBe('["skip","yes",2,"skip",["asian","white"],"skip"]');
  expect(encodeAnswers(everyType, other)).toBe(encodeAnswers(everyType, one));
});

test("whatever arrives is either refused or stored so that it reads back", () => {
  const ids = ["fair", "contact", "visits", "why", "race", "area", "hello", "__proto__"];
  const input = fc.dictionary(fc.constantFrom(...ids), fc.oneof(fc.jsonValue({ maxDepth: 3 }), ...[anyAnswers]), {
    maxKeys: 8,
  });
  fc.assert(
    fc.property(input, (given) => {
      const { answers } = readAnswers(everyType, areas, given, "json");
      expect(decodeAnswers(everyType, encodeAnswers(everyType, answers))).toEqual(answers);
    }),
    { numRuns: 1000 },
  );
});

test.each([
  ["no JSON", "[1"],
  ["an object", "{}"],
  ["too few", "[4]"],
  ["a value off the scale", '[6,"no","na","na","skip","skip"]'],
  ["a text that is not in a list", '[4,"yes",1,"because","skip","skip"]'],
  ["an empty list of choices", '[4,"yes",1,"skip",[],"skip"]'],
])("%s is not what was stored", (_, text) => {
  expect(() => decodeAnswers(everyType, text)).toThrow("Stored answers do not fit the instrument every-type");
});

test("a full answer to core-1 is far below the kilobyte of one write unit", () => {
  const core = builtInInstrument("core-1")!;
  const longest: Record<string, Answer> = { area: "x".repeat(40) };
  for (const item of core.items) {
    if (item.type === "scale") longest[item.id] = { missing: "notasked" };
    if (item.type === "choices") longest[item.id] = item.options.map(({ value }) => value);
    if (item.type !== "choice") continue;
    longest[item.id] = item.options.map(({ value }) => value).toSorted((a, b) => b.length - a.length)[0]!;
  }
  expect(encodeAnswers(core, longest).length).toBeLessThan(450);
});

test("the digest changes with the submission, the instrument, the answers and the language", () => {
  const response = { submission: "ab", instrument: "cd", answers: "[1]", language: "en" };
  const digests = [
    response,
    { ...response, submission: "ac" },
    { ...response, instrument: "ce" },
    { ...response, answers: "[2]" },
    { ...response, language: "es" },
  ].map((one) => responseDigest(one, sha256));
  expect(new Set(digests).size).toBe(5);
  expect(digests[0]).toMatch(/^[0-9a-f]{64}$/);
});
