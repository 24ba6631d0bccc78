import { describe, expect, test } from "vitest";
import { parseImportMapping } from "../../lib/command/import-mapping.ts";
import { type RowRead, rowReader } from "../../lib/command/import-row.ts";

const base = { wave: "w1", stream: "invited", mode: "paper", answers: {} };
const read = (mapping: object, ...rows: readonly Record<string, string>[]): readonly RowRead[] => {
  const reader = rowReader(parseImportMapping(JSON.stringify({ ...base, ...mapping }), "map.json"));
  return rows.map((cells, at) => reader(cells, at + 2));
};
const rowOf = (one: RowRead | undefined) => (one !== undefined && "row" in one ? one.row : undefined);

describe("an answer", () => {
  test.each([
    ["is the cell as it stands", "q", { q: " 3 " }, "3"],
    ["is left blank where the cell is", "q", { q: " " }, "skip"],
    ["is translated", { column: "q", values: { "1": "5" } }, { q: "1" }, "5"],
    [
      "is a missing code where the mapping says so",
      { column: "q", values: { "1": "5" }, missing: { "8": "dk" } },
      { q: "8" },
      "dk",
    ],
    ["that is empty means what the mapping says", { column: "q", empty: "notasked" }, { q: "" }, "notasked"],
    ["comes from the first column that is filled", { column: ["a", "b"] }, { a: "", b: "2" }, "2"],
    [
      "is the boxes that are ticked",
      { boxes: { white: "r1", asian: "r2" }, ticked: ["x"] },
      { r1: "x", r2: "x" },
      "white;asian",
    ],
    ["without a ticked box is blank", { boxes: { white: "r1" }, ticked: ["x"] }, { r1: "" }, "skip"],
  ])("%s", (_, answer, cells, expected) => {
    expect(rowOf(read({ answers: { item: answer } }, cells)[0])!.answers).toEqual({ item: expected });
  });

  test.each(["7", "constructor", "__proto__"])(
    "%s that the mapping does not know refuses the row by line, column and value",
    (value) => {
      const [one] = read({ answers: { item: { column: "q", values: { "1": "5" } } } }, { q: value });
      expect(one).toEqual({ fault: { line: 2, column: "q", value, reason: "expected 1" } });
    },
  );
});

describe("a row", () => {
  test("takes wave, stream, mode, stratum and weight from its columns", () => {
    const mapping = {
      wave: { column: "year" },
      stream: { column: "how", values: { letter: "invited", poster: "open" } },
      mode: { column: "by", values: { p: "paper" } },
      stratum: { column: "side" },
      weight: "w",
      code: "code",
    };
    const [one] = read(mapping, {
      year: "2026",
      how: "poster",
      by: "p",
      side: "north",
      w: "1.50",
      code: "K7Q2M-9XR4T",
    });
    expect(one).toMatchObject({
      wave: "2026",
      row: { line: 2, stream: "open", mode: "paper", stratum: "north", weight: 1.5, code: "K7Q2M-9XR4T" },
    });
  });

  test.each(["", "0", "-1", "1,5", "abc", "Infinity", "0x10"])("with the weight “%s” is refused", (w) => {
    expect(read({ weight: "w" }, { w })[0]).toMatchObject({ fault: { column: "w", value: w } });
  });

  test("without an id where one is asked for is refused", () => {
    expect(read({ id: "nr" }, { nr: " " })[0]).toMatchObject({ fault: { column: "nr" } });
  });

  test("is left out where the mapping does not choose it", () => {
    const where = [
      { column: "w", answered: true },
      { column: "s", in: ["1", "2"] },
    ];
    const rows = [
      { w: "1", s: "2" },
      { w: "", s: "2" },
      { w: "1", s: "3" },
    ];
    expect(read({ where }, ...rows).map((one) => "left" in one)).toEqual([false, true, true]);
  });
});

describe("what tells rows apart", () => {
  const identities = (mapping: object, ...rows: readonly Record<string, string>[]) =>
    read(mapping, ...rows).map((one) => rowOf(one)!.identity);

  test("is the id column, whatever else stands in the row", () => {
    expect(identities({ id: "nr" }, { nr: "7", a: "1" }, { nr: "7", a: "2" })).toEqual(["id\n7", "id\n7"]);
  });

  test("without one is the whole row and its number among equal rows, the same on every reading and order of columns", () => {
    const rows = [
      { a: "1", b: "2" },
      { a: "1", b: "2" },
      { a: "1", b: "3" },
    ];
    const first = identities({}, ...rows);
    expect(new Set(first).size).toBe(3);
    expect(identities({}, ...rows.map(({ a, b }) => ({ b, a })))).toEqual(first);
  });
});

test.each([
  ["no JSON", "{", "json-faulty"],
  ["an unknown key", JSON.stringify({ ...base, weigth: "w" }), "mapping-faulty"],
  ["a stream that is none", JSON.stringify({ ...base, stream: "panel" }), "mapping-faulty"],
  [
    "a mode that a value would become",
    JSON.stringify({ ...base, mode: { column: "m", values: { a: "fax" } } }),
    "mapping-faulty",
  ],
  [
    "a missing code that is none",
    JSON.stringify({ ...base, answers: { a: { column: "a", missing: { "9": "nope" } } } }),
    "mapping-faulty",
  ],
])("a mapping with %s is refused", (_, text, code) => {
  expect(() => parseImportMapping(text, "map.json")).toThrow(expect.objectContaining({ code }));
});
