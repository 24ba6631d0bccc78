import fc from "fast-check";
import { expect, test } from "vitest";
import { estimateWaves } from "../../lib/estimation/estimate-waves.ts";
import type { WaveEstimates } from "../../lib/estimation/wave-estimates.ts";
import { goldenInstrument, goldenPlan, goldenResponses, tallied, waveOf } from "./golden-wave.ts";

const first = waveOf("2025-q1", "2025-01-01T00:00:00Z", "2025-04-01T00:00:00Z");
const second = waveOf("2026-q1", "2026-01-01T00:00:00Z", "2026-04-01T00:00:00Z");
const all = goldenResponses();
const some = fc
  .tuple(fc.integer({ min: 1, max: 60 }), fc.nat({ max: 399 }), fc.integer({ min: 1, max: 7 }))
  .map(([n, from, step]) => Array.from({ length: n }, (_, i) => all[(from + i * step) % all.length]!));

/** Every number finite; where one is missing the row says why. */
function expectNumbersOrReasons({ rows, representation, quality, n, kish }: WaveEstimates): void {
  for (const { key, estimate, change, strata } of rows) {
    const numbers = [...Object.values(estimate), ...Object.values(change ?? {}), strata];
    const wrong = numbers.filter((number) => typeof number === "number" && !Number.isFinite(number));
    expect(wrong, JSON.stringify(key)).toEqual([]);
    if (Object.values(estimate).includes(null)) expect(estimate.why, JSON.stringify({ key, estimate })).toBeTruthy();
  }
  const others = [...representation, ...quality].flatMap((row) => Object.values(row));
  expect([...others, n, kish].filter((number) => typeof number === "number" && !Number.isFinite(number))).toEqual([]);
}

test("however few answer, every row has numbers or a reason, never NaN", async () => {
  await fc.assert(
    fc.asyncProperty(some, some, async (before, after) => {
      const waves = [await tallied(first, before), await tallied(second, after)];
      for (const wave of estimateWaves(goldenPlan, { "golden-hash": goldenInstrument }, waves))
        expectNumbersOrReasons(wave);
    }),
    { numRuns: 40, seed: 21 },
  );
});

test("a published group that the instrument does not ask has no rows and disturbs nothing", async () => {
  const survey = { ...goldenPlan.survey, groups: ["tenure", "sex"] };
  const waves = [await tallied(first, all, undefined, survey)];
  const [wave] = estimateWaves({ ...goldenPlan, survey }, { "golden-hash": goldenInstrument }, waves);
  expect(new Set(wave!.rows.map(({ key }) => key.group))).toEqual(new Set(["all", "sex", "mode", "unflagged"]));
  expectNumbersOrReasons(wave!);
});

test("margins that few people make contradict each other stop no wave: one is left out, and the report says so", async () => {
  // All women are young and all men old, which the town's margins cannot be.
  const people = all.map((response, i) => {
    const answers = JSON.parse(response.answers) as unknown[];
    const [sex, age] = i % 2 ? ["F", "18-34"] : ["M", i % 4 ? "35-54" : "55+"];
    return { ...response, answers: JSON.stringify([...answers.slice(0, 6), sex, age]) };
  });
  const [wave] = estimateWaves(goldenPlan, { "golden-hash": goldenInstrument }, [await tallied(first, people)]);
  expect(wave!.collapsed).toEqual([expect.stringMatching(/^(sex|age): contradicts the other margins/)]);
  expectNumbersOrReasons(wave!);
});
