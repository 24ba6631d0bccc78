import { expect, test } from "vitest";
import { parseDepartmentFolder } from "../../lib/survey/department-folder.ts";
import { lint, readingGrade } from "../../lib/survey/lint.ts";
import { wordCount } from "../../lib/survey/long-texts.ts";
import { rivertonFiles } from "../functions/riverton.ts";

type File = {
  items: {
    id: string;
    text: Record<string, string>;
    hint?: Record<string, string>;
    options?: { label: Record<string, string> }[];
  }[];
  scales: Record<string, { options: unknown[] }>;
};

/** All advice on Riverton's own questionnaire after a change: `item: advice`. */
function adviceAfter(change: (file: File) => void): readonly string[] {
  const files = rivertonFiles();
  const file = JSON.parse(files["small.json"]) as File;
  change(file);
  return lint(parseDepartmentFolder({ ...files, "small.json": JSON.stringify(file) })).map(
    ({ item, advice }) => `${item}: ${advice}`,
  );
}
const words = (count: number) => Array.from({ length: count }, () => "palabra").join(" ");

test.each<[string, (file: File) => void, string]>([
  [
    "a long question in another language",
    ({ items }) => {
      items[0]!.text.es = `¿${words(36)}?`;
    },
    "respect: This question has about 36 words in es; people read at most 35.",
  ],
  [
    "a long hint",
    ({ items }) => {
      items[0]!.hint = { en: words(31), es: "Corto" };
    },
    "respect: This hint has about 31 words in en; people read at most 30.",
  ],
  [
    "a long option",
    ({ items }) => {
      items[2]!.options![0]!.label.es = words(13);
    },
    "tenure: This option has about 13 words in es; people read at most 12.",
  ],
  [
    "a question that suggests its answer",
    ({ items }) => {
      items[0]!.text.en = "Don’t you feel safe here?";
    },
    "respect: It suggests its answer. Ask so that every answer is as easy to give.",
  ],
  [
    "an officer named in Spanish alone",
    ({ items }) => {
      items[0]!.text.es = "¿Fue amable el agente Pérez?";
    },
    "respect: It seems to name an officer. Ask about the department: answers about a person are personal data.",
  ],
  [
    "an officer named in a hint",
    ({ items }) => {
      items[0]!.hint = { en: "Think of Officer Smith.", es: "Piense en la policía." };
    },
    "respect: It seems to name an officer. Ask about the department: answers about a person are personal data.",
  ],
  [
    "a question for the officer's name",
    ({ items }) => {
      items[0]!.text.en = "What was the name of the officer you met?";
    },
    "respect: It seems to ask which officer it was. Answers about a person are personal data, and who was there can be found out.",
  ],
])("%s is noticed", (_name, change, expected) => {
  expect(adviceAfter(change)).toContain(expected);
  expect(adviceAfter(() => {})).not.toContain(expected);
});

test.each(["¿Cómo trata la gente al agente?", "Do officers Listen?", "Is the agent of the city polite?"])(
  "“%s” names nobody",
  (text) => {
    const advice = adviceAfter(({ items }) => {
      items[0]!.text.en = text;
    });
    expect(advice.filter((line) => line.includes("name an officer"))).toEqual([]);
  },
);

test("languages that do not write words apart are measured in characters", () => {
  expect(wordCount("警察は住民に敬意をもって接している。", "ja")).toBe(9);
  expect(wordCount("警察", "zh-Hans")).toBe(1);
  expect(wordCount("How safe do you feel?", "en")).toBe(5);
});

test("the reading grade is that of Kincaid et al.", () => {
  // 6 words, 1 sentence, 6 syllables: 0.39 * 6 + 11.8 * 1 - 15.59.
  expect(readingGrade("The cat sat on the mat.")).toBeCloseTo(-1.45, 10);
});

test.each([
  ["one category of three is rare", { own: 600, rent: 380, other: 20 }, true],
  ["two are rare and hide each other", { own: 960, rent: 20, other: 20 }, false],
  ["none is rare", { own: 500, rent: 400, other: 100 }, false],
])("a group in which %s: %j", (_, counts, isAdvised) => {
  const folder = parseDepartmentFolder(rivertonFiles());
  const population = Object.entries(counts).flatMap(([category, count]) =>
    ["north", "south"].map((area) => ({ margin: "tenure", category, count: count / 2, area })),
  );
  const advice = lint({ ...folder, population }).filter(({ item }) => item === "tenure");
  expect(advice.map(({ advice: words }) => words)).toEqual(
    isAdvised ? [expect.stringMatching(/^Only 2 % of residents are "other"/)] : [],
  );
});
