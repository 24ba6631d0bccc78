import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { countAhead } from "../../lib/command/count-ahead.ts";
import { estimateDesign } from "../../lib/estimation/estimate-design.ts";
import { trust } from "./terminal.ts";

const folder = mkdtempSync(join(tmpdir(), "trust-ahead-"));
afterAll(() => rmSync(folder, { recursive: true }));

const designText = JSON.stringify({
  weight: "w",
  measures: [{ id: "trust", items: ["a", "b"], statistic: "mean100", min: 0, max: 9 }],
  domains: [["area"]],
});
const line = (row: number): string =>
  `area ${row % 97},${row % 10},${1 + (row % 3) / 4},${(row * 7) % 10},made up and longer than it need be`;
const lines = Array.from({ length: 180_000 }, (_, row) => line(row));
const header = "area,a,w,b,note";
const files = { designFile: "design.json", responsesFile: "responses.csv" };

function write(rows: readonly string[]): Uint8Array {
  const text = `${header}\n${rows.join("\n")}\n`;
  writeFileSync(join(folder, "responses.csv"), text);
  return new TextEncoder().encode(text);
}
const estimate = () =>
  trust({ folder, now: "2026-01-01T00:00:00Z" }, "estimate", "design.json", "responses.csv", "--json");
/** Whether the last piece of the file comes counted. */
function isCountedAhead(): boolean {
  const file = openSync(join(folder, "responses.csv"), "r");
  const halved = countAhead(file, "responses.csv", designText);
  try {
    return [...(halved?.pieces() ?? [])].some((piece) => !(piece instanceof Uint8Array));
  } finally {
    halved?.stop();
    closeSync(file);
  }
}

describe("a large file of which a second thread counts the second half", () => {
  beforeAll(() => writeFileSync(join(folder, "design.json"), designText));

  test("gives the numbers of one pass, to the last bit", async () => {
    const responses = write(lines);
    expect(isCountedAhead()).toBe(true);
    const { exit, out, err } = await estimate();
    expect([exit, err]).toEqual([0, ""]);
    expect(JSON.parse(out)).toEqual(estimateDesign({ ...files, designText, responses }));
  });

  test("is refused on the line of its fault, in either half", async () => {
    for (const at of [100, 179_990]) {
      write(lines.with(at, "area 1,5,1,many,made up"));
      const { exit, err } = await estimate();
      expect(exit).toBe(1);
      expect(err).toContain(`line ${at + 2}`);
      expect(err).toContain("many");
    }
  });

  test("is read by one reader where a quoted text over the middle looks like rows", async () => {
    const note = `"${lines.slice(0, 70_000).join("\n")}"`;
    const responses = write(lines.with(120_000, `area 1,5,1,3,${note}`));
    const expected = estimateDesign({ ...files, designText, responses });
    expect(expected.n).toBe(lines.length);
    expect(isCountedAhead()).toBe(true);
    expect(JSON.parse((await estimate()).out)).toEqual(expected);
  });
});
