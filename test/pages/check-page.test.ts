import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { home } from "../../functions/home/home.ts";
import { openBrowser } from "../browser.ts";
import { answerOf, eventOf, residentTown, type Town } from "../functions/resident-town.ts";
import { serveTown, type TownServer } from "./town-server.ts";

let town: Town;
let browser: Browser;
let server: TownServer;
beforeAll(async () => {
  [town, browser] = await Promise.all([residentTown(), openBrowser()]);
  server = await serveTown(town);
});
afterAll(async () => {
  await Promise.all([browser?.close(), town?.close()]);
  server.close();
});

async function check(typed: string): Promise<Page> {
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await page.goto(`${server.origin}/check?lang=en`);
  expect(await page.title()).toBe("Check a receipt");
  await page.locator("#receipt").fill(typed);
  await page.locator("button.send").click();
  await page.locator(".error,.banner").waitFor();
  return page;
}

test("what can be no receipt stays in its box to be put right, which has the focus", async () => {
  await town.putSurvey({ receipts: true });
  const page = await check('K7Q2-"M9XR');
  expect(await page.title()).toBe("Error: Check a receipt");
  expect(await page.locator("#receipt").inputValue()).toBe('K7Q2-"M9XR');
  await expect.poll(() => page.evaluate("document.activeElement.id")).toBe("receipt");
  await page.context().close();
});

test("what became of a receipt is the title of the page and has the focus; the receipt is not shown again", async () => {
  await town.putSurvey({ receipts: true });
  const page = await check("k7q2m9xr4tab");
  const said = "This receipt is in no results so far. They come out after a survey has closed; try again then.";
  expect(await page.title()).toBe(`${said} · Check a receipt`);
  await expect.poll(() => page.evaluate("document.activeElement.textContent")).toBe(said);
  expect(await page.locator("#receipt").inputValue()).toBe("");
  await page.context().close();
});

test("the start page leads to it only where a survey gives receipts", async () => {
  for (const receipts of [true, false]) {
    await town.putSurvey({ receipts });
    const { body } = await answerOf(home(town.needs), eventOf({ path: "/" }));
    expect(body.includes('href="/check?lang=en"')).toBe(receipts);
  }
});
