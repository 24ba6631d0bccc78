import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Sample } from "../../lib/weighting/sample.ts";
import { weigh } from "../../lib/weighting/weigh.ts";
import { oneRowPerCell, permuted, rakeableSamples } from "./samples.ts";

fc.configureGlobal({ seed: 38 });

const relative = (found: number, wanted: number) => Math.abs(found / wanted - 1);
const sexAge = (n: number[], targets: [number[], number[]]): Sample => ({
  n,
  baseWeight: n.map(() => 1),
  margins: [
    { name: "sex", categories: ["F", "M"], targets: targets[0], codes: [0, 0, 1, 1] },
    { name: "age", categories: ["young", "old"], targets: targets[1], codes: [0, 1, 0, 1] },
  ],
});

describe("raking", () => {
  test("meets every margin to 1e-10, the unknown keeping their weight", () => {
    fc.assert(
      fc.property(rakeableSamples({ unknown: true }), (sample) => {
        const { weights, sumOfWeights } = weigh(sample);
        for (const { targets, codes } of sample.margins) {
          const sums = targets.map((_, c) =>
            Array.from(codes).reduce((sum, code, cell) => sum + (code === c ? weights[cell]! * sample.n[cell]! : 0), 0),
          );
          const known = sums.reduce((sum, weight) => sum + weight, 0);
          const total = targets.reduce((sum, target) => sum + target, 0);
          expect(relative(sumOfWeights, total)).toBeLessThan(1e-10);
          targets.forEach((target, c) => {
            if (target > 0) expect(relative(sums[c]!, (known * target) / total)).toBeLessThan(1e-10);
          });
        }
      }),
    );
  });

  test("does not mind the scale of the base weights", () => {
    fc.assert(
      fc.property(rakeableSamples({ unknown: true }), fc.constantFrom(1e-6, 3, 1e9), (sample, times) => {
        const before = weigh(sample);
        const after = weigh({ ...sample, baseWeight: Array.from(sample.baseWeight, (weight) => weight * times) });
        before.weights.forEach((weight, cell) => {
          expect(relative(after.weights[cell]!, weight)).toBeLessThan(1e-10);
        });
        expect(relative(after.kish, before.kish)).toBeLessThan(1e-10);
      }),
    );
  });

  test("does not mind the order of the cells, nor whether respondents share one", () => {
    fc.assert(
      fc.property(rakeableSamples({ unknown: true }), fc.infiniteStream(fc.nat()), (sample, keys) => {
        const sorted = Array.from(sample.n, (_, cell) => ({ cell, key: keys.next().value! })).sort(
          (a, b) => a.key - b.key,
        );
        const order = sorted.map(({ cell }) => cell);
        const { rows, from } = oneRowPerCell(sample);
        const [one, other, each] = [weigh(sample), weigh(permuted(sample, order)), weigh(rows)];
        order.forEach((cell, at) => {
          expect(relative(other.weights[at]!, one.weights[cell]!)).toBeLessThan(1e-10);
        });
        from.forEach((cell, row) => {
          expect(relative(each.weights[row]!, one.weights[cell]!)).toBeLessThan(1e-10);
        });
        expect(each.n).toBe(one.n);
      }),
    );
  });
});

describe("trimming", () => {
  const ratios = (sample: Sample) => {
    const { weights, sumOfWeights, n } = weigh(sample);
    return weights.map((weight) => (weight * n) / sumOfWeights);
  };

  test("brings weights inside the bounds and keeps the margins where both can be had", () => {
    const heavy: Sample = {
      n: [40, 20, 20, 10, 29, 1],
      baseWeight: [1, 1, 1, 1, 1, 9],
      margins: [
        { name: "sex", categories: ["F", "M"], targets: [500, 500], codes: [0, 0, 1, 1, 1, 1] },
        { name: "age", categories: ["young", "old"], targets: [450, 550], codes: [0, 1, 0, 1, 1, 1] },
      ],
    };
    expect(Math.max(...ratios(heavy))).toBeGreaterThan(8);
    const trimmed = { ...heavy, trim: { high: 3 } };
    expect(Math.max(...ratios(trimmed))).toBeCloseTo(3, 9);
    expect(weigh(trimmed).maxMarginError).toBeLessThan(1e-10);
  });

  test("lets the bounds win and says by how much the margins miss where both cannot be had", () => {
    const skewed = sexAge(
      [40, 20, 10, 30],
      [
        [300, 700],
        [350, 650],
      ],
    );
    const trimmed = { ...skewed, trim: { high: 1.7 } };
    expect(weigh(trimmed).maxMarginError).toBeCloseTo(0.0204, 4);
    const { weights } = weigh(trimmed);
    expect(weights[2]).toBe(weights[3]);
    // The bound is a multiple of the mean before the last clip; the mean afterwards is a little less.
    expect(Math.max(...ratios(trimmed))).toBeCloseTo(1.7, 1);
  });
});

describe("refusals name the cell", () => {
  const fits = sexAge(
    [1, 2, 3, 4],
    [
      [500, 500],
      [400, 600],
    ],
  );
  const withTargets = (targets: number[], at = 0): Sample => ({
    ...fits,
    margins: fits.margins.map((margin, m) => (m === at ? { ...margin, targets } : margin)),
  });
  test.each<[string, Sample, string[]]>([
    ["margin-target", withTargets([Number.NaN, 500]), ["sex", "F", "NaN"]],
    ["margin-target", withTargets([0, 0]), ["sex", "F, M"]],
    ["margin-totals-differ", withTargets([400, 601], 1), ["age", "1001", "sex", "1000"]],
    ["margin-cell-empty", { ...fits, n: [0, 0, 3, 4] }, ["sex", "F", "500"]],
    ["margin-target-zero", withTargets([0, 1000]), ["sex", "F", "3 in the sample"]],
    ["empty-sample", { n: [], baseWeight: [], margins: [] }, ["nobody"]],
    ["stratum-empty", { ...fits, strata: { names: ["a", "b"], codes: [0, 0, 0, 0], sizes: [50, 60] } }, ["b"]],
    ["stratum-too-small", { ...fits, strata: { names: ["a"], codes: [0, 0, 0, 0], sizes: [9] } }, ["a", "9", "10"]],
  ])("%s", (code, sample, words) => {
    expect(() => weigh(sample)).toThrow(expect.objectContaining({ code }));
    for (const word of words) expect(() => weigh({ ...sample, file: "design.json" })).toThrow(word);
  });

  test("margins that contradict each other stop after 1,000 passes at the worst cell", () => {
    const same = [0, 1];
    const margin = (name: string, targets: number[]) => ({ name, categories: ["x", "y"], targets, codes: same });
    const sample = { n: [5, 5], baseWeight: [1, 1], margins: [margin("a", [60, 40]), margin("b", [50, 50])] };
    expect(() => weigh(sample)).toThrow(/1000 raking passes.*"[xy]" of "a", is off by/);
  });
});
