import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { kioskScript } from "../../lib/pages/script/kiosk-script.ts";
import { openBrowser } from "../browser.ts";
import { closes, during, link, residentTown, type Town, version, wave } from "../functions/resident-town.ts";
import { serveTown } from "./town-server.ts";

const kiosk = "aaaaa1";
let town: Town;
let browser: Browser;
let server: Awaited<ReturnType<typeof serveTown>>;
beforeAll(async () => {
  [town, browser] = await Promise.all([residentTown(), openBrowser()]);
  await town.putLink({ id: kiosk, mode: "kiosk" });
  server = await serveTown(town);
});
afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
afterAll(async () => {
  await Promise.all([browser?.close(), town?.close()]);
  server.close();
});

/** The page of a kiosk, its clock in the test's hands. */
async function approach(options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 800, height: 1000 }, ...options });
  const page = await context.newPage();
  if (options.javaScriptEnabled !== false) await page.clock.install();
  await page.goto(`${server.origin}/s/${kiosk}`);
  return page;
}
const submissionOf = (page: Page) => page.locator('[name="_submission"]').getAttribute("value", { timeout: 5_000 });
const answered = (page: Page) => page.locator("main input:checked").count();
const answer = (page: Page) =>
  page.locator('[name="respect"][value="4"]').evaluate((radio: { click(): void }) => radio.click());
/** As a browser sends it by itself, whatever script there is besides. */
const send = (page: Page) => page.locator("main form").evaluate((form: { submit(): void }) => form.submit());
/** Waits for the page of another submission than the one that was there. */
const freshAfter = (page: Page, before: string | null) =>
  expect.poll(async () => [await answered(page), (await submissionOf(page)) !== before]).toEqual([0, true]);

test("a page left with answers in it asks, and within a minute is a new page for the next person", async () => {
  const page = await approach();
  const before = await submissionOf(page);
  await answer(page);
  await page.mouse.move(10, 10);
  await page.mouse.down();
  await page.clock.runFor(41_000);
  await expect.poll(() => page.locator(".idle").isVisible()).toBe(true);
  expect(await page.evaluate('getComputedStyle(document.querySelector(".idle")).position')).toBe("fixed");
  await page.clock.runFor(18_000);
  await freshAfter(page, before);
});

test("whoever touches the page goes on with their answers", async () => {
  const page = await approach();
  const before = await submissionOf(page);
  await answer(page);
  await page.keyboard.press("Shift");
  await page.clock.runFor(42_000);
  expect(await page.locator(".idle").isVisible()).toBe(true);
  await page.keyboard.press("Shift");
  expect(await page.locator(".idle").isVisible()).toBe(false);
  await page.clock.runFor(42_000);
  expect(await answered(page)).toBe(1);
  expect(await submissionOf(page)).toBe(before);
});

test("without a connection the answers are cleared, and the kiosk's own page stays", async () => {
  const page = await approach();
  await answer(page);
  await page.keyboard.press("Shift");
  await page.context().setOffline(true);
  await page.clock.runFor(59_000);
  expect(await answered(page)).toBe(0);
  expect(new URL(page.url()).pathname).toBe(`/s/${kiosk}`);
  expect(await page.locator("form").count()).toBe(1);
});

test("“back” shows nobody's answers: neither after sending, nor over a page that came back with a mistake", async () => {
  const page = await approach();
  const before = await submissionOf(page);
  await answer(page);
  await page.locator('[name="_submission"]').evaluate((field: { value: string }) => {
    field.value = "x";
  });
  await send(page);
  await expect.poll(() => page.locator("main .banner[role=status]").count()).toBe(1);
  await send(page);
  await expect.poll(() => page.locator("h1").textContent()).toBe("Thank you");
  // Another page than the kiosk's own is the thank-you page, an empty one, or one on which the browser asks whether to send again.
  const isOurs = () => new URL(page.url()).pathname === `/s/${kiosk}`;
  const shown = async () => (isOurs() ? [await answered(page), (await submissionOf(page)) !== before] : [0, true]);
  for (let step = 0; step < 3; step++) {
    await page.goBack({ timeout: 3_000 }).catch(() => null);
    await expect.poll(shown).toEqual([0, true]);
  }
});

test("a page that the browser kept whole, and shows again as it was, starts afresh", async () => {
  const page = await approach();
  const before = await submissionOf(page);
  await answer(page);
  await page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");
  await freshAfter(page, before);
});

test("after sending, the page makes room for the next person by itself, and keeps nothing", async () => {
  const page = await approach();
  const before = await submissionOf(page);
  await answer(page);
  await send(page);
  await expect.poll(() => page.locator("h1").textContent()).toBe("Thank you");
  expect(await page.locator('main a[href="/s/aaaaa1"]').textContent()).toBe("Someone else wants to answer");
  await page.clock.runFor(59_000);
  await freshAfter(page, before);
  expect(await page.evaluate("localStorage.length + sessionStorage.length")).toBe(0);
  expect((await town.stored()).find(({ submission }) => submission === before)).toMatchObject({ mode: "kiosk" });
});

test("nothing leads away from it: on no page is there a link to anything but its own survey", async () => {
  await town.putSurvey({ samplingMode: { invited: "probability", open: "nonprobability" } });
  const page = await approach({ javaScriptEnabled: false });
  const linksAway = () => page.locator(`a[href]:not([href^="/s/${kiosk}"]):not([href^="#"])`).count();
  expect(await page.locator("main bdi[dir=ltr]").textContent()).toBe("/results/riverton/trust/");
  expect(await linksAway()).toBe(0);
  expect(await page.locator("[name=_code]").count()).toBe(0);
  await page.goto(`${server.origin}/s/${kiosk}/thanks`);
  expect(await page.locator("main bdi[dir=ltr]").textContent()).toBe("/results/riverton/trust/");
  expect(await linksAway()).toBe(0);
  server.setClock(closes + 86_400_000);
  try {
    await page.goto(`${server.origin}/s/${kiosk}`);
    expect(await page.locator("main bdi[dir=ltr]").textContent()).toBe("/results/riverton/trust/");
    expect(await linksAway()).toBe(0);
    await page.setContent(await (await fetch(`${server.origin}/s/${kiosk}`, lateForm())).text());
    expect(await page.locator("h1").textContent()).toBe("This survey has closed");
    expect(await linksAway()).toBe(0);
  } finally {
    server.setClock(during);
  }
  await town.putSurvey({ samplingMode: { invited: "probability" } });
  await page.goto(`${server.origin}/s/${kiosk}`);
  expect(await page.locator("[name=_code]").count()).toBe(1);
  await town.putSurvey({});
});

/** The form of the open wave, sent when it is over. */
function lateForm() {
  const form = new URLSearchParams({
    _submission: "5f".repeat(16),
    _wave: wave.wave,
    _instrument: version,
    respect: "4",
  });
  return { method: "POST", body: form };
}

test("without a script the thank-you page refreshes itself", async () => {
  const page = await approach({ javaScriptEnabled: false });
  await page.locator("button.send").click();
  expect(await page.locator('meta[http-equiv="refresh"]').getAttribute("content")).toBe("20;url=/s/aaaaa1");
});

test("a resident's own device gets none of this", async () => {
  for (const path of [`/s/${link}`, `/s/${link}/thanks`]) {
    const text = await (await fetch(server.origin + path)).text();
    expect(text).not.toContain(kioskScript);
    expect(text).not.toContain("http-equiv");
    expect(text).not.toContain('class="banner idle"');
  }
});
