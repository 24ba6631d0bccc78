import { test } from "vitest";
import { controlChart, type PointFlag } from "../../lib/estimation/control-chart.ts";
import { expectEqualToR, golden } from "./equal-to-r.ts";

interface Chart {
  readonly id: string;
  readonly n: number;
  readonly mean: number;
  readonly mR: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly screenedMR: number | null;
  readonly screenedLower: number | null;
  readonly screenedUpper: number | null;
  readonly removed: number;
  readonly r1: number | null;
  readonly autocorrelated: boolean | null;
  readonly flags: readonly PointFlag[] | null;
  readonly why?: string;
}
const series = golden<readonly { readonly id: string; readonly values: readonly number[] }[]>("xmr/input.json");
const expected = golden<readonly Chart[]>("xmr/expected.json");

test.each(series.map(({ id, values }, i) => ({ id, values, r: expected[i]! })))(
  "limits and flags equal R: $id",
  ({ values, r }) => {
    expectEqualToR(controlChart(values), {
      n: r.n,
      mean: r.mean,
      movingRange: r.mR,
      lower: r.lower,
      upper: r.upper,
      screened:
        r.screenedMR === null ? null : { movingRange: r.screenedMR, lower: r.screenedLower, upper: r.screenedUpper },
      removed: r.removed,
      autocorrelation: r.r1,
      autocorrelated: r.autocorrelated,
      flags: r.flags,
      why: r.why,
    });
  },
);
