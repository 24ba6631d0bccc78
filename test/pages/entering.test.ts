import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { keysScript } from "../../lib/pages/script/keys-script.ts";
import { decodeAnswers } from "../../lib/survey/canonical-answers.ts";
import { openBrowser } from "../browser.ts";
import { core1, link, residentTown, type Town } from "../functions/resident-town.ts";
import { serveTown } from "./town-server.ts";

let town: Town;
let browser: Browser;
let server: Awaited<ReturnType<typeof serveTown>>;
beforeAll(async () => {
  [town, browser] = await Promise.all([residentTown(), openBrowser()]);
  await town.putLink({ id: "aaaaa2", mode: "interviewer" });
  await town.putLink({ id: "aaaaa3", mode: "paper" });
  await town.putLink({ id: "aaaaa4", mode: "kiosk" });
  server = await serveTown(town);
});
afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
afterAll(async () => {
  await Promise.all([browser?.close(), town?.close()]);
  server.close();
});

async function sit(of: string): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1600, height: 1000 } })).newPage();
  await page.goto(`${server.origin}/s/${of}?lang=en`);
  return page;
}
const stored = async (submission: string | null) => {
  const response = (await town.stored()).find((one) => one.submission === submission)!;
  return { ...response, answers: decodeAnswers(core1, response.answers) };
};
const submissionOf = (page: Page) => page.locator('[name="_submission"]').getAttribute("value");

test.each([
  ["aaaaa2", "interviewer"],
  ["aaaaa3", "paper"],
])("link %s: a whole survey by keys, one screen, stored as %s, and a fresh form after it", async (of, mode) => {
  const page = await sit(of);
  const submission = await submissionOf(page);
  const questions = await page.locator("main fieldset").count();
  for (const key of ["2", "0", "-", "Enter", "1", "Backspace", "3"]) await page.keyboard.press(key);
  for (let rest = 5; rest < questions; rest++) await page.keyboard.press("Enter");
  expect(await page.evaluate("document.activeElement.className")).toBe("send");
  await page.keyboard.press("Enter");
  await expect.poll(() => page.locator(".banner[role=status]").textContent()).toBe("Stored. Here is a new form.");
  expect(await page.locator("main input:checked").count()).toBe(0);
  expect(await submissionOf(page)).not.toBe(submission);
  const { answers, mode: kept } = await stored(submission);
  expect(kept).toBe(mode);
  const values = Object.values(answers);
  const second = [...core1.items].filter(({ type }) => type !== "note" && type !== "group")[0]!;
  expect(second.type).toBe("scale");
  expect(values.slice(1, 5)).toEqual([{ missing: "dk" }, { missing: "ref" }, { missing: "skip" }, values[4]]);
  expect(values[0]).toEqual(expect.any(Number));
  expect(values[4]).toEqual(expect.any(Number));
});

test.each(["aaaaa2", "aaaaa3"])(
  "link %s: an empty form is not stored by a stray key; one answer of any kind is enough",
  async (of) => {
    const page = await sit(of);
    const submission = await submissionOf(page);
    await page.locator("button.send").click();
    await page.locator(".errors").waitFor();
    expect(await page.title()).toMatch(/^Error: /);
    await expect.poll(() => page.evaluate("document.activeElement.className")).toBe("errors");
    expect(await page.locator(".errors a").textContent()).toBe("You answered 0 of 20.");
    const first = await page.locator("main fieldset").first().getAttribute("id");
    expect(await page.locator(".errors a").getAttribute("href")).toBe(`#${first}`);
    expect((await town.stored()).some((one) => one.submission === submission)).toBe(false);
    expect(await submissionOf(page)).toBe(submission);
    await page.locator("main fieldset [value=ref]").first().check();
    await page.locator("button.send").click();
    await page.waitForURL(/stored=1/);
    expect((await stored(submission)).submission).toBe(submission);
  },
);

test("an empty form of a resident is taken: every question may be skipped", async () => {
  for (const of of [link, "aaaaa4"]) {
    const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
    await page.goto(`${server.origin}/s/${of}?lang=en`);
    const submission = await submissionOf(page);
    await page.locator("button.send").click();
    await page.waitForURL(/thanks/);
    expect((await stored(submission)).submission).toBe(submission);
  }
});

test("what a clerk copies is never too fast", async () => {
  const page = await sit("aaaaa3");
  const submission = await submissionOf(page);
  for (let press = 0; press < 8; press++) await page.keyboard.press("1");
  await page.locator("button.send").click();
  await page.waitForURL(/stored=1/);
  expect((await stored(submission)).flags).toEqual([]);
});

test("the whole survey fits one screen, each option with its key", async () => {
  const page = await sit("aaaaa2");
  expect(await page.evaluate("document.documentElement.scrollHeight")).toBeLessThanOrEqual(1_300);
  const key = await page.evaluate("getComputedStyle(document.querySelector('.options label'), '::before').content");
  expect(key).toContain("counter(option");
});

test("keys typed into a field are text, and a wrong answer does not lose the rest", async () => {
  const page = await sit("aaaaa2");
  const field = page.locator("textarea, [type=text]:not([name^=_])").first();
  if ((await field.count()) > 0) {
    await field.fill("");
    await field.press("2");
    expect(await field.inputValue()).toBe("2");
  }
});

test("a resident's own device gets none of this", async () => {
  const text = await (await fetch(`${server.origin}/s/${link}?stored=1`)).text();
  expect(text).not.toContain(keysScript);
  expect(text).not.toContain("@counter-style");
  expect(text).not.toContain("Stored. Here is a new form.");
});
