import { expect, test } from "vitest";
import { secondsPerQuestion } from "../../lib/survey/answering-time.ts";
import { builtInInstrument } from "../../lib/survey/built-in-instruments.ts";
import type { Instrument, Question } from "../../lib/survey/instrument.ts";
import { questions } from "../../lib/survey/questions.ts";

/** An online panel answered 55 questions about the police in a median of 450 s (2022, 1,013 people). */
const observed = 450 / 55;

test.each([["en"], ["es"], ["ja"], ["vi"]])(
  "the questions of core-1 with %s take what was observed, within 10 %%",
  (language) => {
    const core1 = builtInInstrument("core-1", ["en", language])!;
    expect(Math.abs(secondsPerQuestion(core1, questions(core1)) / observed - 1)).toBeLessThan(0.1);
  },
);

const question = (change: object): Question =>
  ({ id: "q", type: "choice", text: { en: "Why?" }, options: [], ...change }) as Question;
const instrumentOf = (...items: Question[]): Instrument => ({
  id: "small",
  title: { en: "Small" },
  languages: ["en"],
  scales: { s: { options: [{ value: 1, label: { en: "one two three" } }] } },
  items,
  measures: [],
  demographics: [],
});
const secondsOf = (...items: Question[]): number => secondsPerQuestion(instrumentOf(...items), items);
const words = (count: number): string => Array.from({ length: count }, () => "word").join(" ");

test("238 words more take a minute more; a written answer takes longer than a choice", () => {
  const short = secondsOf(question({}));
  expect(secondsOf(question({ text: { en: `Why? ${words(238)}` } })) - short).toBeCloseTo(60, 9);
  expect(secondsOf(question({ hint: { en: words(119) } })) - short).toBeCloseTo(30, 9);
  expect(secondsOf(question({ type: "text", maxLength: 500 }))).toBeGreaterThan(short + 30);
});

test("a scale is read once, and nothing takes nothing", () => {
  const scale = (id: string) => question({ id, type: "scale", scale: "s" });
  const first = secondsOf(scale("a"));
  expect(2 * (first - secondsOf(scale("a"), scale("b")))).toBeCloseTo((3 / 238) * 60, 9);
  expect(secondsOf()).toBe(0);
});

test("where a language writes without spaces its words are counted all the same", () => {
  const japanese = {
    ...instrumentOf(question({ text: { ja: "近所の警察は住民に敬意をもって接している。" } })),
    languages: ["ja"],
  };
  const seconds = secondsPerQuestion(japanese, questions(japanese));
  expect(seconds).toBeGreaterThan(5);
  expect(seconds).toBeLessThan(9);
});
