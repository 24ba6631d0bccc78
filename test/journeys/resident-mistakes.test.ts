import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../browser.ts";
import { coloursAt } from "../pixels.ts";
import { startEveryTypeHost } from "./every-type-host.ts";
import { answerAll, goOn, type ResidentHost, uncheck } from "./resident-host.ts";

let host: ResidentHost;
let browser: Browser;
beforeAll(async () => {
  [host, browser] = await Promise.all([
    startEveryTypeHost({ samplingMode: { invited: "probability", open: "nonprobability" } }),
    openBrowser(),
  ]);
});
afterAll(async () => {
  await Promise.all([browser?.close(), host?.close()]);
});

async function visit(options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, ...options });
  const page = await context.newPage();
  page.on("pageerror", (error) => expect.fail(String(error)));
  await page.goto(`${host.address}?lang=en`);
  await page.locator(".next").waitFor();
  return page;
}
const pressNext = (page: Page) => page.locator(".next").click();
const legend = (page: Page) => page.locator("legend:visible").textContent();
const focused = (page: Page) => page.evaluate<string>("document.activeElement.id || document.activeElement.className");
const told = (page: Page) => page.locator(".error:visible").allTextContents();

/** To the question about years, the third of four. */
async function toYears(page: Page): Promise<void> {
  await pressNext(page);
  await goOn(page, 1);
  await goOn(page, 0);
  await goOn(page, 0);
  expect(await page.locator("#years").isVisible()).toBe(true);
}

test.each(["200", "-1", "7.5", "seven"])(
  "%s years: told when the screen is left, in the field's own description; what is right goes on",
  async (typed) => {
    await host.openWave();
    const page = await visit();
    await toYears(page);
    expect(await told(page)).toEqual([]);
    await page.locator("#years").fill(typed);
    await pressNext(page);
    expect(await focused(page)).toBe("years");
    expect(await told(page)).toEqual(["Write a whole number, such as 42. Write a number from 0 to 120."]);
    expect(await page.locator("#years").getAttribute("aria-invalid")).toBe("true");
    expect(await page.locator("#years-question").getAttribute("aria-describedby")).toContain("years-error");
    await page.keyboard.press("Enter");
    expect(await focused(page)).toBe("years");
    await page.locator("#years").fill(" 20 ");
    await page.keyboard.press("Enter");
    expect(await page.locator("#words").isVisible()).toBe(true);
    await page.locator(".back").click();
    await expect.poll(() => page.locator("#years").isVisible()).toBe(true);
    expect(await told(page)).toEqual([]);
    expect(await page.locator(".wrong").count()).toBe(0);
    await page.context().close();
  },
);

test("a question that has to be answered says so when its screen is left; a text takes no more than is stored", async () => {
  await host.openWave();
  const page = await visit();
  await pressNext(page);
  await goOn(page, 1);
  expect(await legend(page)).toContain("Which colour?");
  await pressNext(page);
  expect(await told(page)).toEqual(["Choose an answer, or “Prefer not to answer”."]);
  expect(await page.evaluate("document.activeElement.name")).toBe("colour");
  await page.locator('fieldset:visible [value="ref"]').check();
  await pressNext(page);
  expect(await page.locator("#words").getAttribute("maxlength")).toBe("200");
  await page.context().close();
});

test("a code that can be none is told on its screen; one that is refused leads back there, and from there to the end", async () => {
  const wave = await host.openWave();
  const page = await visit();
  await page.locator("#_code").fill("K7Q2M");
  await pressNext(page);
  expect(await focused(page)).toBe("_code");
  expect((await told(page)).join()).toContain("We cannot use this code.");
  await page.locator("#_code").fill("k7q2m – 9xr4t");
  await answerAll(page);
  await page.locator(".send").click();
  await page.locator(".errors").waitFor();
  expect(await focused(page)).toBe("errors");
  expect(await page.locator("#_code").isVisible()).toBe(true);
  expect(await page.locator(".next").textContent()).toBe("Next");
  await page.locator(".errors a").click();
  expect(await focused(page)).toBe("_code");
  await page.locator("#_code").fill("");
  await pressNext(page);
  expect(await page.locator(".send").isVisible()).toBe(true);
  await page.locator(".send").click();
  await expect.poll(() => page.locator("main h1").textContent()).toBe("Thank you");
  expect(await host.counted(wave)).toBe(1);
  await page.context().close();
});

test("several mistakes that only the server finds: from one to the next, past what was taken, then to the end", async () => {
  const wave = await host.openWave();
  const page = await visit();
  await toYears(page);
  await uncheck(page);
  await page.evaluate(`document.querySelector('[name="mood"]:checked').value = "9"`);
  await page.locator("#years").fill("200");
  await pressNext(page);
  await pressNext(page);
  await page.locator(".send").click();
  await page.locator(".errors").waitFor();
  expect(await focused(page)).toBe("errors");
  expect(await page.title()).toMatch(/^1 of 4 · Error: /);
  expect(await legend(page)).toContain("How do you feel?");
  await goOn(page, 1);
  expect(await legend(page)).toContain("How many years?");
  expect(await page.locator(".errors").isVisible()).toBe(true);
  await page.locator("#years").fill("20");
  await pressNext(page);
  // The good mood brought a question that nobody had asked before.
  expect(await legend(page)).toContain("In your words?");
  await page.locator("#words").fill("Fine.");
  await pressNext(page);
  expect(await page.locator(".send").isVisible()).toBe(true);
  await page.locator(".back").click();
  await expect.poll(() => page.locator("#words").isVisible()).toBe(true);
  await pressNext(page);
  await page.locator(".send").click();
  await expect.poll(() => page.locator("main h1").textContent()).toBe("Thank you");
  expect(await host.counted(wave)).toBe(1);
  await page.context().close();
});

test("the ring of a field that has the focus is drawn whole, and so are its border and the bar of a mistake", async () => {
  await host.openWave();
  const page = await visit({ bypassCSP: true });
  await toYears(page);
  const ringOf = async (field: string): Promise<string[]> => {
    await page.locator(field).focus();
    const { x, y, width, height } = (await page.locator(field).boundingBox())!;
    const [middle, centre] = [Math.round(x + width / 2), Math.round(y + height / 2)];
    const [left, top, right, bottom] = [Math.round(x), Math.round(y), Math.round(x + width), Math.round(y + height)];
    if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/ring${field}.png` });
    return coloursAt(page, [
      [left - 5, centre],
      [right + 4, centre],
      [middle, top - 5],
      [middle, bottom + 4],
    ]);
  };
  const focus = "242,169,0";
  expect(await ringOf("#years")).toEqual([focus, focus, focus, focus]);
  await page.locator("#years").fill("200");
  await pressNext(page);
  const { x, y, height } = (await page.locator("#years-question").boundingBox())!;
  if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/bar.png` });
  const bar = [2, height / 2, height - 3].map((down) => [Math.round(x) + 1, Math.round(y + down)] as const);
  expect(await coloursAt(page, bar)).toEqual(["179,38,30", "179,38,30", "179,38,30"]);
  await page.locator("#years").fill("20");
  await pressNext(page);
  expect(await ringOf("#words")).toEqual([focus, focus, focus, focus]);
  await page.context().close();
});
