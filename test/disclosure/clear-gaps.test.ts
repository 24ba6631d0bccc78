import fc from "fast-check";
import { expect, test } from "vitest";
import { clearGaps } from "../../lib/disclosure/clear-gaps.ts";
import { protect } from "../../lib/disclosure/protect.ts";
import type { PublishedRow, ShownRow } from "../../lib/disclosure/protected-estimates.ts";
import { row, wave } from "./made-up-wave.ts";

const [printed] = protect([wave("2026-01", [row({ statistic: "gap", category: "F:M" }, { n: 300, value: 9 })])]).rows;
/** A gap over 300 people, printed in whole points, with an interval of two standard errors. */
const gap = (value: number, se: number, more: Partial<ShownRow> = {}): PublishedRow =>
  ({
    ...printed!,
    ...{ value, se, ci_low: Math.floor(value - 2 * se), ci_high: Math.ceil(value + 2 * se), df: 299, n: 300 },
    ...more,
  }) as PublishedRow;

// The p of each, of a t of its df on (|value| − 0.5) / (se + 0.05): pt() of R 4.2.2; then p.adjust(method = "BH").
test.each([
  ["one gap of 9 ± 4.0: p 0.037", [gap(9, 4)], [9]],
  ["the same beside a larger one: both within the family's 5 %", [gap(9, 4), gap(20, 4)], [9, 20]],
  ["the same beside three of no size: adjusted 0.147", [gap(9, 4), gap(1, 4), gap(0, 4), gap(-2, 4)], []],
  ["one that is negative", [gap(-12, 4)], [-12]],
  [
    "one that rounding may have lifted over the bound: 8 ± 3.9, p 0.059 at 7.5 and 3.95",
    [gap(8, 3.9, { ci_low: 1 })],
    [],
  ],
  ["one whose printed interval holds 0", [gap(9, 4, { ci_low: 0 })], []],
  ["one without degrees of freedom", [gap(9, 4, { df: 0 })], []],
])("%s", (_, rows, clear) => {
  expect(clearGaps(rows).map(({ value }) => value)).toEqual(clear);
});

test("only gaps that are shown are judged", () => {
  const withheld = protect([wave("2026-01", [row({ statistic: "gap", category: "F:M" }, { n: 9, value: 60 })])]).rows;
  expect(withheld[0]!.suppressed).not.toBe("");
  expect(clearGaps([...withheld, { ...gap(60, 2), statistic: "mean100" } as PublishedRow])).toEqual([]);
});

test("a further gap of no size never makes a claim, and the order of rows makes none", () => {
  const one = fc.tuple(fc.integer({ min: -30, max: 30 }), fc.double({ min: 0.5, max: 9, noNaN: true }));
  fc.assert(
    fc.property(fc.array(one, { maxLength: 12 }), (several) => {
      const rows = several.map(([value, se]) => gap(value, se));
      const claims = new Set(clearGaps(rows));
      expect(clearGaps([...rows, gap(0, 5)]).filter((row) => !claims.has(row))).toEqual([]);
      expect(new Set(clearGaps(rows.toReversed()))).toEqual(claims);
    }),
  );
});
