import { expect, test } from "vitest";
import { type SurveyPageView, surveyPage } from "../../lib/pages/survey-page.ts";
import type { Instrument } from "../../lib/survey/instrument.ts";
import { department, link, survey, wave } from "../functions/resident-town.ts";

const ids = ["a", "b", "c"];
const instrument: Instrument = {
  id: "rotating",
  title: { en: "Rotating" },
  languages: ["en"],
  scales: {},
  items: [
    { id: "first", type: "integer", min: 0, max: 9, text: { en: "first?" } },
    { id: "block", type: "group", text: { en: "Block" }, items: ids, rotate: true },
    ...ids.map((id) => ({ id, type: "integer", min: 0, max: 9, text: { en: `${id}?` } }) as const),
  ],
  measures: [],
  demographics: [],
};
/** Number and text of each question of a page. */
const shown = (submission: string, changes: Partial<SurveyPageView> = {}): string[] => {
  const { html } = surveyPage({
    language: "en",
    department,
    survey,
    areas: [],
    instrument,
    version: "0".repeat(16),
    wave,
    link,
    submission,
    token: "mjuvpn40.9c0e",
    given: new URLSearchParams(),
    refused: [],
    ...changes,
  });
  return Array.from(html.matchAll(/<legend><small>(\d) of 4<\/small>(\w+)/g), ([, number, id]) => `${number} ${id}`);
};
const pageOf = (turn: number): string => turn.toString(16).padStart(6, "0").padEnd(32, "7");

test.each([
  [0, ["1 first", "2 a", "3 b", "4 c"]],
  [1, ["1 first", "2 b", "3 c", "4 a"]],
  [2, ["1 first", "2 c", "3 a", "4 b"]],
])("page %d numbers the questions in its own order, and keeps it when it comes again", (turn, order) => {
  expect(shown(pageOf(turn))).toEqual(order);
  const refused = [{ field: "b", code: "out-of-range", reason: "" }] as const;
  expect(shown(pageOf(turn), { refused, given: new URLSearchParams({ b: "12" }) })).toEqual(order);
});

test("a clerk enters in the order of the paper", () => {
  expect(shown(pageOf(1), { mode: "paper" })).toEqual(["1 first", "2 a", "3 b", "4 c"]);
});
