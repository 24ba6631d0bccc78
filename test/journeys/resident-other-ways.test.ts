import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { interfaceLanguages, strings } from "../../lib/language/strings.ts";
import { openBrowser } from "../browser.ts";
import { everyQuestion } from "./every-question.ts";
import { type ResidentHost, startResidentHost, uncheck } from "./resident-host.ts";

let host: ResidentHost;
let browser: Browser;
beforeAll(async () => {
  const change = { instrument: "every-question.json" };
  const files = { "every-question.json": JSON.stringify(everyQuestion()) };
  [host, browser] = await Promise.all([startResidentHost(change, files, interfaceLanguages), openBrowser()]);
});
afterAll(async () => {
  await Promise.all([browser?.close(), host?.close()]);
});

async function visit(language: string, javaScriptEnabled: boolean): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, javaScriptEnabled });
  const page = await context.newPage();
  await page.goto(`${host.address}?lang=${language}`);
  return page;
}

const focused = (page: Page) =>
  page.evaluate<string>(
    "document.activeElement.id || document.activeElement.className || document.activeElement.tagName",
  );

/** Presses Tab until the focus is where it should be; each stop on the way shows a ring of 3 px or more. */
async function tabTo(page: Page, place: string): Promise<void> {
  for (let tabs = 0; (await focused(page)) !== place; tabs++) {
    expect(tabs, `${place} is not reached by Tab`).toBeLessThan(40);
    await page.keyboard.press("Tab");
    const ring = await page.evaluate<string>(`(({ outlineStyle, outlineWidth }) =>
      outlineStyle === "none" ? "none" : outlineWidth)(getComputedStyle(document.activeElement))`);
    expect(Number.parseFloat(ring), await focused(page)).toBeGreaterThanOrEqual(3);
  }
}

test("in Arabic by keyboard alone: a mistake is found, its summary has the focus and leads to the field, then it is sent", async () => {
  const wave = await host.openWave();
  const page = await visit("ar", true);
  const press = (key: string) => page.keyboard.press(key);
  await tabTo(page, "next");
  await press("Enter");
  for (let question = 1; (await focused(page)) !== "years-question"; question++) {
    expect(question).toBeLessThan(22);
    await press("Tab");
    await press("Space");
    await press("Enter");
  }
  await press("Tab");
  await page.keyboard.type("200");
  await press("Enter");
  expect(await focused(page)).toBe("years");
  expect(await page.locator("#years-error").textContent()).toContain("120");
  await uncheck(page);
  await press("Enter");
  expect(await focused(page)).toBe("H2");
  await press("Tab");
  expect(await focused(page)).toBe("send");
  await press("Enter");
  await expect.poll(() => focused(page)).toBe("errors");
  expect(await page.title()).toContain("خطأ:");
  await press("Tab");
  await press("Enter");
  expect(await focused(page)).toBe("years");
  expect(await page.locator("#years").getAttribute("aria-invalid")).toBe("true");
  await press("Control+A");
  await page.keyboard.type("20");
  await press("Enter");
  expect(await focused(page)).toBe("words-question");
  await tabTo(page, "words");
  await page.keyboard.type("نعم");
  await tabTo(page, "next");
  await press("Enter");
  await press("Tab");
  await press("Enter");
  await expect.poll(() => page.locator("main h1").textContent()).toBe(strings("ar")("thanks-title"));
  expect(await focused(page)).toBe("H1");
  expect(await host.counted(wave)).toBe(1);
  await page.context().close();
});

test("without a script, in three languages: every question answered, a mistake put right, another language in the middle", async () => {
  const wave = await host.openWave();
  const ways = [
    ["ru", "ru"],
    ["zh-Hans", "ar"],
    ["ar", "ja"],
  ] as const;
  for (const [begun, ended] of ways) {
    const page = await visit(begun, false);
    await page.evaluate(
      'for (const question of document.querySelectorAll(".options")) question.lastElementChild.querySelector("input").click()',
    );
    const checked = await page.locator(":checked").count();
    expect(checked).toBe(20);
    if (begun !== ended) await page.locator(`[name="_lang"][value="${ended}"]`).click();
    await page.locator(`html[lang="${ended}"]`).waitFor();
    await page.waitForLoadState();
    expect(await page.locator("html").getAttribute("dir")).toBe(ended === "ar" ? "rtl" : "ltr");
    await page.locator("#years").fill("200");
    await page.locator("#years").press("Enter");
    await page.locator(".errors").waitFor();
    await page.waitForLoadState();
    await expect.poll(() => focused(page)).toBe("errors");
    expect(await page.locator(":checked").count()).toBe(checked);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForURL(/#years$/);
    await page.locator("#years").fill("20");
    await page.locator("#words").fill("好 да نعم");
    await page.locator(".send").click();
    await page.waitForURL(new RegExp(`thanks\\?lang=${ended}`));
    expect(await page.locator("h1").textContent()).toBe(strings(ended)("thanks-title"));
    await page.context().close();
  }
  expect(await host.counted(wave)).toBe(ways.length);
});
