import { expect, test } from "vitest";
import { parseDesign } from "../../../lib/estimation/design/parse-design.ts";

const measure = { id: "y", items: ["y"], statistic: "mean" };
const design = { measures: [measure], domains: [[]] };
const mean100 = { ...measure, statistic: "mean100", min: 1, max: 5 };
const parse = (value: unknown) => parseDesign("design.json", JSON.stringify(value));

test("a design may be no more than measures and domains", () => expect(parse(design)).toEqual(design));

test.each<[unknown, string[]]>([
  [[], ["at the top"]],
  [{ ...design, wieght: "w" }, ["unknown key", "wieght"]],
  [{ ...design, measures: [] }, ["measures"]],
  [{ domains: [[]] }, ["measures"]],
  [{ measures: [measure] }, ["domains"]],
  [{ ...design, measures: [{ ...measure, statistic: "median" }] }, ["measures[0].statistic", "median", "mean100"]],
  [{ ...design, measures: [{ ...measure, items: ["a", "b"] }] }, ["measures[0].items"]],
  [{ ...design, measures: [{ ...measure, statistic: "share" }] }, ["measures[0].values"]],
  [{ ...design, measures: [{ ...measure, min: 1 }] }, ["measures[0]", "min"]],
  [{ ...design, measures: [{ ...mean100, max: 1 }] }, ["measures[0]", "both 1"]],
  [{ ...design, measures: [{ ...mean100, minAnswered: 2 }] }, ["minAnswered", "more than its 1"]],
  [{ ...design, measures: [{ ...mean100, items: ["a", "a"] }] }, ["measures[0].items", '"a"']],
  [{ ...design, measures: [measure, measure] }, ["measures[1].id", '"y"']],
  [{ ...design, domains: [["a", "a"]] }, ["domains[0]"]],
  [{ ...design, strata: { a: 1 } }, ["strata"]],
  [{ ...design, stratum: "s", strata: { a: 0 } }, ["strata.a"]],
  [{ ...design, stratum: "s", strata: {} }, ["strata"]],
  [{ ...design, margins: { sex: {} } }, ["margins.sex"]],
  [{ ...design, margins: { sex: { F: "510" } } }, ["margins.sex.F"]],
  [{ ...design, trim: { low: 2 } }, ["trim.low"]],
  [{ ...design, trim: { high: 0.5 } }, ["trim.high"]],
  [{ ...design, confidence: 95 }, ["confidence"]],
  [{ ...design, interval: "wald" }, ["interval"]],
])("%j is refused at the place", (value, words) => {
  for (const word of ["design.json", ...words]) expect(() => parse(value)).toThrow(word);
});

test("every fault is named, not the first alone", () => {
  expect(() => parse({ ...design, confidence: 95, weight: 7 })).toThrow(/weight.*confidence/);
});

test("text that is not JSON is refused with the reason", () => {
  expect(() => parseDesign("design.json", "{ measures }")).toThrow(/design\.json is not JSON: .*position/);
});
