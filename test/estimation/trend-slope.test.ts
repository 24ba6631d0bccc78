import { expect, test } from "vitest";
import { type TrendPoint, type TrendSlope, trendSlope } from "../../lib/estimation/trend-slope.ts";
import { expectEqualToR, golden } from "./equal-to-r.ts";

const series = golden<readonly { readonly id: string; readonly points: readonly TrendPoint[] }[]>("trend/input.json");
const expected = golden<readonly (TrendSlope & { readonly id: string })[]>("trend/expected.json");

test.each(series.map(({ id, points }, i) => ({ id, points, r: expected[i]! })))(
  "the slope through the waves equals R: $id",
  ({ points, r: { id: _, ...r } }) => {
    expectEqualToR(trendSlope(points, 0.95), r);
  },
);

test.each([
  ["two waves", [1, 2].map((at) => ({ at, value: 50, se: 1 }))],
  ["a wave without error", [1, 2, 3].map((at) => ({ at, value: 50, se: at - 1 }))],
  ["all at one moment", [1, 2, 3].map((value) => ({ at: 2026, value, se: 1 }))],
])("no slope is made up from %s", (_, points) => {
  expect(trendSlope(points, 0.95)).toBeUndefined();
});
