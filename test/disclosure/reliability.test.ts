import { expect, test } from "vitest";
import { defaultPolicy } from "../../lib/disclosure/policy.ts";
import { isReliable } from "../../lib/disclosure/reliability.ts";
import { row } from "./made-up-wave.ts";

// Parker et al. 2017 (NCHS Series 2, no. 175): effective n, absolute width, relative width.
test.each([
  ["effective n of 29.9", { n: 60, nEffective: 29.9 }, false],
  ["effective n of 30", { n: 30, nEffective: 30, value: 50, ciLow: 40, ciHigh: 60 }, true],
  ["width of 5 points, however small the share", { value: 1, ciLow: 0, ciHigh: 5, nEffective: 80 }, true],
  ["width of 30 points", { value: 60, ciLow: 45, ciHigh: 75 }, false],
  ["width just below 30 points", { value: 60, ciLow: 45.1, ciHigh: 75 }, true],
  ["width of 1.30 times the value", { value: 10, ciLow: 5, ciHigh: 18 }, true],
  ["width above 1.30 times the value", { value: 10, ciLow: 4.9, ciHigh: 18 }, false],
  ["value of 0 with a wide interval", { value: 0, ciLow: 0, ciHigh: 6 }, false],
  ["no interval", { ciLow: null, ciHigh: null }, false],
])("%s", (_, estimate, reliable) => {
  expect(isReliable(row({ statistic: "percent" }, { nEffective: 100, ...estimate }), defaultPolicy)).toBe(reliable);
});

test("a gap about 0 is judged by its effective n alone", () =>
  expect(
    isReliable(
      row({ statistic: "gap" }, { value: 0.1, ciLow: -20, ciHigh: 20, n: 200, nEffective: 150 }),
      defaultPolicy,
    ),
  ).toBe(true));
