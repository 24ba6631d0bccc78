import { describe, expect, test } from "vitest";
import { defaultPolicy } from "../../lib/disclosure/policy.ts";
import { protect } from "../../lib/disclosure/protect.ts";
import type { EstimateRow } from "../../lib/estimation/wave-estimates.ts";
import { row, wave } from "./made-up-wave.ts";

const areas = (counts: Readonly<Record<string, number>>): EstimateRow[] => {
  const n = Object.values(counts).reduce((a, b) => a + b, 0);
  return [row({}, { n }), ...Object.entries(counts).map(([area, count]) => row({ area }, { n: count }))];
};
const reasons = (rows: readonly { area: string; category: string; suppressed: string }[]) =>
  Object.fromEntries(rows.map((one) => [one.category === "all" ? one.area : one.category, one.suppressed]));

test("fewer than ten are not shown, nor is a second area, or the first would be the rest", () =>
  expect(reasons(protect([wave("2026-01", areas({ a: 9, b: 60, c: 120, d: 200 }))]).rows)).toEqual({
    all: "",
    a: "too-few",
    b: "protects-another",
    c: "",
    d: "",
  }));

test("with complementary suppression off the second area stays, which an audit must find", () => {
  const policy = { ...defaultPolicy, complementary: false, audit: false };
  expect(reasons(protect([wave("2026-01", areas({ a: 9, b: 60, c: 120 }))], policy).rows)).toEqual({
    all: "",
    a: "too-few",
    b: "",
    c: "",
  });
});

test("what would give a withheld cell away is not released", () => {
  const waves = [wave("2026-01", areas({ a: 9, b: 60, c: 120 }))];
  expect(() => protect(waves, { ...defaultPolicy, complementary: false })).toThrow(
    expect.objectContaining({
      code: "release-discloses",
      detail: { wave: "2026-01", stream: "invited", cells: expect.arrayContaining(["a/all/all (n: 0 of 10)"]) },
    }),
  );
});

test("people who are too few for one question are withheld for every question, with those who protect them", () => {
  const rows = [
    ...areas({ a: 9, b: 60, c: 120, d: 200 }),
    ...areas({ a: 11, b: 61, c: 121, d: 201 }).map((one) => ({ ...one, key: { ...one.key, measure: "safety" } })),
  ];
  const policy = { ...defaultPolicy, showUnreliable: true };
  const made = protect([wave("2026-01", rows)], policy).rows;
  expect(made.map(({ suppressed }) => suppressed)).toEqual([
    ...["", "too-few", "protects-another", "", ""],
    ...["", "protects-another", "protects-another", "", ""],
  ]);
});

test("what is unreliable is withheld, or shown as a small sample where the policy says so", () => {
  const waves = [wave("2026-01", areas({ a: 20, b: 60, c: 120 }))];
  expect(reasons(protect(waves).rows)).toMatchObject({ a: "unreliable", b: "protects-another" });
  const shown = protect(waves, { ...defaultPolicy, showUnreliable: true }).rows.find(({ area }) => area === "a");
  expect(shown).toMatchObject({ suppressed: "", flag: "small-sample", n: 20 });
});

test("zero, not asked and too few are three things", () => {
  const rows = [
    row({}, { n: 100 }),
    row({ measure: "new" }, { n: 0, value: null, se: null, ciLow: null, ciHigh: null, why: "not-asked" }),
    row({ statistic: "percent", option: "1" }, { n: 100, value: 0, se: 0, ciLow: 0, ciHigh: 3.6, deff: null }),
  ];
  const made = protect([wave("2026-01", rows)]).rows;
  expect(made.map(({ suppressed }) => suppressed)).toEqual(["", "not-asked", ""]);
  expect(made[2]).toMatchObject({ value: 0, n: 100 });
});

test("the options of a distribution are shown all or none", () => {
  const options = (shares: readonly number[]) =>
    shares.map((value, at) =>
      row({ statistic: "percent", option: String(at) }, { n: 120, value, ciLow: value - 4, ciHigh: value + 4 }),
    );
  const made = (shares: readonly number[]) =>
    protect([wave("2026-01", [row({}, { n: 120 }), ...options(shares)])]).rows.map(({ suppressed }) => suppressed);
  expect(made([20, 30, 50])).toEqual(["", "", "", ""]);
  expect(made([3, 37, 60])).toEqual(["", "unreliable", "protects-another", "protects-another"]);
});

test("a gap is withheld with either of its sides, and the unflagged where the flagged are few", () => {
  const group = (category: string, n: number) => row({ group: "sex", category }, { n });
  const rows = [
    row({}, { n: 200 }),
    group("f", 100),
    group("m", 90),
    group("x", 10),
    row({ group: "sex", category: "f:x", statistic: "gap" }, { n: 110, value: 3 }),
    row({ group: "sex", category: "f:m", statistic: "gap" }, { n: 190, value: 3 }),
    row({ group: "unflagged", category: "unflagged" }, { n: 195 }),
  ];
  expect(reasons(protect([wave("2026-01", rows)]).rows)).toEqual({
    all: "",
    f: "",
    m: "protects-another",
    x: "unreliable",
    "f:x": "protects-another",
    "f:m": "protects-another",
    unflagged: "protects-another",
  });
});

describe("representation", () => {
  const margin = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts).map(([category, n]) => ({
      margin: "age",
      category,
      n,
      population: 25.04,
      before: n,
      after: 25.04,
    }));
  const shown = (counts: Readonly<Record<string, number>>) =>
    protect([wave("2026-01", [row({}, { n: 300 })], { representation: margin(counts) })]).representation;
  test("hides a small category and a second one, and shows that nobody of a category answered", () =>
    expect(shown({ a: 4, b: 30, c: 250, d: 0 }).map(({ suppressed, n }) => [suppressed, n])).toEqual([
      ["too-few", null],
      ["protects-another", null],
      ["", 250],
      ["", 0],
    ]));
  test("a measure does not give back a count that is hidden here", () => {
    const groups = Object.entries({ a: 40, b: 60, c: 200 }).map(([category, n]) =>
      row({ group: "age", category }, { n }),
    );
    const made = protect([
      wave("2026-01", [row({}, { n: 300 }), ...groups], { representation: margin({ a: 9, b: 60, c: 231 }) }),
    ]);
    expect(reasons(made.rows)).toMatchObject({ a: "protects-another", b: "protects-another", c: "" });
  });
});

describe("a wave that was released before", () => {
  const before = areas({ a: 60, b: 120, c: 200 });
  const first = protect([wave("2026-01", before)]);
  const printedAgain = (counts: Readonly<Record<string, number>>) =>
    protect(
      [
        wave(
          "2026-01",
          areas(counts).map((one) => ({ ...one, estimate: { ...one.estimate, value: 66 } })),
        ),
      ],
      defaultPolicy,
      {
        released: first,
        estimates: [wave("2026-01", before)],
      },
    ).rows;
  const values = (rows: readonly { value: number | null }[]) => rows.map(({ value }) => value);

  test("is carried over to the letter when it is not estimated again", () =>
    expect(protect([], defaultPolicy, { released: first, estimates: [] })).toEqual(first));
  test("keeps every row when fewer than ten answers are new", () =>
    expect(printedAgain({ a: 60, b: 120, c: 209 })).toEqual(first.rows));
  test("prints anew what has ten new answers, and as before what has none", () =>
    expect(values(printedAgain({ a: 60, b: 120, c: 210 }))).toEqual([66, 60, 60, 66]));
  test("withholds what has a few new answers, and what would give them away", () =>
    expect(values(printedAgain({ a: 63, b: 120, c: 220 }))).toEqual([66, null, 60, null]));
  test("compares the next wave with the numbers that are printed now", () => {
    const change = {
      from: "2026-01",
      value: 1,
      low: -4,
      high: 6,
      verdict: "no-detectable-change",
      detectable: 5,
    } as const;
    const next = wave("2026-02", [row({}, { n: 380, value: 67 }, { change })]);
    const both = protect([wave("2026-01", before), next]);
    expect(both.rows.at(-1)).toMatchObject({ value: 67, change: 7 });
    const again = protect([wave("2026-01", [row({}, { n: 395, value: 64 })]), next], defaultPolicy, {
      released: both,
      estimates: [wave("2026-01", before), next],
    });
    expect(again.rows.at(-1)).toMatchObject({ value: 67, change: 3 });
  });
});

test("a change is hidden with the row before", () => {
  const change = { from: "2026-01", value: 1, low: -4, high: 6, verdict: "up", detectable: 5 } as const;
  const waves = [wave("2026-01", [row({}, { n: 9 })]), wave("2026-02", [row({}, { n: 90 }, { change })])];
  expect(protect(waves).rows.at(-1)).toMatchObject({ change: null, change_low: null, change_verdict: "too-few" });
});
