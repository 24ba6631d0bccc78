import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Setting, trust } from "./terminal.ts";

let setting: Setting;
beforeEach(() => {
  setting = { folder: mkdtempSync(join(tmpdir(), "trust-own-files-")), now: "2026-07-10T00:00:00Z" };
});
afterEach(() => rmSync(setting.folder, { recursive: true }));

const write = (name: string, text: string | Uint8Array) => writeFileSync(join(setting.folder, name), text);
const read = (name: string) => readFileSync(join(setting.folder, name), "utf8");

test.each(["answers.csv", "map.json", "link.csv"])(
  "a report of refused rows never takes the place of %s",
  async (report) => {
    const mapping = { wave: "2026-11", stream: "open", mode: "paper", id: "serial", answers: { respect: "q1" } };
    write("map.json", JSON.stringify(mapping));
    write("answers.csv", "serial,q1\nown1,3\nown2,banana\n");
    symlinkSync(join(setting.folder, "answers.csv"), join(setting.folder, "link.csv"));
    const before = ["answers.csv", "map.json"].map(read);
    const ran = await trust(
      setting,
      "import-responses",
      "answers.csv",
      "--map",
      "map.json",
      "--report",
      report,
      "--json",
    );
    expect([ran.exit, JSON.parse(ran.out).error.code]).toEqual([1, "report-overwrites"]);
    expect(["answers.csv", "map.json"].map(read)).toEqual(before);
  },
);

test("a text that is not UTF-8 is refused, not stored with signs that mean nothing", async () => {
  const design = '{"measures":[{"id":"caf\u00e9","items":["y"],"statistic":"mean"}],"domains":[[]]}';
  write("design.json", Buffer.from(design, "latin1"));
  write("rows.csv", "y\n1\n2\n");
  const ran = await trust(setting, "estimate", "design.json", "rows.csv");
  expect([ran.exit, ran.err]).toEqual([1, expect.stringContaining("design.json cannot be read (it is not in UTF-8")]);
});

test("a link in a department folder is followed, and one that leads nowhere is not passed over", async () => {
  mkdirSync(join(setting.folder, "town"));
  write("department.json", "[]");
  symlinkSync(join(setting.folder, "department.json"), join(setting.folder, "town/department.json"));
  expect((await trust(setting, "lint", "town")).err).toContain("department.json, line 1: found [], expected an object");
  rmSync(join(setting.folder, "department.json"));
  const ran = await trust(setting, "lint", "town");
  expect(ran.err).toContain("department.json cannot be read (it does not exist)");
});

test.each([
  ["a token over two lines", "eyJhbGciSECRET\nx", "https://nowhere.invalid/"],
  ["a token of other letters", "п-SECRET", "https://nowhere.invalid/"],
  ["a password in the address", "token", "https://somebody:SECRET@nowhere.invalid/"],
])("%s is never told", async (_, token, remote) => {
  const ran = await trust({ ...setting, environment: { TRUST_TOKEN: token } }, "status", "--remote", remote, "--json");
  expect(ran.exit).toBeGreaterThan(0);
  expect(ran.out + ran.err).not.toContain("SECRET");
});
