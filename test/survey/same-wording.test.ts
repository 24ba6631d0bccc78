import { expect, test } from "vitest";
import type { Instrument } from "../../lib/survey/instrument.ts";
import { sameDemographic, sameMeasure } from "../../lib/survey/same-wording.ts";
import { goldenInstrument } from "../estimation/golden-wave.ts";

const changed = (change: (instrument: Instrument) => Partial<Instrument>): Instrument => ({
  ...goldenInstrument,
  ...change(goldenInstrument),
});
const item = (id: string, change: object) =>
  changed(({ items }) => ({
    items: items.map((one) => (one.id === id ? ({ ...one, ...change } as typeof one) : one)),
  }));
const options = (change: (values: readonly { value: number }[]) => unknown) =>
  changed(({ scales }) => ({
    scales: { ...scales, agree: { options: change(scales.agree!.options) as never } },
  }));

const grouped = (rotate: boolean) =>
  changed(({ items }) => ({
    items: [{ id: "block", type: "group", text: {}, items: [items[0]!.id, items[1]!.id], rotate }, ...items],
  }));

test.each([
  ["nothing", changed(() => ({})), true],
  ["a language more", item("t1", { text: { en: "t1", es: "t1" } }), true],
  ["a language instead of the other", item("t1", { text: { es: "t1" } }), false],
  ["a question after it", changed(({ items }) => ({ items: [...items, { id: "x", type: "area", text: {} }] })), true],
  ["another measure", changed(({ measures }) => ({ measures: measures.slice(0, 1) })), true],
  ["the wording", item("t1", { text: { en: "other" } }), false],
  ["a hint", item("t1", { hint: { en: "Think of last year" } }), false],
  ["a button for don't know", item("t1", { offers: ["dk"] }), false],
  ["a condition", item("t1", { visibleIf: { item: "t2", answered: true } }), false],
  ["a step of the scale", options((steps) => steps.slice(1)), false],
  ["the order of the scale", options((steps) => steps.toReversed()), false],
  ["a label of the scale", options((steps) => steps.map((step) => ({ ...step, label: { en: "x" } }))), false],
  ["what is favourable", options((steps) => steps.map((step) => ({ ...step, favourable: true }))), false],
  ["a question before it", changed(({ items }) => ({ items: [{ id: "x", type: "area", text: {} }, ...items] })), false],
  ["a block that rotates", grouped(true), false],
  ["a block that does not", grouped(false), true],
  ["the order of its items", changed(({ items }) => ({ items: items.toSpliced(0, 2, items[1]!, items[0]!) })), false],
  [
    "how many must be answered",
    changed(({ measures }) => ({ measures: measures.map((measure) => ({ ...measure, minAnswered: 3 })) })),
    false,
  ],
  ["the measure is gone", changed(() => ({ measures: [] })), false],
])("a measure means the same when this changes: %s", (_, instrument, same) => {
  expect(sameMeasure("trust", goldenInstrument, instrument)).toBe(same);
  expect(sameMeasure("trust", instrument, goldenInstrument)).toBe(same);
});

test("a demographic is the same while its question and its bands are", () => {
  const relabelled = changed(({ demographics }) => ({
    demographics: demographics.map((one) => ({
      ...one,
      categories: one.categories.map((category) => ({ ...category, label: { en: "new" } })),
    })),
  }));
  const rebanded = changed(({ demographics }) => ({
    demographics: demographics.map((one) => ({
      ...one,
      categories: one.categories.map((category) => ({ ...category, values: [] })),
    })),
  }));
  expect(sameDemographic("age", goldenInstrument, relabelled)).toBe(true);
  expect(sameDemographic("age", goldenInstrument, rebanded)).toBe(false);
  expect(sameDemographic("mode", goldenInstrument, rebanded)).toBe(true);
});
