import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../browser.ts";
import { answerAll, goOn, keptIn, type ResidentHost, startResidentHost } from "./resident-host.ts";

let host: ResidentHost;
let browser: Browser;
beforeAll(async () => {
  [host, browser] = await Promise.all([startResidentHost(), openBrowser()]);
});
afterAll(async () => {
  await Promise.all([browser?.close(), host?.close()]);
});

const phone = (options: BrowserContextOptions = {}): Promise<BrowserContext> =>
  browser.newContext({ viewport: { width: 360, height: 740 }, ...options });
async function open(context: BrowserContext, query = "?lang=en"): Promise<Page> {
  const page = await context.newPage();
  page.on("pageerror", (error) => expect.fail(String(error)));
  await page.goto(host.address + query);
  return page;
}
const heading = (page: Page) => page.locator("main h1").textContent();
const question = (page: Page) => page.locator("legend:visible").textContent();

test("one question at a time: start, answer, back, to the end, send; nothing stays on the device", async () => {
  const wave = await host.openWave();
  const context = await phone();
  const page = await open(context);
  await expect.poll(() => page.locator(".next").textContent()).toBe("Start");
  expect(await page.locator("fieldset:visible").count()).toBe(0);
  await page.locator(".next").click();
  expect(await page.locator("fieldset:visible").count()).toBe(1);
  expect(await question(page)).toContain("1 of 20 · about 3 minutes left");
  expect(await page.title()).toMatch(/^1 of 20 · /);
  await goOn(page);
  const second = await question(page);
  await goOn(page, 1);
  await page.locator(".back").click();
  await expect.poll(() => question(page)).toBe(second);
  expect(await page.locator("fieldset:visible .options input").nth(1).isChecked()).toBe(true);
  await page.goForward();
  await expect.poll(() => question(page)).toContain("3 of 20");
  await answerAll(page);
  expect(await page.locator(".answered").textContent()).toBe("You answered 20 of 20.");
  await page.locator(".send").click();
  await expect.poll(() => heading(page)).toBe("Thank you");
  await expect.poll(() => page.url()).toContain("/thanks?lang=en");
  expect(await page.evaluate("document.activeElement.tagName")).toBe("H1");
  expect(await keptIn(context)).toEqual([
    expect.stringMatching(/^mutual-trust\/\w+\/w1 \{"at":"","isPending":false,"day":\d+\}$/),
  ]);
  expect(await host.counted(wave)).toBe(1);
  await context.close();
});

test("nothing answered: said before it is sent, to who cannot see it too; pressed again, it is sent", async () => {
  const wave = await host.openWave();
  const context = await phone();
  const page = await open(context);
  await page.locator(".next").waitFor();
  const toTheEnd = () =>
    page.evaluate(`for (const next = document.querySelector(".next"); !next.hidden; ) next.click()`);
  await toTheEnd();
  await page.locator(".send").click();
  const state = page.locator('.state[role="status"]');
  expect(await state.textContent()).toBe("You answered 0 of 20.");
  expect(await page.locator(".send").isVisible()).toBe(true);
  await page.locator(".back").click();
  await expect.poll(() => question(page)).toContain("20 of 20");
  await toTheEnd();
  expect(await state.textContent()).toBe("");
  await page.locator(".send").click();
  expect(await state.textContent()).toBe("You answered 0 of 20.");
  await page.locator(".send").click();
  await expect.poll(() => heading(page)).toBe("Thank you");
  expect(await host.counted(wave)).toBe(1);
  await context.close();
});
