import { stringify } from "csv-stringify/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { csvTable } from "../../lib/publishing/csv-table.ts";

fc.configureGlobal({ seed: 34 });

const cell = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.constantFrom("", "=1+1", "+", "-2", "@", "\tx", "\r", 'a "quoted", text', "two\nlines", "'"),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constant(null),
);
const columns = ["a", "b"] as const;

test("fields written once each are the table that csv-stringify writes at once", () =>
  fc.assert(
    fc.property(fc.array(fc.record({ a: cell, b: cell }), { maxLength: 20 }), (rows) => {
      expect(csvTable(columns, rows)).toBe(
        stringify(rows, { header: true, columns: [...columns], escape_formulas: true }),
      );
    }),
    { numRuns: 300 },
  ));
