import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { trust } from "./terminal.ts";

const demo = fileURLToPath(new URL("../../lib/local/demo/riverbend", import.meta.url));

test("lint names the languages that no native speaker has read, questions and pages apart; strict makes them count", async () => {
  const setting = { folder: "/", now: "2026-03-01T00:00:00Z" };
  const { exit, err } = await trust(setting, "lint", demo);
  expect(exit).toBe(0);
  expect(err.trim().split("\n")).toEqual([
    expect.stringContaining('Only 3 % of residents are "other"'),
    expect.stringContaining("No native speaker has read the texts of core-1 in Spanish yet"),
    expect.stringContaining("No native speaker has read the texts of the pages in Spanish yet."),
  ]);
  expect((await trust(setting, "lint", demo, "--strict")).exit).toBe(3);
});
