import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { homePage } from "../../lib/pages/home-page.ts";
import { openBrowser } from "../browser.ts";
import { department, link, survey } from "../functions/resident-town.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());

test("on the start page a department is called made up in its own place, not over those that are real", async () => {
  const entry = { survey, link, hasResults: false };
  const fake = { ...department, id: "riverbend", name: { en: "Riverbend Police" }, demo: true };
  const page = await browser.newPage();
  try {
    await page.setContent(
      homePage("en", [
        { ...entry, department: fake },
        { ...entry, department },
      ]).html,
    );
    const banners = page.locator(".banner");
    expect(await banners.allTextContents()).toEqual([expect.stringContaining("This department is made up")]);
    const panel = page.locator("li", { has: banners });
    expect(await panel.locator("h2").allTextContents()).toEqual(["Riverbend Police"]);
  } finally {
    await page.close();
  }
});
