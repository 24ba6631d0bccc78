import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CountedAhead } from "../../../lib/estimation/design/counted-rows.ts";
import { parseDesign } from "../../../lib/estimation/design/parse-design.ts";
import { countRows } from "../../../lib/estimation/design/read-cells.ts";
import { estimateDesign } from "../../../lib/estimation/index.ts";

const designText = JSON.stringify({
  weight: "w",
  measures: [
    { id: "a", items: ["a"], statistic: "mean" },
    { id: "index", items: ["a", "b"], statistic: "mean100", min: 0, max: 100_000 },
    { id: "yes", items: ["g"], statistic: "share", values: ["yes"] },
  ],
  domains: [[], ["g"], ["g", "h"]],
});
const header = "g,a,w,b,h\n";
const design = parseDesign("d.json", designText);
const encode = (text: string) => new TextEncoder().encode(text);

/** The rest from byte `middle` on as another reader counts it; its bytes where it cannot. */
function* halves(bytes: Uint8Array<ArrayBuffer>, middle: number): Generator<Uint8Array | CountedAhead> {
  yield bytes.subarray(0, middle);
  const rest = bytes.subarray(middle);
  const rows = counted([encode(header), rest]);
  yield rows === undefined ? rest : { rows: structuredClone(rows), bytes: [rest] };
}
function counted(pieces: Uint8Array[]) {
  try {
    return countRows("r.csv", pieces, design);
  } catch {
    return undefined;
  }
}
const estimates = (responses: Uint8Array | Iterable<Uint8Array | CountedAhead>): string => {
  try {
    return JSON.stringify(estimateDesign({ designFile: "d.json", designText, responsesFile: "r.csv", responses }));
  } catch (error) {
    return String(error);
  }
};

const text = fc.constantFrom("yes", "no", "é中", "", '"a,b"', '"two\nlines"', '"x""y"');
const answer = fc.constantFrom("0", "1", "5", "9", "77", "255", "256", "9000", "");
const row = fc.tuple(text, answer, fc.constantFrom("1", "0.1", "2.75"), answer, text).map((cells) => cells.join(","));
const rows = (row: fc.Arbitrary<string>) =>
  fc.array(row, { minLength: 1, maxLength: 40 }).map((all) => `${header}${all.join("\n")}\n`);

describe("rows that were counted ahead", () => {
  test("give what one pass gives, to the last bit, wherever a file is halved, inside a quoted text too", () => {
    let used = 0;
    fc.assert(
      fc.property(rows(row), fc.double({ min: 0, max: 1, noNaN: true }), (file, at) => {
        const bytes = encode(file);
        const middle = bytes.indexOf(10, header.length + at * (bytes.length - header.length - 1)) + 1;
        if (counted([encode(header), bytes.subarray(middle)]) !== undefined) used++;
        expect(estimates(halves(bytes, middle))).toBe(estimates(bytes));
      }),
      { seed: 4, numRuns: 500 },
    );
    expect(used).toBeGreaterThan(200);
  });

  test("add up where a cell has more rows than one double packs", () => {
    const line = (y: number) => `yes,${y % 256},1,${(y * 40) % 9000},no\n`;
    const lines = (count: number) => Array.from({ length: count }, (_, y) => line(y)).join("");
    for (const [before, after] of [
      [100, 100],
      [100, 155],
      [100, 156],
      [255, 1],
      [256, 256],
      [700, 1300],
      [1, 255],
    ] as const) {
      const bytes = encode(header + lines(before) + lines(after));
      const middle = encode(header + lines(before)).length;
      expect(estimates(halves(bytes, middle))).toBe(estimates(bytes));
    }
  });

  test.each([
    ["a number that is not whole", "yes,1.5,1,2,no\n"],
    ["a fault", "yes,many,1,2,no\n"],
    ["a row of too few fields", "yes,1\n"],
    ["nothing", ""],
  ])("are not to be had of %s: the reader of the whole file meets it, on its line", (_, rest) => {
    expect(counted([encode(header), encode(rest)])).toBeUndefined();
    const bytes = encode(`${header}yes,3,1,4,no\nno,5,1,4,no\n${rest}`);
    expect(estimates(halves(bytes, bytes.length - rest.length))).toBe(estimates(bytes));
  });
});
