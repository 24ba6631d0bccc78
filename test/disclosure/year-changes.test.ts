import { describe, expect, test } from "vitest";
import { defaultPolicy } from "../../lib/disclosure/policy.ts";
import { protect } from "../../lib/disclosure/protect.ts";
import type { ReleasedEstimates } from "../../lib/disclosure/protected-estimates.ts";
import { yearChanges } from "../../lib/disclosure/year-changes.ts";
import { estimateWaves } from "../../lib/estimation/estimate-waves.ts";
import type { EstimateKey } from "../../lib/estimation/wave-estimates.ts";
import { riverbend } from "../publishing/riverbend.ts";
import { row, wave } from "./made-up-wave.ts";

const policy = { ...defaultPolicy, audit: false };

/** Two waves a year apart and one between them, over 900 people each. */
function years(before: number, after: number, more: { n?: number; broken?: boolean } = {}): ReleasedEstimates {
  const n = more.n ?? 900;
  const cell = (id: string, value: number, broken = false) =>
    wave(id, [row({}, { n, value }, { seriesBreak: broken })]);
  return protect([cell("2025-01", before), cell("2025-07", 50, more.broken), cell("2026-01", after)], policy);
}

test("a score is compared with the same wave a year before, out of printed numbers", () => {
  // se 25/√900 = 0.8 as printed, 0.85 with its rounding; √(2·0.85²)·t(0.975; 1798 df) = 2.358, and 0.1 for the values.
  expect(yearChanges(years(60, 64.2), 0.95)).toEqual([
    {
      ...{ wave: "2026-01", stream: "invited", area: "all", group: "all", category: "all", measure: "trust" },
      ...{ statistic: "mean100", compared_with: "2025-01", value: 64.2, n: 900, n_effective: 900 },
      ...{ value_before: 60, n_before: 900, n_effective_before: 900 },
      ...{ change: 4.2, change_low: 1.7, change_high: 6.7, change_verdict: "up" },
      ...{ confidence: 95, flag: "", instrument: "i1", method: "raked-linearized-1" },
    },
  ]);
});

test.each([
  ["a fall that no chance explains", years(60, 55), "down"],
  ["two points, which chance explains", years(60, 62), "no-detectable-change"],
  ["a rise in between whose wording changed", years(60, 70, { broken: true }), "series-break"],
  ["whole points: what rounding may hide is no claim", years(60, 66, { n: 300 }), "no-detectable-change"],
])("%s", (_, released, verdict) => {
  const [only] = yearChanges(released, 0.95);
  expect(only?.change_verdict).toBe(verdict);
  expect(only?.change === null).toBe(verdict === "series-break");
});

test("what is withheld now has no row, what was withheld then has no change", () => {
  const cell = (id: string, n: number) => wave(id, [row({}, { n }), row({ area: "north" }, { n: 400 })]);
  const of = (before: number, after: number) =>
    yearChanges(protect([cell("2025-01", before), cell("2026-01", after)], { ...policy, complementary: false }), 0.95);
  expect(of(900, 8).map(({ area }) => area)).toEqual(["north"]);
  expect(of(8, 900).find(({ area }) => area === "all")).toMatchObject({
    ...{ value_before: null, n_before: null, change: null, change_low: null, change_high: null },
    change_verdict: "too-few",
  });
});

test("waves that share people are not compared, nor is a first year", () => {
  expect(yearChanges(years(60, 64.2), 0.95, [["2025-01", "2026-01"]])).toEqual([]);
  const { waves, rows } = years(60, 64.2);
  expect(yearChanges({ waves: waves.slice(0, 2), rows: rows.slice(0, 2) }, 0.95)).toEqual([]);
});

describe("beside the exact estimates of a town", async () => {
  const town = await riverbend({ waves: 5, invited: 700, open: 200 });
  const made = yearChanges(protect(town.estimates, policy), 0.95);
  const exact = new Map(
    estimateWaves(town.plan, town.published.instruments, town.tallied, "a year before").flatMap((wave) =>
      wave.rows.map(({ key, change }) => [JSON.stringify([wave.wave, wave.stream, ...keyOf(key)]), change] as const),
    ),
  );
  const pairs = made.flatMap((one) => {
    const change = exact.get(JSON.stringify([one.wave, one.stream, ...keyOf(one)]));
    return one.change_low !== null && one.change_high !== null && change?.low != null && change.high != null
      ? [{ ...one, low: change.low, high: change.high, exact: change.value ?? 0 }]
      : [];
  });

  test("every interval holds the exact one, and is less than 3 points wider on a side", () => {
    expect(pairs.length).toBeGreaterThan(150);
    for (const { change_low, change_high, low, high } of pairs) {
      expect(change_low).toBeLessThanOrEqual(low);
      expect(change_high).toBeGreaterThanOrEqual(high);
      expect(low - Number(change_low)).toBeLessThan(3);
    }
  });
  test("what is claimed is claimed of the exact difference too", () => {
    const claims = pairs.filter(({ change_verdict }) => change_verdict === "up" || change_verdict === "down");
    expect(claims.length).toBeGreaterThan(0);
    for (const { exact, low, high, change_verdict } of claims)
      expect([Math.sign(exact), low * high > 0]).toEqual([change_verdict === "up" ? 1 : -1, true]);
  });
});

function keyOf({
  area,
  group,
  category,
  measure,
  statistic,
}: Pick<EstimateKey, "area" | "group" | "category" | "measure" | "statistic">): readonly string[] {
  return [area, group, category, measure, statistic];
}
