import * as fc from "fast-check";
import { expect, test } from "vitest";
import { plainNumber } from "../../../lib/estimation/design/plain-number.ts";

fc.configureGlobal({ seed: 35 });

const read = (text: string) => {
  const bytes = new TextEncoder().encode(`,${text},`);
  return plainNumber(bytes, 1, bytes.length - 1);
};

test("a number as JavaScript prints it reads back to the same bits", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => read(String(number)) === number),
    {
      numRuns: 2000,
    },
  );
});

test("a decimal is the double nearest to it", () => {
  const digits = (max: number) => fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: 1, maxLength: max });
  fc.assert(
    fc.property(digits(18), digits(18), fc.integer({ min: -40, max: 40 }), (whole, decimals, exponent) => {
      for (const text of [
        whole,
        `${whole}.${decimals}`,
        `-${whole}.${decimals}e${exponent}`,
        `.${decimals}E${exponent}`,
      ])
        expect(read(text)).toBe(Number(text));
    }),
    { numRuns: 2000 },
  );
});

test.each([
  "",
  " 4",
  "4 ",
  "x",
  "4x",
  "0x10",
  "1e",
  "1e+",
  "e5",
  ".",
  "-",
  "+",
  "1..2",
  "1.2.3",
  "1e5.5",
  "NaN",
  "Infinity",
  "-Infinity",
  "1e999",
  "1,5",
  "1_000",
  "٤",
  "--1",
])("%j is no plain number", (text) => expect(read(text)).toBeNaN());

test.each([
  ["4.0", 4],
  ["+4", 4],
  ["4.", 4],
  ["2.5e-1", 0.25],
  ["1E3", 1000],
  ["123456789012345678901234567890", 1.2345678901234568e29],
  ["1e-400", 0],
])("%j is %d", (text, number) => expect(read(text)).toBe(number));
