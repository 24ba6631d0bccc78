import { expect, test } from "vitest";
import { type Difference, difference, type Uncertain } from "../../lib/estimation/difference.ts";
import { benjaminiHochberg, type Family, holm } from "../../lib/estimation/families.ts";
import { expectEqualToR, golden } from "./equal-to-r.ts";

interface Input {
  readonly pairs: readonly { readonly id: string; readonly before: Uncertain; readonly after: Uncertain }[];
  readonly families: readonly Family[];
}
interface Expected {
  readonly pairs: readonly (Omit<Difference, "value" | "low" | "high"> & {
    readonly difference: number | null;
    readonly ciLow: number | null;
    readonly ciHigh: number | null;
  })[];
  readonly families: readonly { readonly holm: Family; readonly bh: Family; readonly changed: (boolean | null)[] }[];
}
const input = golden<Input>("change/input.json");
const expected = golden<Expected>("change/expected.json");

test.each(input.pairs.map((pair, i) => ({ ...pair, r: expected.pairs[i]! })))(
  "the change of two independent waves equals R: $id",
  ({ before, after, r: { difference: value, ciLow: low, ciHigh: high, se, df, t, p, detectable } }) => {
    expectEqualToR(difference(before, after, 0.95), { value, se, df, t, p, low, high, detectable });
  },
);

test.each(input.families.map((family, i) => ({ family, r: expected.families[i]! })))(
  "a family of $family.length p-values is adjusted as by R",
  ({ family, r }) => {
    expectEqualToR(holm(family), r.holm);
    expectEqualToR(benjaminiHochberg(family), r.bh);
    expect(holm(family).map((p) => (p === null ? null : p < 0.05))).toEqual(r.changed);
  },
);
