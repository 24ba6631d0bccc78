import { createHmac } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterEach, beforeEach, expect, test } from "vitest";
import { normalizeCode } from "../../lib/survey/letter-code.ts";
import { type Setting, trust } from "./terminal.ts";

let setting: Setting;
beforeEach(async () => {
  setting = { folder: await mkdtemp(join(tmpdir(), "trust-mint-")), now: "2026-01-01T00:00:00Z" };
});
afterEach(() => rm(setting.folder, { recursive: true }));

const mint = (...more: readonly string[]) => trust(setting, "invitations", "mint", "--wave", "riverton/w1", ...more);
const file = (name: string) => readFile(join(setting.folder, name), "utf8");
const classes = (text: string) => writeFile(join(setting.folder, "classes.csv"), text);

test("codes and ledger fit each other, and the ledger holds no code", async () => {
  await classes("stratum,weight,count\nnorth,1.5,60\nsouth,,80\n");
  expect((await mint("--classes", "classes.csv")).exit).toBe(0);
  const codes = parse(await file("codes.csv"), { columns: true }) as {
    code: string;
    stratum: string;
    weight: string;
  }[];
  const text = await file("ledger.json");
  const ledger = JSON.parse(text) as { pepper: string; invitations: { hash: string; designClass: string }[] };
  expect([codes.length, new Set(codes.map(({ code }) => code)).size, ledger.invitations.length]).toEqual([
    140, 140, 140,
  ]);
  const known = new Map(ledger.invitations.map(({ hash, designClass }) => [hash, designClass]));
  for (const { code, stratum, weight } of codes) {
    const plain = normalizeCode(code)!;
    const hash = createHmac("sha256", Buffer.from(ledger.pepper, "hex")).update(plain).digest("hex");
    expect(known.get(hash)).toBe(`${stratum}@${weight}`);
    expect(text).not.toContain(plain);
  }
  expect((await stat(join(setting.folder, "ledger.json"))).mode & 0o077).toBe(0);
});

test("classes are mixed, and a place in one file says nothing about the other", async () => {
  await classes("stratum,weight,count\nnorth,1,300\nsouth,1,300\n");
  await mint("--classes", "classes.csv");
  const codes = parse(await file("codes.csv"), { columns: true }) as { stratum: string }[];
  const northFirst = codes.slice(0, 300).filter(({ stratum }) => stratum === "north").length;
  // 150 expected; 12 standard deviations of a shuffle on either side
  expect(Math.abs(northFirst - 150)).toBeLessThan(75);
  const { invitations } = JSON.parse(await file("ledger.json")) as { invitations: { hash: string }[] };
  expect(invitations.map(({ hash }) => hash)).toEqual(invitations.map(({ hash }) => hash).toSorted());
});

test.each([
  ["49 of a class", "stratum,weight,count\nnorth,1,49\nsouth,1,80\n", "class-too-small", 1],
  ["a class twice", "stratum,weight,count\nnorth,1,60\nnorth,1.0,60\n", "table-faulty", 1],
  ["a faulty stratum", "stratum,weight,count\nNorth Side,1,60\n", "table-faulty", 1],
  ["a weight of 0", "stratum,weight,count\nnorth,0,60\n", "table-faulty", 1],
  ["a count that is none", "stratum,weight,count\nnorth,1,many\n", "table-faulty", 1],
  ["a misspelt column", "stratum,wieght,count\nnorth,7,60\n", "table-faulty", 1],
  ["a weight in another notation", "stratum,weight,count\nnorth,0x10,60\n", "table-faulty", 1],
  ["no rows", "stratum,weight,count\n", "table-faulty", 1],
])("%s are refused, and no file is written", async (_, text, code, exit) => {
  await classes(text);
  const ran = await mint("--classes", "classes.csv", "--json");
  expect([ran.exit, JSON.parse(ran.out).error.code]).toEqual([exit, code]);
  expect(await readdir(setting.folder)).toEqual(["classes.csv"]);
});

test("codes do not stay where their ledger cannot be written", async () => {
  await mkdir(join(setting.folder, "taken"));
  expect((await mint("--count", "60", "--ledger", "taken", "--json")).exit).toBe(1);
  expect((await mint("--count", "60", "--ledger", "codes.csv", "--json")).exit).toBe(2);
  expect(await readdir(setting.folder)).toEqual(["taken"]);
});

test.each([
  ["a count and classes", ["--count", "60", "--classes", "classes.csv"]],
  ["a wave of three parts", ["--count", "60", "--wave", "a/b/c"]],
  ["a wave that is no id", ["--count", "60", "--wave", "riverton/A b"]],
])("%s are wrong usage", async (_, args) => {
  await classes("stratum,weight,count\nnorth,1,60\n");
  expect((await mint(...args, "--json")).exit).toBe(2);
  expect(await readdir(setting.folder)).toEqual(["classes.csv"]);
});

test("a dry run writes nothing, and a file that is there is not overwritten", async () => {
  expect((await mint("--count", "50", "--dry-run")).exit).toBe(0);
  expect(await readdir(setting.folder)).toEqual([]);
  await mint("--count", "50");
  const before = await file("codes.csv");
  expect(await mint("--count", "50")).toMatchObject({ exit: 1, err: expect.stringContaining("not overwritten") });
  expect(await file("codes.csv")).toBe(before);
});
