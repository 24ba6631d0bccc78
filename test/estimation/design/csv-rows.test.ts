import { parse } from "csv-parse/sync";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readCsvRows } from "../../../lib/estimation/design/csv-rows.ts";

fc.configureGlobal({ seed: 36 });

const encode = (text: string) => new TextEncoder().encode(text);
function* pieces(bytes: Uint8Array, size: number) {
  const buffer = new Uint8Array(size);
  for (let from = 0; from < bytes.length; from += size) {
    const piece = bytes.subarray(from, from + size);
    buffer.set(piece);
    yield buffer.subarray(0, piece.length);
  }
}
const read = (text: string, size = 1 << 20) => {
  const rows: { line: number; fields: string[] }[] = [];
  readCsvRows("responses.csv", pieces(encode(text), size), ({ bytes, start, end, fields, line }) => {
    const texts = Array.from({ length: fields }, (_, f) => new TextDecoder().decode(bytes.subarray(start[f], end[f])));
    rows.push({ line, fields: texts });
  });
  return rows;
};
const fieldsOf = (text: string, size?: number) => read(text, size).map(({ fields }) => fields);

const field = fc.string({ unit: fc.constantFrom("a", "7", ",", '"', "\n", "\r\n", "é", "中", " "), maxLength: 12 });
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const written = (text: string, always: boolean) => (always || /[",\r\n]/.test(text) ? quoted(text) : text);

describe("rows of a CSV file", () => {
  test("are those that csv-parse reads, whatever the pieces, the line ends and the quotes", () => {
    const table = fc
      .integer({ min: 2, max: 5 })
      .chain((columns) =>
        fc.array(fc.array(field, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 8 }),
      );
    const style = { quotes: fc.boolean(), end: fc.constantFrom("\n", "\r\n"), mark: fc.boolean(), last: fc.boolean() };
    fc.assert(
      fc.property(
        table,
        fc.record(style),
        fc.integer({ min: 1, max: 40 }),
        (rows, { quotes, end, mark, last }, size) => {
          const body = rows.map((row) => row.map((text) => written(text, quotes)).join(",")).join(end);
          const text = `${mark ? "\uFEFF" : ""}${body}${last ? end : ""}`;
          expect(fieldsOf(text, size)).toEqual(parse(text, { bom: true, skip_empty_lines: false }));
        },
      ),
    );
  });

  test.each([
    ["", []],
    ["\n", []],
    ["y", [["y"]]],
    ["y\n1\n\n2\n", [["y"], ["1"], [""], ["2"]]],
    ["y\n1\n\n", [["y"], ["1"]]],
    [
      "a,b\n1,\n",
      [
        ["a", "b"],
        ["1", ""],
      ],
    ],
    [
      '"a","b"\r\n"1",2\r\n',
      [
        ["a", "b"],
        ["1", "2"],
      ],
    ],
    ['a\n"",\n', [["a"], ["", ""]]],
    [
      'a,b\nsay "hi",2\n',
      [
        ["a", "b"],
        ['say "hi"', "2"],
      ],
    ],
    ["a\n\r\n1", [["a"], [""], ["1"]]],
  ])("%j", (text, rows) => expect(fieldsOf(text)).toEqual(rows));

  test("know their line, line ends inside of quotes included", () => {
    expect(read('a,b\n"one\ntwo",2\n3,4\n').map(({ line }) => line)).toEqual([1, 2, 4]);
  });

  test.each([
    ['a,b\n1,"open\n2,3\n', "line 2", "open"],
    ['a,b\n"x\ny","z\n', "line 3", "never closed"],
    ['a,b\n1,"two"2\n', "line 2", "after a closing quote"],
  ])("%j is refused", (text, line, words) => {
    for (const size of [3, 1000]) {
      expect(() => read(text, size)).toThrow(line);
      expect(() => read(text, size)).toThrow(words);
    }
  });

  test("may be longer than any piece, and have more fields than most", () => {
    const long = "x".repeat(700_000);
    const wide = Array.from({ length: 300 }, (_, f) => String(f));
    expect(fieldsOf(`${wide.join(",")}\n"${long}",2\n${long},3\n`, 4096)).toEqual([wide, [long, "2"], [long, "3"]]);
  });
});
