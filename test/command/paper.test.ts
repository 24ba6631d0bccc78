import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rivertonFiles } from "../functions/riverton.ts";
import { trust } from "./terminal.ts";

const folder = mkdtempSync(join(tmpdir(), "trust-paper-"));
const setting = { folder, now: "2026-02-01T00:00:00Z" };
beforeAll(() => {
  for (const [name, text] of Object.entries(rivertonFiles())) writeFileSync(join(folder, name), text);
});
afterAll(() => rmSync(folder, { recursive: true }));

test("a folder becomes one form for each language of the department, offline", async () => {
  const ran = await trust(setting, "paper", ".", "--closes", "2026-04-01", "--size", "a4", "--json");
  expect(ran).toMatchObject({ exit: 0 });
  const { files } = JSON.parse(ran.out) as { files: string[] };
  expect(files).toEqual(["en", "es"].map((language) => join(folder, "paper", `core-${language}-a4.html`)));
  expect(readFileSync(files[1]!, "utf8")).toContain("¿Respeto?");
  expect(readFileSync(files[1]!, "utf8")).toContain("@page{size:A4");
});

test.each([
  [["--size", "a3"], "--size"],
  [["--language", "fr"], "--language"],
  [["--base", "survey.riverton.example"], "--base"],
])("%j is refused with what fits", async (options, named) => {
  const { exit, err } = await trust(setting, "paper", ".", "--closes", "2026-04-01", ...options);
  expect(exit).not.toBe(0);
  expect(err).toContain(named);
});

test("a dry run writes nothing", async () => {
  const { exit, out } = await trust(setting, "paper", ".", "--closes", "2026-04-01", "--out", "nowhere", "--dry-run");
  expect(exit).toBe(0);
  expect(out).toContain("Would write");
  expect(() => readFileSync(join(folder, "nowhere"))).toThrow();
});
