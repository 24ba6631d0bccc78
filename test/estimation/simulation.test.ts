import { expect, test } from "vitest";
import { estimateWave } from "../../lib/estimation/estimate-wave.ts";
import { estimateWaves } from "../../lib/estimation/estimate-waves.ts";
import type { EstimateRow, WaveEstimates } from "../../lib/estimation/wave-estimates.ts";
import { seeded, townInstruments, townPlan, townWave, truth } from "./simulated-town.ts";

const everybody = ({ rows }: WaveEstimates) =>
  rows.filter(({ key }) => key.area === "all" && key.group === "all" && key.option === "");

test("95 % intervals after self-selection by age and sex cover the town's truth in 93 to 97 % of samples", async () => {
  const random = seeded(1);
  const real = truth();
  const covered = { mean100: 0, percent: 0, unweighted: 0 };
  const samples = 600;
  for (let sample = 0; sample < samples; sample++) {
    const tallied = await townWave("w", 2026, 300, random);
    const rows = everybody(estimateWave(townPlan, townInstruments, tallied));
    for (const { key, estimate } of rows.filter(({ key }) => key.measure === "t1")) {
      const statistic = key.statistic as "mean100" | "percent";
      if (estimate.ciLow! <= real[statistic] && real[statistic] <= estimate.ciHigh!) covered[statistic] += 1;
    }
    const plain = { ...townPlan, survey: { ...townPlan.survey, margins: [] } };
    const [mean] = everybody(estimateWave(plain, townInstruments, tallied));
    if (mean!.estimate.ciLow! <= real.mean100 && real.mean100 <= mean!.estimate.ciHigh!) covered.unweighted += 1;
  }
  const percent = (count: number) => (100 * count) / samples;
  expect(percent(covered.mean100)).toBeGreaterThanOrEqual(93);
  expect(percent(covered.mean100)).toBeLessThanOrEqual(97);
  expect(percent(covered.percent)).toBeGreaterThanOrEqual(93);
  // Korn-Graubard covers at least what it says.
  expect(percent(covered.percent)).toBeLessThanOrEqual(98);
  // The selection is strong enough for this test to mean something.
  expect(percent(covered.unweighted)).toBeLessThan(50);
});

const isChanged = ({ change }: EstimateRow) => change?.verdict === "up" || change?.verdict === "down";
const isPrimary = ({ key }: EstimateRow) => key.group === "all" && key.statistic === "mean100" && key.measure !== "t3";

const familyOf = (row: EstimateRow) =>
  isPrimary(row) ? "primary" : row.key.option === "" && row.key.statistic !== "gap" ? "headline" : "detail";

test("two waves of the same town are called changed in at most 5 % of families", async () => {
  const random = seeded(2);
  const changed = { primary: 0, headline: 0, detail: 0 };
  const pairs = 400;
  for (let pair = 0; pair < pairs; pair++) {
    const waves = [await townWave("a", 2025, 400, random), await townWave("b", 2026, 400, random)];
    const rows = estimateWaves(townPlan, townInstruments, waves)[1]!.rows;
    for (const family of new Set(rows.filter(isChanged).map(familyOf))) changed[family] += 1;
  }
  const percent = (family: keyof typeof changed) => (100 * changed[family]) / pairs;
  expect(percent("primary")).toBeLessThanOrEqual(5);
  // The other families hold 5 % too; 2.2 are two standard errors of 400 pairs.
  expect(percent("headline")).toBeLessThanOrEqual(7.2);
  expect(percent("detail")).toBeLessThanOrEqual(7.2);
  // Not by never saying anything: the chance is what it may be, near 5 %.
  expect(changed.primary).toBeGreaterThan(0);
});

test("six points more are found at n = 400 in at least 80 % of pairs", async () => {
  const random = seeded(3);
  let shift = 0;
  while (truth(shift).mean100 - truth().mean100 < 6) shift += 0.001;
  let found = 0;
  const pairs = 300;
  for (let pair = 0; pair < pairs; pair++) {
    const waves = [await townWave("a", 2025, 400, random), await townWave("b", 2026, 400, random, shift)];
    const rows = estimateWaves(townPlan, townInstruments, waves)[1]!.rows;
    const trust = rows.find((row) => isPrimary(row) && row.key.measure === "t1");
    if (trust?.change?.verdict === "up") found += 1;
  }
  expect((100 * found) / pairs).toBeGreaterThanOrEqual(80);
});
