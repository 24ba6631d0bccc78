import { describe, expect, test } from "vitest";
import { builtInInstrument } from "../../lib/survey/built-in-instruments.ts";
import { categoriesOf, categoryOf } from "../../lib/survey/demographic.ts";
import { areas, everyType } from "./every-type.ts";

const core = builtInInstrument("core-1", ["en", "es"])!;
const demographic = (id: string, instrument = core) => instrument.demographics.find((one) => one.id === id)!;

// OMB SPD 15 boxes; collapsed as margins exist until 2028: any Hispanic, else several, else the one box; MENA alone is White
// under the standard of 1997, which is for weighting only.
describe("race and ethnicity collapse from the boxes", () => {
  test.each([
    [["hispanic"], "hispanic", "hispanic"],
    [["black", "hispanic"], "hispanic", "hispanic"],
    [["aian", "hispanic", "mena", "white"], "hispanic", "hispanic"],
    [["asian", "white"], "multiracial", "multiracial"],
    [["mena", "white"], "multiracial", "multiracial"],
    [["mena"], "mena", "white"],
    [["white"], "white", "white"],
    [["nhpi"], "nhpi", "nhpi"],
    [["aian"], "aian", "aian"],
    [{ missing: "ref" as const }, "", ""],
    [{ missing: "skip" as const }, "", ""],
  ])("%j is shown as “%s” and weighted as “%s”", (race, shown, weighted) => {
    expect(categoryOf(demographic("race"), { race })).toBe(shown);
    expect(categoryOf(demographic("race-1997"), { race })).toBe(weighted);
  });
});

test.each([
  ["opinion", { fair: 4 }, "agrees"],
  ["opinion", { fair: 3 }, ""],
  ["visits", { visits: 3 }, "few"],
  ["visits", { visits: 4 }, "many"],
  ["visits", { visits: { missing: "na" as const } }, ""],
  ["contact", { contact: "yes" }, "yes"],
  ["area", { area: "north" }, "north"],
  ["area", { area: { missing: "dk" as const } }, ""],
  ["area", {}, ""],
])("%s of %j is “%s”", (id, answers, expected) => {
  expect(categoryOf(demographic(id, everyType), answers)).toBe(expected);
});

test("the categories of an area demographic are the department's areas, in every language", () => {
  expect(categoriesOf(core, demographic("area"), areas)).toEqual([
    { id: "north", label: { en: "North", es: "North" } },
    { id: "south", label: { en: "South", es: "South" } },
  ]);
  expect(categoriesOf(core, demographic("sex"), areas).map(({ id }) => id)).toEqual(["female", "male"]);
});

test("every answer to a choice of core-1 has its category", () => {
  for (const id of ["age", "sex", "tenure", "gender", "home-language", "education", "contact"]) {
    const item = core.items.find((one) => one.id === id);
    const values = item?.type === "choice" ? item.options.map(({ value }) => value) : [];
    expect(values.map((value) => categoryOf(demographic(id), { [id]: value }))).toEqual(values);
  }
});
