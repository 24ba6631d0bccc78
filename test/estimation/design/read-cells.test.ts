import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type DesignEstimates, estimateDesign } from "../../../lib/estimation/index.ts";

fc.configureGlobal({ seed: 39 });

const run = (design: object, text: string | Uint8Array | Iterable<Uint8Array>): DesignEstimates =>
  estimateDesign({
    designFile: "design.json",
    designText: JSON.stringify({ domains: [[]], ...design }),
    responsesFile: "responses.csv",
    responses: typeof text === "string" ? new TextEncoder().encode(text) : text,
  });
const mean = (item: string) => ({ id: item, items: [item], statistic: "mean" });
const measures = [mean("y")];
const values = ({ estimates }: DesignEstimates) => estimates.map(({ value }) => value);

describe("answers", () => {
  test("that are large, negative, decimal or beyond any packing are summed as they are", () => {
    const answers = [255, 256, -3, 40000, 1.5, 0, -0, 32767, 1e15, 7];
    const { estimates } = run({ measures }, `y\n${answers.join("\n")}\n`);
    const average = answers.reduce((sum, y) => sum + y, 0) / answers.length;
    expect(estimates[0]!.value).toBeCloseTo(average, 0);
    const squares = answers.reduce((sum, y) => sum + (y - average) ** 2, 0);
    expect(estimates[0]!.se! / Math.sqrt(squares / answers.length / (answers.length - 1))).toBeCloseTo(1, 12);
  });

  test("of more rows than one double packs stay exact", () => {
    const rows = Array.from({ length: 5000 }, (_, row) => (row * 7) % 256);
    const { estimates } = run({ measures }, `y\n${rows.join("\n")}\n`);
    const average = rows.reduce((sum, y) => sum + y, 0) / rows.length;
    expect(estimates[0]!.value).toBe(average);
    const spread = rows.reduce((sum, y) => sum + (y - average) ** 2, 0);
    expect(estimates[0]!.se! / Math.sqrt(spread / rows.length / (rows.length - 1))).toBeCloseTo(1, 13);
  });

  test("of one number are the same whether its digit is looked up or the number is read", () => {
    const design = {
      measures: [
        { id: "up", items: ["y"], statistic: "mean100", min: 0, max: 10 },
        { id: "down", items: ["y"], statistic: "mean100", min: 10, max: 0 },
        { id: "half", items: ["y"], statistic: "mean100", min: -0.5, max: 10 },
        { id: "share", items: ["y"], statistic: "share", values: [3, 10] },
        { id: "total", items: ["y"], statistic: "total" },
      ],
    };
    const answers = [0, 3, 9, 10, 7, 10, "", 3, 1];
    const read = run(design, `y\n${answers.map((y) => (y === "" ? y : `${y}.0`)).join("\n")}\n`);
    expect(run(design, `y\n${answers.join("\n")}\n`)).toEqual(read);
    expect(values(read)).toEqual([53.75, 46.25, expect.closeTo((5.375 + 0.5) / 0.105, 10), 0.5, 43]);
  });

  test("that are all the same decimal have no spread at all", () => {
    const { estimates } = run({ measures }, `y\n${"0.1\n".repeat(1000)}`);
    expect(estimates[0]).toMatchObject({ value: 0.1, se: 0, deff: null, ciLow: 0.1, ciHigh: 0.1, why: "no variation" });
  });

  test("too large to square are null with the reason, not infinite", () => {
    expect(run({ measures }, "y\n1e300\n-1e300\n3\n").estimates[0]).toMatchObject({
      se: null,
      why: "too large to compute",
    });
  });

  test("may be texts in a share, `4.0` being 4", () => {
    const share = (values: (string | number)[]) => ({ id: "s", items: ["a"], statistic: "share", values });
    const rows = "a\nyes\n4.0\nno\n4\n\nyes\n";
    expect(values(run({ measures: [share(["yes", 4])] }, rows))).toEqual([4 / 5]);
    expect(values(run({ measures: [share(["4"])] }, rows))).toEqual([1 / 5]);
  });

  test("are missing below minAnswered: half, rounded up", () => {
    const index = { id: "i", items: ["a", "b", "c"], statistic: "mean100", min: 1, max: 5 };
    expect(run({ measures: [index] }, "a,b,c\n1,5,\n5,,\n,,\n").estimates[0]).toMatchObject({ n: 1, value: 50 });
    expect(run({ measures: [{ ...index, minAnswered: 1 }] }, "a,b,c\n1,5,\n5,,\n,,\n").estimates[0]).toMatchObject({
      n: 2,
      value: 75,
    });
  });
});

describe("rows", () => {
  const text = fc.constantFrom("1", "2", "no", "north", "No answer given", "é", "");
  const answer = fc.constantFrom("1", "5", "", "10", "2.5", "-3", "1e2", "255", "256");
  const digit = fc.constantFrom("1", "2", "3", "4", "5", "");
  const fields = fc.tuple(text, text, answer, answer, digit, digit, digit, digit, text, answer, text);
  const rows = fc.array(fc.tuple(fields, fc.boolean()), { minLength: 1, maxLength: 200 });
  const design = { measures: [..."cdefghj"].map(mean), domains: [["a"], ["i", "b"], ["k"]] };
  const header = [..."abcdefghijk"];
  const encode = (lines: readonly (readonly string[])[]) =>
    new TextEncoder().encode(`${[header, ...lines].map((line) => line.join(",")).join("\n")}\n`);
  /** A quote keeps a row from the faster way, which nearly every row without any takes. */
  const quoted = (line: readonly string[]) => line.map((field) => `"${field}"`);

  test("give the same estimates with quotes and without, mixed, whole and in pieces", () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 300 }), (all, size) => {
        const expected = run(design, encode(all.map(([line]) => quoted(line))));
        const plain = encode(all.map(([line]) => line));
        const pieces = Array.from({ length: Math.ceil(plain.length / size) }, (_, i) =>
          plain.subarray(i * size, (i + 1) * size),
        );
        expect(run(design, plain)).toEqual(expected);
        expect(run(design, pieces)).toEqual(expected);
        expect(run(design, encode(all.map(([line, isQuoted]) => (isQuoted ? quoted(line) : line))))).toEqual(expected);
      }),
    );
  });
});

describe("domains", () => {
  test("come in the order of code points, which is not that of UTF-16", () => {
    const { estimates } = run({ measures, domains: [["g"]] }, "y,g\n1,😀\n2,～\n3,a\n4,B\n5,\n6,aa\n");
    expect(estimates.map(({ domain }) => domain.g)).toEqual(["B", "a", "aa", "～", "😀"]);
  });

  test("keep texts apart that look alike when joined", () => {
    const { estimates } = run({ measures, domains: [["a", "b"]] }, 'y,a,b\n1,"x,y",z\n2,x,"y,z"\n');
    expect(estimates.map(({ domain }) => domain)).toEqual([
      { a: "x", b: "y,z" },
      { a: "x,y", b: "z" },
    ]);
  });

  test("may be a column that is also the stratum, a margin and an item", () => {
    const design = { measures: [mean("g")], domains: [["g"]], stratum: "g", margins: { g: { 1: 30, 2: 70 } } };
    expect(values(run(design, "g\n1\n2\n2\n1\n"))).toEqual([1, 2]);
  });
});

describe("refusals name file, line, column and value", () => {
  const yAndZ = [mean("y"), mean("z")];
  const index = { id: "index", items: ["z"], statistic: "mean100", min: 1, max: 5 };
  const latin1 = Uint8Array.from([..."y,g\n1,a\n2,"].map((letter) => letter.charCodeAt(0)).concat(0xe9, 10));
  test.each<[string, object, string | Uint8Array, object]>([
    ["stratum-missing", { measures, stratum: "g" }, "y,g\n1,a\n2,\n", { line: 3, column: "g", value: "" }],
    ["not-utf8", { measures, domains: [["g"]] }, latin1, { line: 3, column: "g" }],
    ["weight-missing", { measures, weight: "g" }, "y,g\n1,1\n2,\n", { line: 3, column: "g", value: "" }],
    ["weight-not-positive", { measures, weight: "g" }, "y,g\n1,1\n2,-0\n", { line: 3, column: "g", value: "-0" }],
    ["wrong-field-count", { measures }, "y,g\n1,a\n\n2,b\n", { line: 3, fields: 1, expected: 2 }],
    ["wrong-field-count", { measures: yAndZ }, "y,z\n1,2\n1,2,3\n", { line: 3, fields: 3, expected: 2 }],
    [
      "not-a-number",
      { measures: [...yAndZ, mean("a")] },
      "y,z,a\n1,2,3\n1,:,3\n",
      { line: 3, column: "z", value: ":" },
    ],
    ["out-of-range", { measures: [mean("y"), index] }, "y,z,a\n9,5,3\n5,9,3\n", { line: 3, column: "z", value: "9" }],
    ["duplicate-column", { measures }, '"y","y"\n1,2\n', { line: 1, column: "y" }],
    ["not-a-number", { measures }, 'y,g\n"a\nb",1\n', { line: 2, column: "y", value: "a\nb" }],
    ["no-rows", { measures }, "y\n\n", { file: "responses.csv" }],
  ])("%s", (code, design, text, detail) => {
    const fault = expect.objectContaining({
      code,
      detail: expect.objectContaining({ file: "responses.csv", ...detail }),
    });
    expect(() => run(design, text)).toThrow(fault);
  });
});
