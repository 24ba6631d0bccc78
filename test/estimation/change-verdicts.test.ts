import { expect, test } from "vitest";
import { type Comparison, changeVerdicts } from "../../lib/estimation/change-verdicts.ts";
import type { Estimate, EstimateRow } from "../../lib/estimation/wave-estimates.ts";

function row(
  value: number,
  se: number | null,
  more: Partial<Estimate> = {},
  kind: "mean" | "share" = "mean",
): EstimateRow {
  const estimate = { n: 400, value, se, df: 399, ciLow: 0, ciHigh: 100, deff: 1, nEffective: 400, ...more };
  const key = { area: "all", group: "all", category: "all", measure: "m", statistic: "mean100", option: "" } as const;
  return { key, kind, estimate, strata: 1, instrument: "h", seriesBreak: false };
}
const from = (before: EstimateRow, after: EstimateRow, more: Partial<Comparison> = {}): Comparison => ({
  before,
  after,
  seriesBreak: false,
  family: "headline",
  ...more,
});
const verdicts = (comparisons: readonly Comparison[]) =>
  changeVerdicts(comparisons, "w1", 0.95).map(({ verdict }) => verdict);

test.each([
  ["clearly more", row(50, 1), row(58, 1), "up"],
  ["clearly less", row(58, 1), row(50, 1), "down"],
  ["within the noise", row(50, 1), row(51, 1), "no-detectable-change"],
  ["nine people", row(50, 1), row(90, 1, { n: 9 }), "too-few"],
  ["an effective n of 29", row(50, 1, { nEffective: 29 }), row(90, 1), "too-few"],
  ["no error known", row(50, null), row(90, 1), "too-few"],
  [
    "everybody alike and the same",
    row(100, 0, { nEffective: null }),
    row(100, 0, { nEffective: null }),
    "no-detectable-change",
  ],
  ["everybody alike and not the same", row(100, 0), row(0, 0), "too-few"],
])("%s", (_, before, after, verdict) => {
  expect(verdicts([from(before, after)])).toEqual([verdict]);
});

test("a share of next to nobody is no ground for a claim", () => {
  expect(verdicts([from(row(0, 0, {}, "share"), row(1.5, 0.6, {}, "share"))])).toEqual(["too-few"]);
  expect(verdicts([from(row(0, 0, {}, "share"), row(0, 0, {}, "share"))])).toEqual(["no-detectable-change"]);
  expect(verdicts([from(row(2, 0.7, {}, "share"), row(9, 1.4, {}, "share"))])).toEqual(["up"]);
});

test("families are judged apart: four primary changes of p = 0.02 are none, the same among the rest are four", () => {
  // A difference of 2.33 standard errors.
  const change = from(row(50, 1), row(50 + 2.33 * Math.SQRT2, 1));
  const four = [change, change, change, change];
  expect(verdicts(four.map((one) => ({ ...one, family: "primary" as const })))).toEqual(
    Array(4).fill("no-detectable-change"),
  );
  expect(verdicts(four)).toEqual(Array(4).fill("up"));
});

test("a distribution that stays takes no power from a mean that moves", () => {
  const change = from(row(50, 1), row(50 + 2.33 * Math.SQRT2, 1));
  const still = Array(20).fill(from(row(50, 1), row(50, 1), { family: "detail" }));
  expect(verdicts([change, ...still])[0]).toBe("up");
  expect(verdicts([{ ...change, family: "detail" as const }, ...still])[0]).toBe("no-detectable-change");
});

test("what is broken or too small to judge takes no power from the others", () => {
  const change = from(row(50, 1), row(50 + 2.33 * Math.SQRT2, 1), { family: "primary" });
  const silent = from(row(50, 1), row(50, 1), { family: "primary", seriesBreak: true });
  expect(verdicts([change, silent, silent, silent])).toEqual(["up", "series-break", "series-break", "series-break"]);
});

test("a series break and too few answers say no number", () => {
  const [broken, few] = changeVerdicts(
    [from(row(50, 1), row(60, 1), { seriesBreak: true }), from(row(50, 1, { n: 9 }), row(60, 1))],
    "w1",
    0.95,
  );
  expect(broken).toEqual({ from: "w1", value: null, low: null, high: null, verdict: "series-break", detectable: null });
  expect(few).toMatchObject({ value: null, low: null, high: null, verdict: "too-few", detectable: 2.8 * Math.SQRT2 });
});
