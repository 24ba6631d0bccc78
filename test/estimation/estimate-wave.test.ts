import { expect, test } from "vitest";
import { estimateWave } from "../../lib/estimation/estimate-wave.ts";
import type { EstimateRow, WaveEstimates } from "../../lib/estimation/wave-estimates.ts";
import { expectEqualToR, golden } from "./equal-to-r.ts";
import { goldenInstrument, goldenPlan, goldenResponses, tallied, waveOf } from "./golden-wave.ts";

const wave = waveOf("2026-q1", "2026-01-01T00:00:00Z", "2026-04-01T00:00:00Z");
const instruments = { "golden-hash": goldenInstrument };
const golden2026 = await tallied(wave, goldenResponses());
const estimates = estimateWave(goldenPlan, instruments, golden2026);

interface Entry {
  readonly measure: string;
  readonly domain: Readonly<Record<string, string>>;
  readonly [number: string]: unknown;
}
const expected = golden<{ readonly estimates: readonly Entry[]; readonly [head: string]: unknown }>(
  "tally/expected.json",
);

function rowOf(from: WaveEstimates, key: Partial<EstimateRow["key"]>): EstimateRow {
  const wanted = { area: "all", group: "all", category: "all", option: "", ...key };
  const found = from.rows.filter(({ key }) =>
    Object.entries(wanted).every(([part, value]) => key[part as keyof typeof key] === value),
  );
  expect(found, JSON.stringify(wanted)).toHaveLength(1);
  return found[0]!;
}

test("a tally holds the cells that R counts", () => {
  const { key, cells } = golden<{
    key: string[];
    cells: (Record<string, string> & {
      n: number;
      measures: Record<string, [number, number, number]>;
      indexes: Record<string, [number, number[], number[]]>;
    })[];
  }>("tally/cells.json");
  const nameOf = (cell: Record<string, string>) => key.map((part) => cell[part]).join();
  const byName = new Map(cells.map((cell) => [nameOf(cell), cell]));
  expect(golden2026.tally.cells).toHaveLength(cells.length);
  for (const cell of golden2026.tally.cells) {
    const [stratum, weight] = cell.designClass.split("@");
    const r = byName.get([...cell.profile, stratum, weight].join())!;
    expect(cell.n).toBe(r.n);
    const sums = cell.measures.trust ?? { n: 0, sum: 0, sumOfSquares: 0 };
    expect([sums.n, sums.sum, sums.sumOfSquares]).toEqual(r.measures.trust);
    const index = cell.indexes.trust;
    if (r.indexes.trust![0] > 0) expect([index?.n, index?.sums, index?.cross]).toEqual(r.indexes.trust);
    else expect(index).toBeUndefined();
  }
});

test("head and every entry equal R", () => {
  const { n, nEffective, kish } = expected;
  expectEqualToR(estimates, { n, nEffective, kish });
  expect(Math.abs(estimates.maxMarginError - (expected.maxMarginError as number))).toBeLessThan(1e-9);
  // What R calls the measure and its unit, as this wave publishes them.
  const published = {
    trust: ["trust", "mean100", 1],
    "t1.top2": ["t1", "percent", 100],
    "safe.walking": ["safe.walking", "mean100", 1],
    contacts: ["contacts", "mean100", 10],
  } as const;
  for (const { measure: id, domain, ...numbers } of expected.estimates) {
    const [measure, statistic, unit] = published[id as keyof typeof published];
    const { area = "all", ...rest } = domain;
    const [group = "all", category = "all"] = Object.entries(rest)[0] ?? [];
    const { estimate } = rowOf(estimates, { area, group, category, measure, statistic });
    const scaled = Object.entries(numbers).map(([name, value]) => [
      name,
      ["value", "se", "ciLow", "ciHigh"].includes(name) ? (value as number) * unit : value,
    ]);
    expectEqualToR(estimate, Object.fromEntries(scaled), `${id} ${JSON.stringify(domain)}`);
  }
  expect(expected.estimates.length).toBe(64);
});

test("a single item has its distribution and its missing shares, an area crossed with a group only the headline", () => {
  const of = (area: string, group: string) =>
    new Set(
      estimates.rows
        .filter(({ key }) => key.measure === "safe.walking" && key.area === area && key.group === group)
        .map(({ key }) => `${key.statistic} ${key.option}`.trim()),
    );
  const detail = ["percent 1", "percent 2", "percent 3", "percent 4", "percent-missing skip"];
  expect([...of("all", "all")]).toEqual(["mean100", "percent", ...detail]);
  expect([...of("east", "all")]).toEqual(["mean100", "percent", ...detail]);
  expect([...of("east", "sex")]).toEqual(["mean100", "percent"]);
  expect([...of("all", "sex")]).toEqual(["mean100", "percent", ...detail, "gap"]);
});

test("shares of the answers add up to 100, and the share left blank is of those asked", () => {
  const shares = [1, 2, 3, 4].map((option) => {
    const row = rowOf(estimates, { measure: "safe.walking", statistic: "percent", option: String(option) });
    return row.estimate.value!;
  });
  expect(shares.reduce((sum, share) => sum + share)).toBeCloseTo(100, 9);
  expect(rowOf(estimates, { measure: "safe.walking", statistic: "percent-missing", option: "skip" }).estimate.n).toBe(
    400,
  );
});

test("a gap is the difference of its sides, with an error that knows they were raked together", () => {
  const side = (category: string) =>
    rowOf(estimates, { group: "sex", category, measure: "trust", statistic: "mean100" }).estimate;
  const gap = rowOf(estimates, { group: "sex", category: "F:M", measure: "trust", statistic: "gap" }).estimate;
  expect(gap.value).toBeCloseTo(side("F").value! - side("M").value!, 10);
  expect(gap.n).toBe(side("F").n + side("M").n);
  expect(gap.se).not.toBeCloseTo(Math.hypot(side("F").se!, side("M").se!), 3);
});

test("representation says who answered, and weighting meets every margin", () => {
  expect(estimates.representation.map(({ margin, category }) => `${margin} ${category}`)).toEqual([
    "sex F",
    "sex M",
    "age 18-34",
    "age 35-54",
    "age 55+",
  ]);
  for (const { population, before, after } of estimates.representation) {
    expect(after).toBeCloseTo(population, 6);
    expect(before).not.toBeCloseTo(population, 1);
  }
});

test("alpha is that of the complete rows", () => {
  const [r] = golden<{ n: number; alpha: number }[]>("tally/reliability.json");
  expectEqualToR(estimates.quality[0], { index: "trust", n: r!.n, alpha: r!.alpha });
});

test("without flagged answers everybody is weighted anew", async () => {
  const responses = goldenResponses().map((response, i) => (i % 9 === 0 ? { ...response, flags: ["fast"] } : response));
  const flagged = estimateWave(goldenPlan, instruments, await tallied(wave, responses));
  const without = estimateWave(
    goldenPlan,
    instruments,
    await tallied(
      wave,
      responses.filter((_, i) => i % 9 !== 0),
    ),
  );
  const key = { measure: "trust", statistic: "mean100" } as const;
  expect(rowOf(flagged, { ...key, group: "unflagged", category: "unflagged" }).estimate).toEqual(
    rowOf(without, key).estimate,
  );
  expect(rowOf(flagged, key).estimate).toEqual(rowOf(estimates, key).estimate);
});

test("thin margin cells are joined before raking and named", async () => {
  const young = (response: { answers: string }) => response.answers.includes("18-34");
  const responses = goldenResponses().filter((response, i) => !young(response) || i % 9 === 0);
  const thin = estimateWave(goldenPlan, instruments, await tallied(wave, responses));
  expect(thin.collapsed).toEqual(["age: 18-34+35-54 joined"]);
  expect(thin.maxMarginError).toBeLessThan(1e-9);
});

test("a wave that nobody answered has rows without numbers", async () => {
  const { tally } = golden2026;
  const empty = estimateWave(goldenPlan, instruments, { wave, tally: { ...tally, cells: [] } });
  expect(empty.n).toBe(0);
  expect(rowOf(empty, { measure: "trust", statistic: "mean100" }).estimate).toMatchObject({
    n: 0,
    value: null,
    se: null,
  });
  expect(JSON.stringify(empty)).not.toMatch(/NaN/);
});

test.each([
  ["a margin without population", { ...goldenPlan, population: [] }, "population.csv counts nobody"],
  [
    "a stratum without its size",
    { ...goldenPlan, survey: { ...goldenPlan.survey, strata: { hill: 3200 } } },
    'answers of the stratum "river"',
  ],
])("%s is refused by name", (_, plan, sentence) => {
  expect(() => estimateWave(plan, instruments, golden2026)).toThrow(sentence);
});

test("a wave whose instruments are unknown is refused", () => {
  expect(() => estimateWave(goldenPlan, {}, golden2026)).toThrow("None of the instruments of wave 2026-q1");
});
