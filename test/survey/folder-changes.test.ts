import { expect, test } from "vitest";
import type { DepartmentFolder } from "../../lib/survey/department.ts";
import { parseDepartmentFolder } from "../../lib/survey/department-folder.ts";
import { changesBetween } from "../../lib/survey/folder-changes.ts";
import { instrumentTexts } from "../../lib/survey/instrument-translation.ts";
import { lint } from "../../lib/survey/lint.ts";
import { everyTypeFile } from "./every-type.ts";
import { riverton } from "./riverton.ts";

const before = parseDepartmentFolder(riverton());

test("the same folder changes nothing, however it is laid out", () => {
  const files = riverton();
  files["survey.json"] = JSON.stringify(
    Object.fromEntries(Object.entries(JSON.parse(files["survey.json"])).toReversed()),
  );
  expect(changesBetween(before, parseDepartmentFolder(files))).toEqual([]);
});

test("a first folder is described", () => {
  expect(changesBetween(undefined, before)).toEqual([
    "The department riverton with the survey trust is new.",
    "It asks 20 questions (core-1), weights to 7 population counts, and has 2 areas and 1 events.",
  ]);
});

const withOwn = (change: (file: ReturnType<typeof everyTypeFile>) => void): DepartmentFolder => {
  const file = everyTypeFile();
  change(file);
  const files: Record<string, string> = riverton();
  const survey = { ...JSON.parse(files["survey.json"]!), instrument: "own.json", margins: [], groups: ["contact"] };
  files["survey.json"] = JSON.stringify({ ...survey, title: { en: "T" }, population: { en: "P" } });
  files["department.json"] = JSON.stringify({ id: "riverton", name: { en: "R" }, languages: ["en"], timeZone: "UTC" });
  files["own.json"] = JSON.stringify(file);
  delete files["population.csv"];
  delete files["events.json"];
  return parseDepartmentFolder(files);
};

test.each<[string, DepartmentFolder, DepartmentFolder, readonly string[]]>([
  [
    "a setting",
    before,
    { ...before, survey: { ...before.survey, graceMinutes: 0 } },
    ["survey.json: graceMinutes changes from 15 to 0."],
  ],
  [
    "an area",
    before,
    {
      ...before,
      areas: [
        { id: "north", name: "Uptown" },
        { id: "east", name: "East" },
      ],
    },
    ["areas: east is new.", "areas: south is gone.", "areas: north is changed."],
  ],
  [
    "a count",
    before,
    {
      ...before,
      population: before.population
        .map((row) => ({ ...row, count: row.count + 1 }))
        .slice(0, 2)
        .concat(before.population.slice(2)),
    },
    ["population.csv: sex/female, sex/male are changed."],
  ],
  [
    "a wording",
    withOwn(() => {}),
    withOwn((file) => Object.assign(file.items[1]!, { text: { en: "Fair?" } })),
    ["instrument: fair is changed.", "The series of the measure fairness breaks: it is asked in another way."],
  ],
  [
    "a scale",
    withOwn(() => {}),
    withOwn((file) => file.scales.agree.options.reverse()),
    ["The series of the measure fairness breaks: it is asked in another way."],
  ],
  [
    "an order",
    withOwn(() => {}),
    withOwn((file) => file.items.push(...file.items.splice(6, 1))),
    ["instrument: the order of the items changes."],
  ],
  [
    "a language",
    withOwn(() => {}),
    withOwn((file) => {
      file.languages.push("es");
      for (const text of instrumentTexts(file).values()) Object.assign(text, { es: "x" });
    }),
    ["languages of the instrument: es is new."],
  ],
])("%s that changes is told", (_, old, now, expected) => {
  expect(changesBetween(old, now)).toEqual(expected);
});

test.each([
  ["Do you agree that the police are polite and fast?", "two things at once"],
  ["Did Officer Smith treat you well?", "name an officer"],
  ["Was badge 4411 polite?", "name an officer"],
  [`Do you think that ${"very ".repeat(22)}good?`, "27 words"],
  [
    "Notwithstanding organizational accountability considerations, institutional legitimacy necessitates transparency.",
    "reading grade",
  ],
])("advice on %s", (en, expected) => {
  const advice = lint(withOwn((file) => Object.assign(file.items[1]!, { text: { en } })));
  expect(
    advice
      .filter(({ item }) => item === "fair")
      .map((one) => one.advice)
      .join(),
  ).toContain(expected);
});

test("wording that asks one plain thing gets no advice", () => {
  const advice = lint(
    withOwn((file) => Object.assign(file.items[1]!, { text: { en: "The police treat people fairly." } })),
  );
  expect(advice.filter(({ item }) => item === "fair")).toEqual([]);
});

test("a scale that leans, missing margins and missing languages are noticed", () => {
  const folder = withOwn((file) => {
    for (const option of file.scales.agree.options) option.favourable = option.value > 1;
  });
  expect(lint(folder).map(({ file, item, advice }) => `${file} ${item}: ${advice}`)).toEqual(
    expect.arrayContaining([
      "own.json agree: 4 of 5 options are favourable: the scale leans to one side.",
      "survey.json trust: There are no margins, so results describe those who answered, not residents.",
      "department.json riverton: English alone leaves residents out; add the languages spoken there.",
    ]),
  );
});

test("of the built-in instrument only what can be done is advised: reviews of its languages", () => {
  expect(lint(before).map(({ advice }) => advice)).toEqual([
    "No native speaker has read the texts of core-1 in Spanish yet; ask one to before the first wave.",
  ]);
});
