import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import type { Instrument, Item } from "../../lib/survey/instrument.ts";
import { instrumentMistakes } from "../../lib/survey/instrument-checks.ts";
import type { InstrumentFile } from "../../lib/survey/instrument-schema.ts";
import { rotatedItems } from "../../lib/survey/rotated-items.ts";
import { sameMeasure } from "../../lib/survey/same-wording.ts";

const text = { en: "?" };
const question = (id: string, change: object = {}): Item =>
  ({ id, type: "integer", min: 0, max: 9, text, ...change }) as Item;
const block = (id: string, items: readonly string[]): Item => ({ id, type: "group", text, items, rotate: true });
const instrumentOf = (...items: Item[]): Instrument => ({
  id: "i",
  title: text,
  languages: ["en"],
  scales: {},
  items,
  measures: [],
  demographics: [],
});
const four = ["a", "b", "c", "d"];
const instrument = instrumentOf(question("x"), block("first", four), ...four.map((id) => question(id)), question("y"));
const orderOf = (of: Instrument, submission: string): string =>
  rotatedItems(of, submission)
    .map(({ id }) => id)
    .join(" ");
const submission = () => randomBytes(16).toString("hex");

test("a block begins with each of its questions equally often, and what is around it stays", () => {
  const seen = new Map<string, number>();
  for (let page = 0; page < 4_000; page++) {
    const order = orderOf(instrument, submission());
    seen.set(order, (seen.get(order) ?? 0) + 1);
  }
  const turns = four.map((_, at) => `x first ${[...four.slice(at), ...four.slice(0, at)].join(" ")} y`);
  expect([...seen.keys()].toSorted()).toEqual(turns.toSorted());
  for (const times of seen.values()) expect(Math.abs(times - 1_000)).toBeLessThan(150);
});

test("the same page has the same order again; what is no submission has that of the file", () => {
  const one = submission();
  expect(orderOf(instrument, one)).toBe(orderOf(instrument, one));
  for (const other of ["", "zz", "<script>"]) expect(orderOf(instrument, other)).toBe("x first a b c d y");
});

test("two blocks turn by themselves", () => {
  const two = instrumentOf(
    block("p", ["a", "b"]),
    question("a"),
    question("b"),
    block("q", ["c", "d"]),
    question("c"),
    question("d"),
  );
  const seen = new Set(Array.from({ length: 200 }, () => orderOf(two, submission())));
  expect(seen.size).toBe(4);
});

const mistakesOf = (...items: Item[]) =>
  instrumentMistakes(instrumentOf(...items) as unknown as InstrumentFile).map(
    ({ path, expected }) => `${path.join(".")}: ${expected}`,
  );

test.each([
  [
    "one question",
    [block("p", ["a"]), question("a")],
    "items.0.rotate: a group of at least two questions, or no rotation",
  ],
  [
    "a note",
    [block("p", ["a", "n"]), question("a"), { id: "n", type: "note", text } as Item],
    "items.0.rotate: no note in a group that rotates: n would lose its place",
  ],
  [
    "a question about another of them",
    [block("p", ["a", "b"]), question("a"), question("b", { visibleIf: { any: [{ not: { item: "a", in: [1] } }] } })],
    "items.0.rotate: no rotation, as b depends on a question of the same group",
  ],
  [
    "a question about one before",
    [question("z"), block("p", ["a", "b"]), question("a"), question("b", { visibleIf: { item: "z", answered: true } })],
    undefined,
  ],
] as const)("a block with %s", (_, items, mistake) => {
  expect(mistakesOf(...items)).toEqual(mistake === undefined ? [] : [mistake]);
});

test("a measure whose items begin to rotate, or come after questions that do, is another series", () => {
  const measure = { id: "m", label: text, items: ["c"] };
  const still = {
    ...instrument,
    items: instrument.items.map((item) => (item.type === "group" ? { ...item, rotate: false } : item)),
  };
  const of = (one: Instrument, items: readonly string[]): Instrument => ({ ...one, measures: [{ ...measure, items }] });
  expect(sameMeasure("m", of(instrument, ["c"]), of(still, ["c"]))).toBe(false);
  expect(sameMeasure("m", of(instrument, ["y"]), of(still, ["y"]))).toBe(false);
  expect(sameMeasure("m", of(instrument, ["x"]), of(still, ["x"]))).toBe(true);
});
