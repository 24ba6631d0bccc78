import type { Browser, BrowserContext, Page, Route } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../browser.ts";
import { answerAll, day, goOn, keptIn, minute, type ResidentHost, startResidentHost } from "./resident-host.ts";

let host: ResidentHost;
let browser: Browser;
beforeAll(async () => {
  [host, browser] = await Promise.all([startResidentHost(), openBrowser()]);
});
afterAll(async () => {
  await Promise.all([browser?.close(), host?.close()]);
});

const phone = (): Promise<BrowserContext> => browser.newContext({ viewport: { width: 360, height: 740 } });
async function open(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${host.address}?lang=en`);
  await page.locator(".moves").or(page.locator("main:not(:has(form))")).first().waitFor();
  return page;
}
const heading = (page: Page) => page.locator("main h1").textContent();
const legend = (page: Page) => page.locator("legend:visible").textContent();
const state = (page: Page) => page.locator(".state").textContent();
/** The address comes after the page, when the steps are gone. */
const thanked = (page: Page) =>
  expect
    .poll(async () => [await heading(page), new URL(page.url()).pathname.endsWith("/thanks")])
    .toEqual(["Thank you", true]);
const submissionOf = (page: Page) => page.locator('[name="_submission"]').inputValue();
const pressSend = (page: Page) => page.locator(".send").click();

test("the connection is cut at item 4, the page closed, opened again and sent: stored once, nothing stays", async () => {
  const wave = await host.openWave();
  const context = await phone();
  const page = await open(context);
  for (let screen = 0; screen < 4; screen++) await goOn(page, 1);
  expect(await legend(page)).toContain("4 of 20");
  await context.setOffline(true);
  await answerAll(page);
  await pressSend(page);
  await expect.poll(() => state(page)).toContain("Not sent yet: waiting for the connection");
  await page.close();
  expect((await keptIn(context)).join()).toContain('"isPending":true');
  await context.setOffline(false);
  await thanked(await open(context));
  expect((await keptIn(context)).join()).not.toContain("respect");
  expect(await host.counted(wave)).toBe(1);
  await context.close();
});

test("sending goes on by itself when the connection returns, and a lost acknowledgement is asked for again", async () => {
  const wave = await host.openWave();
  const context = await phone();
  const page = await open(context);
  await answerAll(page);
  // The first time the answers arrive, and the answer to them is lost.
  await page.route("**/s/*", async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    await route.fetch({ maxRedirects: 0 });
    return route.abort();
  });
  await pressSend(page);
  await expect.poll(() => state(page)).toContain("Not sent yet");
  await page.unroute("**/s/*");
  await context.setOffline(true);
  await context.setOffline(false);
  await thanked(page);
  expect(await host.counted(wave)).toBe(1);
  await context.close();
});

test("a language that does not come, asked for while answers wait, does not keep them from being sent", async () => {
  const wave = await host.openWave();
  const context = await phone();
  await context.clock.install();
  const page = await open(context);
  await context.clock.pauseAt(Date.now() + minute);
  await answerAll(page);
  await page.route("**/s/*", (route) => route.abort(), { times: 1 });
  await pressSend(page);
  await expect.poll(() => state(page)).toContain("Not sent yet");
  const asked = Promise.withResolvers<void>();
  const lost = Promise.withResolvers<void>();
  const losing = async (route: Route) => {
    asked.resolve();
    await lost.promise;
    await route.abort();
  };
  await page.route("**/s/*", losing, { times: 1 });
  await page.locator(".tongues summary").click();
  await page.locator('button[value="es"]').click({ noWaitAfter: true });
  await asked.promise;
  await context.clock.runFor(10_000);
  lost.resolve();
  await thanked(page);
  expect(await host.counted(wave)).toBe(1);
  await context.close();
});

test("back, reload and a new visit lose nothing, not even the place", async () => {
  await host.openWave();
  const context = await phone();
  const page = await open(context);
  for (let screen = 0; screen < 6; screen++) await goOn(page, 2);
  const sixth = await legend(page);
  const submission = await submissionOf(page);
  await page.reload();
  await expect.poll(() => legend(page)).toBe(sixth);
  await page.goBack();
  await expect.poll(() => legend(page)).toContain("5 of 20");
  expect(await page.locator("fieldset:visible .options input").nth(2).isChecked()).toBe(true);
  await page.goto("about:blank");
  await page.goBack();
  await expect.poll(() => legend(page)).toContain("5 of 20");
  await page.close();
  const again = await open(context);
  await expect.poll(() => legend(again)).toContain("5 of 20");
  expect(await submissionOf(again)).toBe(submission);
  expect(await again.locator(".kept[open]").count()).toBe(1);
  expect(await again.locator(":checked").count()).toBe(5);
  await again.locator(".forget").click();
  await expect.poll(() => again.locator("fieldset:visible").count()).toBe(0);
  expect(await again.locator(":checked").count()).toBe(0);
  expect(await submissionOf(again)).not.toBe(submission);
  await context.close();
});

test("a double click, two tabs and a storm of retries: stored once; somebody else on the same phone: counted", async () => {
  const wave = await host.openWave();
  const context = await phone();
  const [page, other] = [await open(context), await open(context)];
  expect(await submissionOf(other)).toBe(await submissionOf(page));
  await answerAll(page);
  expect(await other.locator(":checked").count()).toBe(await page.locator(":checked").count());
  await answerAll(other);
  await Promise.all([page.locator(".send").dblclick(), other.locator(".send").dblclick()]);
  await Promise.all([thanked(page), thanked(other)]);
  await thanked(await open(context));

  await page.getByText("Someone else wants to answer").click();
  await page.locator(".moves").waitFor();
  expect(await page.locator(":checked").count()).toBe(0);
  expect(page.url()).not.toContain("#");
  await context.setOffline(true);
  await answerAll(page);
  await pressSend(page);
  for (let storm = 0; storm < 20; storm++) {
    await pressSend(page);
    await page.evaluate("dispatchEvent(new Event('online'))");
  }
  // The connection returns while a try is under way that fails all the same: the next one is soon.
  const tried = Promise.withResolvers<void>();
  const failed = Promise.withResolvers<void>();
  await expect.poll(() => state(page)).toContain("Not sent yet");
  const failing = async (route: Route) => {
    tried.resolve();
    await failed.promise;
    await route.abort();
  };
  await page.route("**/s/*", failing, { times: 1 });
  await pressSend(page);
  await tried.promise;
  await context.setOffline(false);
  await page.evaluate("dispatchEvent(new Event('online'))");
  failed.resolve();
  await thanked(page);
  expect(await host.counted(wave)).toBe(2);
  await context.close();
});

test("in browsers without locks two tabs that send at once are counted once as well", async () => {
  const wave = await host.openWave();
  const context = await phone();
  await context.addInitScript("Object.defineProperty(navigator, 'locks', { value: undefined })");
  const [page, other] = [await open(context), await open(context)];
  await answerAll(page);
  await answerAll(other);
  await Promise.all([pressSend(page), pressSend(other)]);
  await Promise.all([thanked(page), thanked(other)]);
  expect(await host.counted(wave)).toBe(1);
  await context.close();
});

test("a page left open over the end of a wave and into the next one: the answers move on, and are counted there", async () => {
  const wave = await host.openWave();
  const context = await phone();
  const page = await open(context);
  await answerAll(page);
  const before = await submissionOf(page);
  const checked = await page.locator(":checked").count();
  const next = await host.openWave();
  host.setClock(wave.closes + 30 * minute);
  await pressSend(page);
  await expect.poll(() => page.locator("form>.banner").textContent()).toContain("a new one is open");
  expect(await page.evaluate("document.activeElement.textContent")).toContain("a new one is open");
  expect(await page.locator(":checked").count()).toBe(checked);
  expect(await submissionOf(page)).not.toBe(before);
  expect((await keptIn(context)).filter((kept) => kept.includes("fields"))).toHaveLength(1);
  await answerAll(page);
  await pressSend(page);
  await thanked(page);
  expect(await host.counted(next)).toBe(1);
  await context.close();
});

test("closed without an open wave: it says so, and a page of the next wave brings what was typed", async () => {
  const wave = await host.openWave();
  const context = await phone();
  const page = await open(context);
  for (let screen = 0; screen < 4; screen++) await goOn(page, 1);
  await context.setOffline(true);
  host.setClock(wave.closes + day);
  await answerAll(page);
  await pressSend(page);
  await context.setOffline(false);
  await expect.poll(() => heading(page)).toBe("This survey has closed");
  const next = await host.openWave();
  const again = await open(context);
  await expect.poll(() => again.locator("form>.banner").textContent()).toContain("a new one is open");
  expect(await again.locator(":checked").count()).toBe(20);
  await answerAll(again);
  await pressSend(again);
  await thanked(again);
  expect(await host.counted(next)).toBe(1);
  await context.close();
});
