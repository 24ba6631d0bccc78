import { describe, expect, test } from "vitest";
import { parseAnswers, readAnswers } from "../../lib/survey/answers.ts";
import type { AnswerSource } from "../../lib/survey/read-answer.ts";
import { areas, everyType } from "./every-type.ts";

const read = (input: unknown, from: AnswerSource = "json") => readAnswers(everyType, areas, input, from);
const form = (query: string) => read(new URLSearchParams(query), "form");
const blank = { missing: "skip" };
const routedPast = { missing: "na" };

describe("answers from JSON", () => {
  test("one entry per question: blank is skip, routed past is na", () => {
    expect(read({ contact: "no" })).toEqual({
      answers: {
        fair: blank,
        contact: "no",
        visits: routedPast,
        why: routedPast,
        race: blank,
        area: blank,
      },
      refused: [],
    });
  });

  test.each([
    ["a scale value", { fair: 5 }, "fair", 5],
    ["don't know", { fair: "dk" }, "fair", { missing: "dk" }],
    ["a code as an object", { fair: { missing: "ref" } }, "fair", { missing: "ref" }],
    ["null", { fair: null }, "fair", blank],
    ["choices in any order and twice", { race: ["white", "asian", "white"] }, "race", ["asian", "white"]],
    ["no box ticked", { race: [] }, "race", blank],
    ["an area", { area: "south" }, "area", "south"],
    ["an integer", { contact: "yes", visits: 50 }, "visits", 50],
    ["an answer to a question that is not shown", { contact: "no", visits: 3 }, "visits", routedPast],
    ["a text of spaces", { contact: "yes", visits: 1, why: " \t " }, "why", blank],
    ["a text that looks like a code", { contact: "yes", visits: 1, why: "dk" }, "why", "dk"],
    ["a text to tidy", { contact: "yes", visits: 1, why: " Cafe\u0301\u0000\u202e\r\nx " }, "why", "Café\nx"],
  ])("%s", (_, input, item, expected) => {
    const { answers, refused } = read({ contact: "no", ...input });
    expect(refused).toEqual([]);
    expect(answers[item]).toEqual(expected);
  });

  test.each([
    ["off the scale", { fair: 6 }, "fair", "not-an-option"],
    ["between two values", { fair: 3.5 }, "fair", "not-an-option"],
    ["a number as a text", { fair: "4" }, "fair", "not-an-option"],
    ["an object for a value", { fair: { value: 4 } }, "fair", "not-an-option"],
    ["several values for one", { fair: [4] }, "fair", "not-an-option"],
    ["true", { fair: true }, "fair", "not-an-option"],
    ["a code that is not offered", { contact: "dk" }, "contact", "not-an-option"],
    ["a code nobody presses", { fair: { missing: "na" } }, "fair", "not-an-option"],
    ["an option of another item", { contact: "asian" }, "contact", "not-an-option"],
    ["an unknown box", { race: ["asian", "martian"] }, "race", "not-an-option"],
    ["a box that is no text", { race: [["asian"]] }, "race", "not-an-option"],
    ["another department's area", { area: "east" }, "area", "not-an-option"],
    ["below the range", { contact: "yes", visits: 0 }, "visits", "out-of-range"],
    ["no whole number", { contact: "yes", visits: 1.5 }, "visits", "not-a-number"],
    ["a long text", { contact: "yes", visits: 1, why: "x".repeat(21) }, "why", "too-long"],
    ["a number for a text", { contact: "yes", visits: 1, why: 7 }, "why", "wrong-type"],
    ["a lone surrogate", { contact: "yes", visits: 1, why: "\ud800" }, "why", "wrong-type"],
    ["an item nobody asked", { colour: "red" }, "colour", "unknown-item"],
    ["a note", { hello: "x" }, "hello", "unknown-item"],
    ["a required item left blank", { contact: null }, "contact", "required"],
  ])("%s is refused by field", (_, input, field, code) => {
    expect(read({ contact: "no", ...input }).refused.map((one) => [one.field, one.code])).toEqual([[field, code]]);
  });

  test.each(["__proto__", "constructor", "hasownproperty", "toString"])(
    "%s is an unknown item, nothing else",
    (key) => {
      const input = JSON.parse(`{"contact":"no","${key}":{"fair":5}}`);
      const { answers, refused } = read(input);
      expect(refused).toMatchObject([{ field: key, code: "unknown-item" }]);
      expect(answers.fair).toEqual(blank);
      expect(({} as Record<string, unknown>).fair).toBeUndefined();
    },
  );

  test.each([[null], ["text"], [7], [[]], [undefined]])("%j is no set of answers", (input) => {
    expect(read(input)).toMatchObject({ answers: {}, refused: [{ field: "answers", code: "wrong-type" }] });
  });

  test("more fields than any survey has are not looked at one by one", () => {
    const many = Object.fromEntries(Array.from({ length: 201 }, (_, at) => [`x${at}`, 1]));
    expect(read(many).refused).toMatchObject([{ field: "answers", code: "too-many" }]);
  });

  test("parseAnswers refuses with every field, and the sentence names them", () => {
    expect(() => parseAnswers(everyType, areas, { fair: 9, area: "east" }, "json")).toThrow(
      "3 answers cannot be stored: fair: “9” is not on the scale; contact: an answer is needed, or “prefer not to answer”; area: “east” is not one of the areas.",
    );
  });
});

describe("answers from a form", () => {
  test("say the same as JSON", () => {
    const fromForm = form(
      "_submission=ab&_page=1.x&fair=4&contact=yes&visits=12&why=+x+&race=white&race=asian&area=north",
    );
    expect(fromForm.refused).toEqual([]);
    expect(fromForm.answers).toEqual(
      read({ fair: 4, contact: "yes", visits: 12, why: "x", race: ["asian", "white"], area: "north" }).answers,
    );
  });

  test.each([
    ["contact=no&fair=dk", "fair", { missing: "dk" }],
    ["contact=yes&visits=&visits=dk", "visits", { missing: "dk" }],
    ["contact=yes&visits=4&visits=dk", "visits", 4],
    ["contact=no&race=ref&race=asian", "race", ["asian"]],
    ["contact=no&fair=", "fair", blank],
  ])("%s gives %s", (query, item, expected) => {
    expect(form(query)).toMatchObject({ answers: { [item]: expected }, refused: [] });
  });

  test.each([
    ["contact=no&fair=4&fair=5", "fair", "too-many"],
    ["contact=no&fair=4.0", "fair", "not-an-option"],
    ["contact=yes&visits=1e1", "visits", "not-a-number"],
    ["contact=no&contact=yes", "contact", "too-many"],
    ["fair=4", "contact", "required"],
    ["contact=no&__proto__=1&constructor=2", "constructor", "unknown-item"],
  ])("%s is refused at %s", (query, field, code) => {
    expect(form(query).refused.map((one) => [one.field, one.code])).toEqual([[field, code]]);
  });

  test("what fits is kept beside what does not", () => {
    expect(form("fair=4&contact=maybe&area=north")).toMatchObject({
      answers: { fair: 4, contact: blank, area: "north" },
      refused: [{ field: "contact" }],
    });
  });
});

describe("answers from a table", () => {
  test.each([
    ["an item without a cell", {}, "fair", { missing: "notasked" }],
    ["an empty cell", { fair: " " }, "fair", blank],
    ["any missing code", { fair: "break" }, "fair", { missing: "break" }],
    ["a code the web does not offer", { contact: "dk" }, "contact", { missing: "dk" }],
    ["several choices", { race: "white; asian" }, "race", ["asian", "white"]],
    ["a blank that the web requires", { contact: "" }, "contact", blank],
  ])("%s", (_, input, item, expected) => {
    expect(read(input, "import")).toMatchObject({ answers: { [item]: expected }, refused: [] });
  });
});

test("without areas in the department, the area is not asked", () => {
  expect(readAnswers(everyType, [], { contact: "no" }, "json").answers.area).toEqual({ missing: "notasked" });
});
