import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type DomainEstimate,
  domainDifference,
  estimateDomains,
  everybody,
  integerMoments,
  type Measure,
  type Sample,
  splitIntoDomains,
  weigh,
} from "../../lib/estimation/index.ts";
import { oneRowPerCell, permuted, rakeableSamples } from "../weighting/samples.ts";

fc.configureGlobal({ seed: 37 });

/** Answers 0-9 of each respondent, some missing, and a domain for each cell. */
const answered = fc
  .record({ sample: rakeableSamples({ unknown: true }), draws: fc.infiniteStream(fc.nat(11)), strata: fc.boolean() })
  .map(({ sample, draws, strata }) => {
    const answers = Array.from(sample.n, (n) => Array.from({ length: n }, () => draws.next().value!));
    const domains = Array.from(sample.n, () => (draws.next().value! % 4) - 1);
    const codes = Array.from(sample.n, () => draws.next().value! % 3);
    const stratified: Sample = strata ? { ...sample, strata: { names: ["a", "b", "c"], codes } } : sample;
    return { sample: stratified, answers: answers.map((cell) => cell.filter((y) => y < 10)), domains };
  });

const measureOf = (answers: readonly (readonly number[])[], statistic: Measure["statistic"] = "mean"): Measure => {
  const scored = statistic === "share" ? answers.map((cell) => cell.map((y) => (y > 6 ? 1 : 0))) : answers;
  const sum = (power: number) => scored.map((cell) => cell.reduce<number>((total, y) => total + y ** power, 0));
  return { statistic, scale: 1, moments: integerMoments(sum(0), sum(1), sum(2)) };
};
const estimate = (
  sample: Sample,
  answers: readonly (readonly number[])[],
  domains: ArrayLike<number>,
  statistic?: Measure["statistic"],
) => {
  const weighted = weigh(sample);
  return estimateDomains(weighted, measureOf(answers, statistic), splitIntoDomains(weighted, domains, 3));
};
const numbers = ["n", "value", "se", "df", "ciLow", "ciHigh", "deff", "nEffective"] as const;
/** Equal to 1e-8 relative, and as null; an se against the value, since what the margins fix is rounding. */
const expectSame = (found: readonly DomainEstimate[], wanted: readonly DomainEstimate[]) => {
  wanted.forEach((entry, at) => {
    for (const name of numbers) {
      const [a, b] = [found[at]![name], entry[name]];
      if (a === null || b === null) expect([name, a]).toEqual([name, b]);
      else
        expect(Math.abs(a - b), name).toBeLessThanOrEqual(1e-8 * Math.max(Math.abs(b), name === "deff" ? 1e-8 : 1e-6));
    }
  });
};
const statistics = fc.constantFrom<Measure["statistic"]>("mean", "share", "total");

describe("estimates", () => {
  test("are finite, or null with the reason", () => {
    fc.assert(
      fc.property(answered, statistics, ({ sample, answers, domains }, statistic) => {
        for (const entry of estimate(sample, answers, domains, statistic)) {
          const known = numbers.map((name) => entry[name]);
          for (const number of known) expect(number === null || Number.isFinite(number)).toBe(true);
          expect(entry.why !== undefined).toBe(known.includes(null));
          if (entry.se !== null) expect(entry.se).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  test("do not depend on the order of the cells", () => {
    fc.assert(
      fc.property(
        answered,
        statistics,
        fc.infiniteStream(fc.nat()),
        ({ sample, answers, domains }, statistic, keys) => {
          const cells = answers.map((_, cell) => ({ cell, key: keys.next().value! })).sort((a, b) => a.key - b.key);
          const order = cells.map(({ cell }) => cell);
          const shuffled = estimate(
            permuted(sample, order),
            order.map((at) => answers[at]!),
            order.map((at) => domains[at]!),
            statistic,
          );
          expectSame(shuffled, estimate(sample, answers, domains, statistic));
        },
      ),
    );
  });

  test("are the same from one cell per respondent", () => {
    fc.assert(
      fc.property(answered, statistics, ({ sample, answers, domains }, statistic) => {
        const { rows, from } = oneRowPerCell(sample);
        const taken = answers.map(() => 0);
        const single = from.map((cell) => answers[cell]!.slice(taken[cell]!, ++taken[cell]!));
        const each = estimate(
          rows,
          single,
          from.map((cell) => domains[cell]!),
          statistic,
        );
        expectSame(each, estimate(sample, answers, domains, statistic));
      }),
    );
  });

  test("do not depend on the scale of the base weights", () => {
    fc.assert(
      fc.property(answered, fc.constantFrom(0.001, 7), ({ sample, answers, domains }, times) => {
        const scaled = { ...sample, baseWeight: Array.from(sample.baseWeight, (weight) => weight * times) };
        expectSame(estimate(scaled, answers, domains), estimate(sample, answers, domains));
        const unraked = { ...sample, margins: [] };
        expectSame(estimate({ ...scaled, margins: [] }, answers, domains), estimate(unraked, answers, domains));
      }),
    );
  });
});

describe("what the margins fix", () => {
  test("has standard error 0: being in a category of the first margin", () => {
    fc.assert(
      fc.property(rakeableSamples(), (sample) => {
        const weighted = weigh(sample);
        const { codes, targets } = sample.margins[0]!;
        const inside = Array.from(sample.n, (n, cell) => (codes[cell] === 0 ? n : 0));
        const moments = integerMoments(sample.n, inside, inside);
        const [found] = estimateDomains(weighted, { statistic: "mean", scale: 100, moments }, everybody(weighted));
        expect(found!.value).toBeCloseTo((100 * targets[0]!) / targets.reduce((sum, target) => sum + target, 0), 9);
        if (found!.n > 1) expect(found!.se).toBe(0);
      }),
    );
  });

  test("has standard error 0 in every margin of a full table, all but ten cycles of rounding", () => {
    const cell = fc.record({ n: fc.integer({ min: 6, max: 9 }), y: fc.nat(9) });
    fc.assert(
      fc.property(fc.array(cell, { minLength: 6, maxLength: 6 }), (cells) => {
        const margin = (name: string, targets: number[], codes: number[]) => ({
          name,
          categories: targets.map(String),
          targets,
          codes,
        });
        const n = cells.map((one) => one.n);
        const ages = [0, 1, 2, 0, 1, 2];
        const sample = {
          n,
          baseWeight: [1, 1, 1, 1, 1, 1],
          margins: [margin("sex", [45, 55], [0, 0, 0, 1, 1, 1]), margin("age", [30, 30, 40], ages)],
        };
        const old = n.map((count, at) => (ages[at] === 2 ? count : 0));
        const measure: Measure = { statistic: "mean", scale: 1, moments: integerMoments(n, old, old) };
        const seOf = (one: Sample) => estimateDomains(weigh(one), measure, everybody(weigh(one)))[0]!.se!;
        expect(seOf(sample)).toBeLessThan(1e-9 * seOf({ ...sample, margins: [] }));
      }),
    );
  });
});

describe("a difference between domains", () => {
  test("has the variance of its two parts where nothing ties them together", () => {
    fc.assert(
      fc.property(answered, ({ sample, answers }) => {
        const half = answers.map((_, cell) => cell % 2);
        const strata = { names: ["even", "odd"], codes: half };
        const weighted = weigh({ n: sample.n, baseWeight: sample.baseWeight, margins: [], strata });
        const domains = splitIntoDomains(weighted, half, 2);
        const [even, odd] = estimateDomains(weighted, measureOf(answers), domains);
        const { value, variance, covariance } = domainDifference(weighted, measureOf(answers), domains, 0, 1);
        if (even!.value === null || odd!.value === null) return;
        expect(value).toBeCloseTo(even!.value - odd!.value, 9);
        if (even!.se === null || odd!.se === null) return;
        expect(variance).toBeCloseTo(even!.se ** 2 + odd!.se ** 2, 9);
        expect(covariance).toBeCloseTo(0, 9);
      }),
    );
  });
});
