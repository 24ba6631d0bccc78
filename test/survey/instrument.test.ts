import { describe, expect, test } from "vitest";
import { builtInInstrument } from "../../lib/survey/built-in-instruments.ts";
import { instrumentJsonSchema } from "../../lib/survey/instrument-schema.ts";
import { instrumentHash, parseInstrument, readInstrument } from "../../lib/survey/parse-instrument.ts";
import { questions } from "../../lib/survey/questions.ts";
import { everyType, everyTypeFile, sha256 } from "./every-type.ts";

/** The mistakes of the sample after a change, as `field: expected`. */
function mistakesAfter(change: (file: ReturnType<typeof everyTypeFile> & Record<string, unknown>) => void) {
  const file = everyTypeFile();
  change(file);
  return readInstrument(JSON.stringify(file, null, 2), "x.json").mistakes.map(
    ({ field, expected }) => `${field}: ${expected}`,
  );
}

test("an instrument reads with what its file leaves out", () => {
  expect(questions(everyType).map(({ id }) => id)).toEqual(["fair", "contact", "visits", "why", "race", "area"]);
  expect(everyType.demographics[0]!.categories).toEqual([]);
  expect(everyType.demographics[1]!.categories).toEqual([
    { id: "yes", label: { en: "yes" }, values: ["yes"] },
    { id: "no", label: { en: "no" }, values: ["no"] },
  ]);
});

describe("a mistake is told with its line, field, value and what was expected", () => {
  const lines = [
    '{ "id": "x", "title": { "en": "X" }, "languages": ["en"],',
    '  "items": [',
    '    { "id": "a", "type": "scal", "text": { "en": "A" } },',
    '    { "id": "b", "type": "text", "text": { "en": "" }, "maxLength": "9" },',
    '    { "id": "B C", "type": "area", "text": { "en": "B" },',
    '      "colour": "red" }',
    "  ] }",
  ];
  test("all of them at once", () => {
    expect(readInstrument(lines.join("\n"), "x.json").mistakes).toEqual([
      {
        file: "x.json",
        line: 3,
        field: "items[0].type",
        value: '"scal"',
        expected: "scale, choice, choices, integer, text, area, note or group",
      },
      { file: "x.json", line: 4, field: "items[1].text.en", value: '""', expected: "a text that is not empty" },
      { file: "x.json", line: 4, field: "items[1].maxLength", value: '"9"', expected: "a number" },
      {
        file: "x.json",
        line: 5,
        field: "items[2].id",
        value: '"B C"',
        expected: "an id of 1 to 40 characters a-z, 0-9, dot, dash or underscore, beginning with a letter or digit",
      },
      {
        file: "x.json",
        line: 6,
        field: "items[2].colour",
        value: '"red"',
        expected: "no such key: the format does not know it",
      },
    ]);
  });

  test("as a sentence", () => {
    expect(() => parseInstrument('{ "id": "x",\n  "id": "y" }', "x.json")).toThrow(
      'The instrument cannot be used. x.json, line 2, id: found "id", expected each key once in an object. x.json, line 1, title: expected an object here; it is missing.',
    );
  });

  test.each([
    ["a comma too many", '{\n  "id": "x",\n}', 3],
    ["a comment", '{\n  // note\n "id": 1}', 2],
    ["nothing", "", 1],
    ["a text that ends early", '{"id": "x"', 1],
    ["100,000 open brackets", "[".repeat(100_000), null],
    ["a list", "[]", 1],
  ])("%s", (_, text, line) => {
    expect(readInstrument(text, "x.json").mistakes[0]).toMatchObject({ file: "x.json", line });
  });
});

describe("what the parts say about each other is checked", () => {
  test.each<[string, Parameters<typeof mistakesAfter>[0]]>([
    ["languages[1]: each language once", (file) => file.languages.push("en")],
    ["items[0].text.es: a text in es, one of the instrument's languages", (file) => file.languages.push("es")],
    [
      "measures[0].label.fr: only texts in the instrument's languages (en)",
      (file) => Object.assign(file.measures[0]!.label, { fr: "x" }),
    ],
    ["items[1].scale: one of the scales (agree)", (file) => Object.assign(file.items[1]!, { scale: "agre" })],
    [
      "scales.agree.options[1].value: values that all rise or all fall, none twice",
      (file) => Object.assign(file.scales.agree.options[1]!, { value: 1 }),
    ],
    [
      "scales.agree.options[4]: favourable too, as it is higher than the favourable 4",
      (file) => Object.assign(file.scales.agree.options[4]!, { favourable: false }),
    ],
    ["items[1].id: an id that no other item has", (file) => Object.assign(file.items[1]!, { id: "hello" })],
    [
      'items[2].required: not required, or "ref" (prefer not to answer) among its offers',
      (file) => Object.assign(file.items[2]!, { offers: ["dk"] }),
    ],
    [
      "items[2].options[1].value: a value that no other option of the item has",
      (file) => Object.assign(file.items[2]!.options![1]!, { value: "yes" }),
    ],
    [
      "items[6].options[0].value: a value that is no missing code (dk, ref, skip, na, notasked, break)",
      (file) => Object.assign(file.items[6]!.options![0]!, { value: "na" }),
    ],
    ["items[4].max: a number above the min of 1", (file) => Object.assign(file.items[4]!, { max: 1 })],
    ["items[3].items[0]: the items that follow the group, in their order", (file) => file.items[3]!.items!.reverse()],
    [
      "items[1].visibleIf.item: the id of an earlier question",
      (file) => Object.assign(file.items[1]!, { visibleIf: { item: "contact", in: ["yes"] } }),
    ],
    [
      "items[3].visibleIf.in[0]: a value of contact (yes, no)",
      (file) => Object.assign(file.items[3]!, { visibleIf: { item: "contact", in: ["maybe"] } }),
    ],
    [
      "items[5].visibleIf.all[0].in[0]: a value of visits",
      (file) => Object.assign(file.items[5]!, { visibleIf: { all: [{ item: "visits", in: ["3"] }] } }),
    ],
    ["measures[0].items[1]: the id of a scale or integer item", (file) => file.measures[0]!.items.push("contact")],
    [
      "measures[0].items[1]: an item of type scale, as the first of the measure",
      (file) => file.measures[0]!.items.push("visits"),
    ],
    ["measures[0].items[1]: each item once", (file) => file.measures[0]!.items.push("fair")],
    [
      "measures[0].minAnswered: at most 1, the number of its items",
      (file) => Object.assign(file.measures[0]!, { minAnswered: 2 }),
    ],
    [
      "demographics[0].id: an id other than all, mode, unflagged",
      (file) => Object.assign(file.demographics[0]!, { id: "all" }),
    ],
    [
      "demographics[1].item: the id of a choice, choices, scale, integer or area item",
      (file) => Object.assign(file.demographics[1]!, { item: "why" }),
    ],
    [
      "demographics[0].categories: none: its categories are the department's areas",
      (file) => Object.assign(file.demographics[0]!, { categories: [{ id: "north" }] }),
    ],
    [
      "demographics[2].categories[1]: a band that does not overlap that of few",
      (file) => Object.assign(file.demographics[2]!.categories![1]!, { from: 3 }),
    ],
    [
      "demographics[3].categories[0]: values of fair (1, 2, 3, 4, 5); 6 is none",
      (file) => Object.assign(file.demographics[3]!.categories![0]!, { values: [6] }),
    ],
    [
      "demographics[1].categories[0]: neither anyOf nor several, as contact takes one answer",
      (file) => Object.assign(file.demographics[1]!, { categories: [{ id: "yes", several: true }] }),
    ],
    [
      "demographics[1].categories[1]: values of no other category; yes is in an earlier one",
      (file) =>
        Object.assign(file.demographics[1]!, { categories: [{ id: "yes" }, { id: "no", values: ["no", "yes"] }] }),
    ],
    [
      "demographics[1].categories[0].label: a label, as contact has no option ever",
      (file) => Object.assign(file.demographics[1]!, { categories: [{ id: "ever", values: ["yes"] }] }),
    ],
  ])("%s", (expected, change) => {
    expect(mistakesAfter(change)).toContain(expected);
  });

  test("conditions nest four deep", () => {
    const nested = (depth: number): object =>
      depth === 1 ? { item: "fair", answered: true } : { not: nested(depth - 1) };
    const at = (depth: number) => mistakesAfter((file) => Object.assign(file.items[5]!, { visibleIf: nested(depth) }));
    expect(at(4)).toEqual([]);
    expect(at(5)).toEqual(["items[5].visibleIf.not.not.not.not: conditions nested at most 4 deep"]);
  });
});

describe("the hash names what is asked", () => {
  const hash = (file: object) => instrumentHash(parseInstrument(JSON.stringify(file), "x.json"), sha256);
  test("layout and the order of keys do not matter", () => {
    const { id, ...rest } = everyTypeFile();
    expect(hash({ $schema: "instrument.schema.json", ...rest, id })).toBe(instrumentHash(everyType, sha256));
    expect(hash(everyTypeFile())).toMatch(/^[0-9a-f]{16}$/);
  });
  test("a word, a label, an order does", () => {
    const word = everyTypeFile();
    word.items[0]!.text.en = "Welcome!";
    const order = everyTypeFile();
    order.scales.agree.options.reverse();
    expect(new Set([hash(everyTypeFile()), hash(word), hash(order)]).size).toBe(3);
  });
});

describe("core-1", () => {
  const core = builtInInstrument("core-1")!;

  test("asks its twelve questions in these words, for ever: a change is core-2", () => {
    expect(core.items.slice(0, 12).map(({ text }) => text.en)).toEqual([
      "The police in my neighborhood treat people with respect.",
      "The police in my neighborhood listen to and take into account the concerns of local residents.",
      "The police in my neighborhood treat everyone fairly, whoever they are.",
      "The police in my neighborhood explain their decisions to the people they deal with.",
      "I trust the police department to make decisions that are good for my community.",
      "The police do a good job of preventing and responding to crime here.",
      "How safe do you feel walking alone in your neighborhood after dark?",
      "If you saw a crime here, how likely would you be to report it to the police?",
      "How much do you know about what the police department is doing to improve public safety in your area?",
      "The police department works with people and groups in my community to solve problems.",
      "The police department and its partners report back on what they said they would do.",
      "In the last 12 months, have you had any contact with the police department?",
    ]);
  });

  test("offers don't know and prefer not to answer at each of them, and requires nothing", () => {
    const core12 = questions(core).slice(0, 12);
    expect(core12.every(({ offers }) => offers?.join() === "dk,ref")).toBe(true);
    expect(questions(core).every(({ offers, required }) => offers?.includes("ref") && !required)).toBe(true);
  });

  test("counts trust as both of its items, and judges trust and safety", () => {
    expect(core.measures.filter(({ primary }) => primary)).toMatchObject([
      { id: "trust", items: ["respect", "listen"], minAnswered: 2 },
      { id: "safety", items: ["safe"] },
    ]);
  });
});

test("the JSON Schema takes at most 12 KB and refuses unknown keys", () => {
  const schema = JSON.stringify(instrumentJsonSchema());
  expect(schema.length).toBeLessThanOrEqual(12_000);
  expect(schema).toContain('"additionalProperties":false');
});
