import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { axeFaults } from "../axe-faults.ts";
import { openBrowser } from "../browser.ts";
import { answerAll, goOn, type ResidentHost, startResidentHost } from "./resident-host.ts";

const output = fileURLToPath(new URL("./output", import.meta.url));

let host: ResidentHost;
let browser: Browser;
beforeAll(async () => {
  const samplingMode = { invited: "probability", open: "nonprobability" };
  [host, browser] = await Promise.all([
    startResidentHost({ samplingMode }),
    openBrowser(),
    mkdir(output, { recursive: true }),
  ]);
  await host.openWave();
});
afterAll(async () => {
  await Promise.all([browser?.close(), host?.close()]);
});

async function visit(query: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, ...options });
  const page = await context.newPage();
  await page.goto(host.address + query);
  await page.locator(".moves").waitFor();
  return page;
}

async function faults(page: Page, only?: "looks"): Promise<string[]> {
  const found = await axeFaults(page, only);
  const wide = await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth");
  const low = await page.evaluate<
    string[]
  >(`[...document.querySelectorAll("fieldset label,button:not(.default),summary,[type=text]:not(.trap *)")]
    .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 43.9).map((one) => one.outerHTML)`);
  return [...found, ...(wide > 0 ? [`${wide} px too wide`] : []), ...low.map((html) => `lower than 44 px: ${html}`)];
}

/** The steps of the journey, each with its name; the page stands at it when it is looked at. */
async function* journey(page: Page): AsyncGenerator<string> {
  yield "start";
  await goOn(page);
  await goOn(page, 1);
  yield "question";
  for (let screen = 0; screen < 11; screen++) await goOn(page, 2);
  yield "about-you";
  await answerAll(page);
  yield "last";
  await page.context().setOffline(true);
  await page.locator(".send").click();
  await page.locator(".state:not(:empty)").waitFor();
  yield "waiting";
  await page.context().setOffline(false);
  await page.locator("main:not(:has(form)) h1").waitFor();
  yield "thanks";
}

const looks: readonly (readonly [string, BrowserContextOptions])[] = [
  ["light", { colorScheme: "light" }],
  ["dark", { colorScheme: "dark" }],
  ["forced colours", { forcedColors: "active" }],
  ["320 px", { viewport: { width: 320, height: 640 } }],
  ["1280 px", { viewport: { width: 1280, height: 800 } }],
];
/** Pictures that are kept, made again with SCREENSHOTS=1. */
const kept = ["start-light", "question-light", "question-dark", "waiting-light"];

test.each(looks)(
  "%s: nothing for axe to find and nothing cut off, from the first step to the last",
  async (name, options) => {
    const page = await visit("?lang=en", options);
    for await (const step of journey(page)) {
      expect(await faults(page, name === "light" ? undefined : "looks"), step).toEqual([]);
      if (process.env.SCREENSHOTS && kept.includes(`${step}-${name}`))
        await page.screenshot({ path: `${output}/resident-${step}-${name}.png`, fullPage: true });
    }
    await page.context().close();
  },
);

test("a code in the fragment goes into its field and out of the address", async () => {
  const page = await visit("?lang=es#t=ABCDE-12345");
  expect(await page.locator('[name="_code"]').inputValue()).toBe("ABCDE-12345");
  expect(page.url()).toBe(`${host.address}?lang=es`);
  await goOn(page);
  await answerAll(page);
  await page.locator(".send").click();
  await page.locator(".errors").waitFor();
  expect(await page.title()).toMatch(/^Error: /);
  expect(await page.evaluate("document.activeElement.className")).toBe("errors");
  expect(await faults(page)).toEqual([]);
  await page.locator(".errors a").click();
  expect(await page.evaluate("document.activeElement.id")).toBe("_code");
  expect(await page.locator(":checked").count()).toBe(20);
  await page.context().close();
});

test("another language in the middle: the same question, the answers kept, the address that of the language", async () => {
  const page = await visit("?lang=en");
  await goOn(page);
  await goOn(page, 3);
  await page.locator(".tongues summary").click();
  await page.locator('button[value="es"]').click();
  await page.locator('html[lang="es"]').waitFor();
  expect(page.url()).toBe(`${host.address}?lang=es`);
  expect(await page.locator(".next").textContent()).toBe("Siguiente");
  expect(await page.locator("legend:visible").textContent()).toContain("2 de 20");
  await page.locator(".back").click();
  await expect.poll(() => page.locator("legend:visible").textContent()).toContain("1 de 20");
  expect(await page.locator("fieldset:visible .options input").nth(3).isChecked()).toBe(true);
  expect(await faults(page)).toEqual([]);
  await page.reload();
  expect(await page.locator("legend:visible").textContent()).toContain("1 de 20 · quedan unos 3 minutos");
  await page.context().close();
});

test("by keyboard alone, from the first key to the thank-you page", async () => {
  const page = await visit("?lang=en");
  const press = (key: string) => page.keyboard.press(key);
  for (let tabs = 0; !(await page.evaluate("document.activeElement.matches('.next')")); tabs++) {
    expect(tabs).toBeLessThan(12);
    await press("Tab");
  }
  await press("Enter");
  for (let question = 1; question <= 20; question++) {
    expect(await page.title()).toContain(`${question} of 20 · `);
    expect(await page.evaluate("document.activeElement.tagName")).toBe("FIELDSET");
    await press("Tab");
    await press("Space");
    if (question % 2 === 0) await press("ArrowDown");
    await press("Enter");
  }
  expect(await page.evaluate("document.activeElement.textContent")).toBe("That was the last question");
  await press("Tab");
  await press("Enter");
  await expect.poll(() => page.locator("main h1").textContent()).toBe("Thank you");
  await page.context().close();
});

test("where storage is forbidden, or a part of the script fails, the survey is answered all the same", async () => {
  for (const broken of [
    "Object.defineProperty(window, 'localStorage', { get() { throw new Error('forbidden') } })",
    "Storage.prototype.setItem = () => { throw new Error('full') }",
    "JSON.parse = () => { throw new Error('broken') }",
  ]) {
    const context = await browser.newContext();
    await context.addInitScript(broken);
    const page = await context.newPage();
    await page.goto(`${host.address}?lang=en`);
    if (broken.startsWith("JSON")) await page.locator('[name="respect"]').first().check();
    else await answerAll(page);
    await page.locator(".send").click();
    await expect.poll(() => page.locator("main h1").textContent(), { message: broken }).toBe("Thank you");
    await context.close();
  }
});
