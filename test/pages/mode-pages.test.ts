import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkReceipt } from "../../functions/check-receipt/check-receipt.ts";
import { paperForm } from "../../lib/pages/paper-form.ts";
import { axeFaults } from "../axe-faults.ts";
import { openBrowser } from "../browser.ts";
import {
  answerOf,
  areas,
  closes,
  core1,
  department,
  eventOf,
  residentTown,
  survey,
  type Town,
} from "../functions/resident-town.ts";
import { serveTown } from "./town-server.ts";

let town: Town;
let browser: Browser;
let server: Awaited<ReturnType<typeof serveTown>>;
beforeAll(async () => {
  [town, browser] = await Promise.all([residentTown(), openBrowser()]);
  await town.putSurvey({ receipts: true });
  for (const mode of ["kiosk", "interviewer", "paper"] as const)
    await town.putLink({ id: `aaaa${mode.slice(0, 2)}`.replace("i", "1"), mode });
  server = await serveTown(town);
});
afterAll(async () => {
  await Promise.all([browser?.close(), town?.close()]);
  server.close();
});

const check = async (receipt?: string): Promise<string> => {
  const ask =
    receipt === undefined ? {} : { method: "POST" as const, body: new URLSearchParams({ receipt }).toString() };
  return (await answerOf(checkReceipt(town.needs), eventOf({ path: "/check", query: { lang: "es" }, ...ask }))).body;
};
const of = (path: string) => async (): Promise<string> => (await fetch(server.origin + path)).text();

test.each<[string, () => Promise<string>]>([
  ["a kiosk", of("/s/aaaak1")],
  ["a kiosk's thank-you page", of("/s/aaaak1/thanks")],
  ["an interviewer's page", of("/s/aaaa1n")],
  ["a clerk's page", of("/s/aaaapa?stored=1")],
  ["the thank-you page with a receipt", of("/s/k7q2m9/thanks?receipt=k7q2m9xr4tab")],
  ["where receipts are checked", () => check()],
  ["a receipt that is none", () => check("k7q2")],
  ["a receipt that is in no results", () => check("k7q2m9xr4tab")],
  [
    "a form on paper",
    async () => paperForm({ language: "en", size: "A4", department, survey, areas, instrument: core1, closes }),
  ],
])("axe finds nothing on %s, light and dark, 320 to 1280 px", async (_name, draw) => {
  const text = await draw();
  const context = await browser.newContext({ viewport: { width: 320, height: 900 }, bypassCSP: true });
  try {
    const page = await context.newPage();
    await page.setContent(text);
    for (const [colorScheme, width, asked] of [
      ["light", 320, "all"],
      ["dark", 1280, "looks"],
    ] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      expect(await axeFaults(page, asked)).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    }
  } finally {
    await context.close();
  }
});
