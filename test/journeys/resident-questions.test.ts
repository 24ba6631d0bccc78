import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { interfaceLanguages } from "../../lib/language/strings.ts";
import { openBrowser } from "../browser.ts";
import { startEveryTypeHost } from "./every-type-host.ts";
import { goOn, type ResidentHost, startResidentHost, uncheck } from "./resident-host.ts";

let host: ResidentHost;
let browser: Browser;
beforeAll(async () => {
  [host, browser] = await Promise.all([startEveryTypeHost(), openBrowser()]);
});
afterAll(async () => {
  await Promise.all([browser?.close(), host?.close()]);
});

async function visit(options: BrowserContextOptions = {}): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 360, height: 740 }, ...options })).newPage();
  await page.goto(`${host.address}?lang=en`);
  return page;
}
const legend = (page: Page) => page.locator("legend:visible").textContent();
const pressNext = (page: Page) => page.locator(".next").click();

test("what an answer rules out is not asked, and is counted out at once; headings come with their questions", async () => {
  await host.openWave();
  const page = await visit();
  await pressNext(page);
  expect(await legend(page)).toContain("1 of 2");
  expect(await page.locator(".part:visible").textContent()).toContain("A word before.");
  await page.locator('[name="mood"][value="2"]').check();
  expect(await legend(page)).toContain("1 of 3");
  await pressNext(page);
  expect(await page.locator(".part:visible").count()).toBe(0);
  await page.locator('[name="colour"][value="red"]').check();
  expect(await legend(page)).toContain("2 of 4");
  await pressNext(page);
  expect(await page.locator(".part:visible h2").textContent()).toBe("More");
  await page.locator('[name="pets"][value="cat"]').check();
  await pressNext(page);
  expect(await legend(page)).toContain("4 of 5");
  await page.locator("#years").fill("7");
  await page.goBack();
  await page.goBack();
  await page.locator('[name="colour"][value="blue"]').check();
  expect(await legend(page)).toContain("2 of 3");
  await pressNext(page);
  expect(await page.locator("#words").isVisible()).toBe(true);
  await page.context().close();
});

test("a mistake the server finds: the summary has the focus and leads to the field, every answer is kept, then it is sent", async () => {
  const wave = await host.openWave();
  const page = await visit();
  await goOn(page);
  await goOn(page, 1);
  await goOn(page, 0);
  await goOn(page, 0);
  await uncheck(page);
  await page.locator("#years").fill("200");
  await page.locator("#years").press("Enter");
  await page.locator("#words").fill("Fine.");
  await pressNext(page);
  await page.locator(".send").click();
  await page.locator(".errors").waitFor();
  expect(await page.title()).toMatch(/^4 of 5 · Error: /);
  expect(await page.evaluate("document.activeElement.className")).toBe("errors");
  expect(await page.locator("#years").isVisible()).toBe(true);
  await page.locator(".errors a").click();
  expect(await page.evaluate("document.activeElement.id")).toBe("years");
  await page.locator("#years").fill("20");
  expect(await page.locator("#words").inputValue()).toBe("Fine.");
  await pressNext(page);
  await page.locator(".send").click();
  await expect.poll(() => page.locator("main h1").textContent()).toBe("Thank you");
  expect(await host.counted(wave)).toBe(1);
  await page.context().close();
});

test("without a script, over the same host: one page, answered, sent, counted", async () => {
  const wave = await host.openWave();
  const page = await visit({ javaScriptEnabled: false });
  expect(await page.locator(".moves").count()).toBe(0);
  await page.locator('[name="mood"][value="2"]').check();
  await page.locator('[name="colour"][value="blue"]').check();
  await page.locator(".send").click();
  await page.waitForURL(/thanks/);
  expect(await host.counted(wave)).toBe(1);
  await page.context().close();
});

test("in Arabic the steps go from right to left, in all thirteen languages to the thank-you page", async () => {
  const town = await startResidentHost({}, {}, interfaceLanguages);
  const wave = await town.openWave();
  for (const language of interfaceLanguages) {
    const context = await browser.newContext({ viewport: { width: 320, height: 640 } });
    const page = await context.newPage();
    await page.goto(`${town.address}?lang=${language}`);
    await goOn(page);
    await goOn(page, 1);
    const [back, next] = await Promise.all([page.locator(".back").boundingBox(), page.locator(".next").boundingBox()]);
    if (back!.y === next!.y) expect(next!.x > back!.x, language).toBe(language !== "ar");
    expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth"), language).toBeLessThanOrEqual(0);
    await page.evaluate(`for (const next = document.querySelector(".next"); !next.hidden; ) next.click()`);
    await page.locator(".send").click();
    await page.waitForURL(new RegExp(`thanks\\?lang=${language}`));
    await context.close();
  }
  expect(await town.counted(wave)).toBe(interfaceLanguages.length);
  await town.close();
});
