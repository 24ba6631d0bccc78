import { expect, test } from "vitest";
import { defaultPolicy } from "../../lib/disclosure/policy.ts";
import { printRow } from "../../lib/disclosure/print-row.ts";
import { down, nearest, printedEffective, printedN, up } from "../../lib/disclosure/printed-grid.ts";
import type { PublishedRow } from "../../lib/disclosure/protected-estimates.ts";
import type { Change } from "../../lib/estimation/wave-estimates.ts";
import { row, wave } from "./made-up-wave.ts";

test.each([
  [212, 210],
  [213, 215],
  [10, 10],
  [12, 10],
  [397, 395],
])("n %i is printed as %i", (n, printed) => expect(printedN(n)).toBe(printed));

test.each([
  [210, 1.2, 175],
  [100, 1.1, 90],
  [55, 1.1, 50],
  [100, 0.8, 125],
  [40, null, 40],
])("n %d with a deff of %s has an effective n of %d", (n, deff, printed) =>
  expect(printedEffective(n, deff)).toBe(printed),
);

test("rounding is to the nearest step, ends of an interval outward, and never makes −0", () => {
  expect([nearest(57.94, 0), nearest(57.94, 1), nearest(-2.25, 1), nearest(-0.02, 1)]).toEqual([58, 57.9, -2.3, 0]);
  expect([down(57.99, 0), up(57.01, 0), down(-2.01, 1), up(-2.09, 1), up(-0.01, 0)]).toEqual([57, 58, -2.1, -2, 0]);
  expect([down(57, 0), up(0.1 + 0.2, 1)]).toEqual([57, 0.3]);
});

const print = (...[key, estimate, more]: Parameters<typeof row>): PublishedRow =>
  printRow(wave("2026-02", []), row(key, estimate, more), "", undefined, defaultPolicy);

test("below n = 400 points are whole, from there tenths; the standard error always in tenths", () => {
  const exact = { value: 61.26, se: 1.234, ciLow: 58.84, ciHigh: 63.68, deff: 1.249 };
  expect(print({}, { ...exact, n: 396 })).toMatchObject({
    value: 61,
    se: 1.2,
    ci_low: 58,
    ci_high: 64,
    n: 395,
    deff: 1.2,
    n_effective: 325,
    df: 394,
  });
  expect(print({}, { ...exact, n: 401 })).toMatchObject({
    value: 61.3,
    se: 1.2,
    ci_low: 58.8,
    ci_high: 63.7,
    n: 400,
    deff: 1.2,
    n_effective: 330,
    df: 399,
  });
});

test("df is the printed n less the strata", () =>
  expect(print({}, { n: 212, df: 208 }, { strata: 4 })).toMatchObject({ n: 210, df: 206 }));

test("an interval does not leave 0-100, but that of a gap may be below 0", () => {
  expect(print({}, { value: 99, ciLow: 96, ciHigh: 101.2 })).toMatchObject({ ci_low: 96, ci_high: 100 });
  expect(print({ statistic: "gap" }, { value: -5, ciLow: -9.5, ciHigh: -0.5 })).toMatchObject({
    ci_low: -10,
    ci_high: 0,
  });
});

test.each([
  [2, 90, { value: 5, ci_low: 0, flag: "bounded" }],
  [0, 90, { value: 5, ci_low: 0, flag: "bounded" }],
  [98, 90, { value: 95, ci_high: 100, flag: "bounded" }],
  [2, 100, { value: 2, flag: "" }],
  [5, 90, { value: 5, flag: "" }],
])("a share of %d %% of %d answers is printed so that a group alike is not told", (value, n, printed) =>
  expect(
    print({ statistic: "percent", option: "1" }, { value, n, ciLow: value - 0.5, ciHigh: value + 2 }),
  ).toMatchObject(printed),
);

test("flags stand in the contract's order, joined by a space", () => {
  const made = printRow(
    wave("2026-02", [], { samplingMode: "nonprobability" }),
    row({}, { n: 45 }, { seriesBreak: true }),
    "",
    undefined,
    defaultPolicy,
  );
  expect(made.flag).toBe("small-sample opt-in series-break");
});

const change = (verdict: Change["verdict"], low: number, high: number): Change => ({
  from: "2026-01",
  value: (low + high) / 2,
  low,
  high,
  verdict,
  detectable: 4.01,
});
const printed = (now: number, verdict: Change["verdict"], low: number, high: number, before: number | null = 58) =>
  printRow(
    wave("2026-02", []),
    row({}, { value: now }, { change: change(verdict, low, high) }),
    "",
    before === null ? undefined : (print({}, { value: before }) as PublishedRow),
    defaultPolicy,
  );

test("a change is the difference of the printed values, its interval rounded outward", () =>
  expect(printed(63.4, "up", 1.2, 9.3)).toMatchObject({
    change: 5,
    change_low: 1,
    change_high: 10,
    change_verdict: "up",
    detectable_change: 5,
  }));

test.each([
  ["up, but its printed interval holds 0", () => printed(63.4, "up", 0.4, 9.3), "no-detectable-change"],
  ["down, and the printed interval leaves 0 out", () => printed(50, "down", -12, -3.2), "down"],
  ["up, but the printed values are the same", () => printed(58.4, "up", 0.1, 0.7), "no-detectable-change"],
  ["without a printed row before", () => printed(63.4, "up", 1, 9, null), "too-few"],
] as const)("a verdict %s", (_, made, verdict) => expect(made()).toMatchObject({ change_verdict: verdict }));

test("nothing is compared over a series break", () => {
  const broken = row({}, {}, { seriesBreak: true, change: change("series-break", 1, 2) });
  expect(printRow(wave("2026-02", []), broken, "", print({}, {}), defaultPolicy)).toMatchObject({
    change: null,
    change_low: null,
    change_verdict: "series-break",
    detectable_change: null,
  });
});

test("a withheld row keeps its key and has no number", () => {
  const made = printRow(wave("2026-02", []), row({ area: "north" }, { n: 7 }), "too-few", undefined, defaultPolicy);
  const {
    department,
    survey,
    wave: id,
    opens,
    closes,
    stream,
    area,
    group,
    category,
    measure,
    statistic,
    option,
    instrument,
    method,
    suppressed,
    flag,
    change_verdict,
    ...numbers
  } = made;
  expect([area, suppressed, change_verdict]).toEqual(["north", "too-few", ""]);
  expect(Object.values(numbers).every((number) => number === null)).toBe(true);
});
