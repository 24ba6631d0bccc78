import fc from "fast-check";
import { expect, test } from "vitest";
import { wholeNumberPattern } from "../../lib/pages/whole-number-pattern.ts";
import type { Asked } from "../../lib/survey/questions.ts";
import { readAnswer } from "../../lib/survey/read-answer.ts";

/** As a browser reads the attribute: the whole field, empty ones aside. */
const takes = (min: number, max: number, typed: string): boolean =>
  new RegExp(`^(?:${wholeNumberPattern(min, max)})$`, "v").test(typed);

function serverTakes(min: number, max: number, typed: string): boolean {
  const question = { id: "years", type: "integer", min, max, text: {} } as const;
  return typeof readAnswer({ question, values: new Map() } as unknown as Asked, [], [typed], "form") === "number";
}

const most = 999_999_999_999;
const bounds = fc
  .tuple(fc.oneof(fc.integer({ min: -130, max: 130 }), fc.integer({ min: -most, max: most })), fc.nat(200))
  .chain(([min, width]) => fc.tuple(fc.constant(min), fc.oneof(fc.constant(min + width), fc.constant(min + most))));

test("a field takes exactly the numbers that the server takes", () => {
  const nearby = bounds.chain(([min, max]) => {
    const near = fc.integer({ min: -12, max: 12 });
    const number = fc.oneof(
      near.map((by) => min + by),
      near.map((by) => max + by),
      fc.integer({ min: -most, max: most }),
      near,
    );
    return fc.tuple(fc.constant(min), fc.constant(max), number);
  });
  fc.assert(
    fc.property(nearby, fc.constantFrom("", "0", "00", " "), ([min, max, number], before) => {
      const typed = before.trim() === before ? `${number < 0 ? "-" : ""}${before}${Math.abs(number)}` : ` ${number} `;
      expect(takes(min, max, typed), `${typed} from ${min} to ${max}`).toBe(serverTakes(min, max, typed));
    }),
    { seed: 20260301, numRuns: 3_000 },
  );
});

test.each(["7.5", "seven", "1e2", "+7", "7 7", "٧", "--7", "-", ","])("%s is no whole number", (typed) => {
  expect([takes(-9, 99, typed), serverTakes(-9, 99, typed)]).toEqual([false, false]);
});
