import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { KeyIndex } from "../../lib/weighting/key-index.ts";

fc.configureGlobal({ seed: 38 });

/** What an index is: the place of a key among the different ones, in their order of appearance. */
function expectNumbered(width: number, keys: readonly (readonly number[])[]): void {
  const index = new KeyIndex(width);
  const seen: string[] = [];
  for (const key of keys) {
    const text = key.join(" ");
    if (!seen.includes(text)) seen.push(text);
    expect(index.numberOf(Int32Array.from(key))).toBe(seen.indexOf(text));
  }
  expect(index.size).toBe(seen.length);
  for (const [number, text] of seen.entries())
    expect(Array.from({ length: width }, (_, at) => index.part(number, at)).join(" ")).toBe(text);
}

const keysOf = (part: fc.Arbitrary<number>) =>
  fc
    .integer({ min: 0, max: 6 })
    .chain((width) => fc.tuple(fc.constant(width), fc.array(fc.array(part, { minLength: width, maxLength: width }))));

describe("keys are numbered in the order of their first appearance", () => {
  test.each<[string, fc.Arbitrary<number>]>([
    ["codes of categories, some unknown", fc.integer({ min: -1, max: 5 })],
    ["codes that grow beyond every table", fc.nat({ max: 40 }).map((n) => n ** 3)],
    ["any integers", fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })],
    ["small ones and, later or sooner, large ones", fc.oneof(fc.nat({ max: 3 }), fc.integer())],
  ])("%s", (_, part) => {
    fc.assert(fc.property(keysOf(part), ([width, keys]) => expectNumbered(width, keys)));
  });

  test("more of them than fit into its first memory, in a table and hashed", () => {
    for (const step of [1, 2 ** 19]) {
      const index = new KeyIndex(2);
      const numbers = () => Array.from({ length: 3000 }, (_, i) => index.numberOf(Int32Array.of(i * step, i % 7)));
      const expected = Array.from({ length: 3000 }, (_, i) => i);
      expect(numbers()).toEqual(expected);
      expect(numbers()).toEqual(expected);
      expect(index.part(2999, 0)).toBe(2999 * step);
    }
  });
});
