import { expect, test } from "vitest";
import { estimateWave } from "../../lib/estimation/estimate-wave.ts";
import { expectEqualToR, golden } from "./equal-to-r.ts";
import { goldenInstrument, goldenPlan, goldenResponses, goldenSurvey, tallied, waveOf } from "./golden-wave.ts";

interface Gap {
  readonly group: string;
  readonly category: string;
  readonly [number: string]: unknown;
}

const survey = { ...goldenSurvey, margins: ["sex", "area"] };
const residents = { east: 1500, north: 1600, south: 1000, west: 1200 };
const population = [
  ...goldenPlan.population,
  ...Object.entries(residents).map(([category, count]) => ({ margin: "area", category, count, area: null })),
];
const wave = waveOf("2026-q1", "2026-01-01T00:00:00Z", "2026-04-01T00:00:00Z");
const { rows } = estimateWave(
  { ...goldenPlan, survey, population },
  { "golden-hash": goldenInstrument },
  await tallied(wave, goldenResponses(), { "golden-hash": goldenInstrument }, survey),
);

test.each(golden<Gap[]>("gap/expected.json"))(
  "the gap $category within one raked sample equals R's contrast",
  ({ group, category, ...r }) => {
    const found = rows.filter(
      ({ key }) => key.measure === "trust" && key.statistic === "gap" && key.category === category,
    );
    expect(found).toHaveLength(1);
    expect(found[0]!.key).toMatchObject({ area: "all", group });
    expectEqualToR(found[0]!.estimate, r);
  },
);

test("areas are compared by nobody: gaps are within groups", () => {
  expect(rows.filter(({ key }) => key.statistic === "gap").map(({ key }) => key.group)).not.toContain("all");
});
