import { expect, test } from "vitest";
import { betaQuantile } from "../../lib/estimation/beta-quantile.ts";

/** R 4.1: `qbeta(share, a, b)`, printed with 17 digits. */
test.each([
  [0.025, 0.5, 4, 0.00013064637694415338],
  [0.975, 12, 30, 0.42944470526608225],
  [0.025, 2.5e8, 7.5e8, 0.24997316256144292],
  [0.975, 2.5e11, 7.5e11, 0.25000084868977412],
  [0.005, 9e9, 1e9, 0.89999227236182666],
  [0.975, 1e8, 9.9e9, 0.010001950232360945],
])("%f of Beta(%f, %f) lies below %f", (share, a, b, expected) => {
  expect(betaQuantile(share, a, b) / expected).toBeCloseTo(1, 12);
});

test("is the same on both sides of where the library ends", () => {
  for (const share of [0.001, 0.025, 0.5, 0.975]) {
    const [a, b] = [1e7, 3e7];
    const deviation = Math.sqrt((0.25 * 0.75) / (a + b));
    const apart = betaQuantile(share, a, b) - betaQuantile(share, a * (1 - 1e-12), b);
    expect(Math.abs(apart / deviation)).toBeLessThan(1e-8);
  }
});
