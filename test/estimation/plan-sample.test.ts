import fc from "fast-check";
import { expect, test } from "vitest";
import { detectableWith, deviationOf, planSample } from "../../lib/estimation/plan-sample.ts";

// docs/method.md: SD 25, design effect 1.4.
test.each([
  [30, 21],
  [100, 12],
  [400, 5.9],
  [1500, 3.0],
])("two waves of %i answers detect %f points", (answers, points) => {
  const detectable = detectableWith({ answers, standardDeviation: 25, deff: 1.4 });
  expect(Math.abs(detectable - points)).toBeLessThan(0.5);
});

const goal = fc.record({
  detectable: fc.double({ min: 0.5, max: 40, noNaN: true }),
  standardDeviation: fc.double({ min: 1, max: 50, noNaN: true }),
  deff: fc.double({ min: 0.5, max: 5, noNaN: true }),
  residents: fc.integer({ min: 50, max: 1_000_000 }),
});

test("the planned answers are enough, and one fewer is not", () => {
  fc.assert(
    fc.property(goal, (wanted) => {
      const { answers, detectable } = planSample(wanted);
      expect(detectable).toBeLessThanOrEqual(wanted.detectable * (1 + 1e-9));
      expect(answers).toBeLessThanOrEqual(wanted.residents);
      if (answers > 2) expect(detectableWith({ ...wanted, answers: answers - 1 })).toBeGreaterThan(wanted.detectable);
    }),
    { seed: 11 },
  );
});

test("invitations follow from the response rate", () => {
  expect(planSample({ detectable: 6, standardDeviation: 25, deff: 1.4, responseRate: 0.2 })).toMatchObject({
    answers: 382,
    invitations: 1910,
  });
});

test("a past estimate gives the deviation to plan with", () => {
  // se² = deff · s² / n
  const past = { n: 400, value: 60, se: 1.5, df: 399, ciLow: 57, ciHigh: 63, deff: 1.44, nEffective: 277.8 };
  expect(deviationOf(past)).toEqual({ standardDeviation: 25, deff: 1.44 });
  expect(deviationOf({ ...past, se: 0, deff: null })).toBeUndefined();
});

test.each([
  [{ detectable: 0 }, "detectable change of 0"],
  [{ standardDeviation: 60 }, "standard deviation of 60"],
  [{ deff: -1 }, "design effect of -1"],
  [{ residents: 1 }, "residents of 1"],
  [{ responseRate: 1.2 }, "response rate of 1.2"],
])("a plan with %j is refused by name", (change, sentence) => {
  expect(() => planSample({ detectable: 5, standardDeviation: 25, deff: 1.4, ...change })).toThrow(sentence);
});
