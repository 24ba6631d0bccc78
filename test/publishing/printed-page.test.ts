import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { protect } from "../../lib/disclosure/protect.ts";
import { resultStrings } from "../../lib/language/result-strings.ts";
import { interfaceLanguages } from "../../lib/language/strings.ts";
import { surveyPages } from "../../lib/publishing/results-pages.ts";
import { openBrowser } from "../browser.ts";
import { published, smallEstimates } from "./small-report.ts";

const pageOf = (...url: readonly string[]): string => {
  const pages = surveyPages(protect(smallEstimates()), published, { release: "r1", files: [] }, [], ...url);
  return String(Buffer.from(pages.find(({ path }) => path === "results/riverton/trust/index.html")!.bytes));
};

let browser: Browser;
let page: Page;
beforeAll(async () => {
  browser = await openBrowser();
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
});
afterAll(() => browser.close());

const textOf = (selector: string) =>
  page.evaluate<string>(`document.querySelector(${JSON.stringify(selector)}).innerText`);
const isSeen = (selector: string) =>
  page.evaluate<boolean>(`document.querySelector(${JSON.stringify(selector)})?.checkVisibility() ?? false`);

test("paper says which parts it leaves out and where they are; the screen does not", async () => {
  await page.setContent(pageOf());
  expect(await isSeen(".not-printed")).toBe(false);
  await page.emulateMedia({ media: "print" });
  expect(await textOf(".not-printed")).toBe(
    "Not on this printout: Answers, Quality, Wording of the questions, and Files. See /results/riverton/trust/.",
  );
  // What it names is what is left out, and nothing else that has a place in the contents.
  const left = await page.evaluate<string[]>(
    "[...document.querySelectorAll('main > section')].filter((one) => !one.checkVisibility()).map(({ id }) => id)",
  );
  expect(left).toEqual(["answers", "quality", "releases"]);
  await page.setContent(pageOf("https://survey.example.org"));
  expect(await textOf(".not-printed")).toContain("See https://survey.example.org/results/riverton/trust/.");
  await page.emulateMedia({ media: "screen" });
});

test("a verdict has the colour of the text, not that of a stream", async () => {
  await page.setContent(pageOf());
  const colours = await page.evaluate<string[]>(
    "[...new Set([...document.querySelectorAll('.sign')].map((sign) => getComputedStyle(sign).color))]",
  );
  expect(colours).toEqual([await page.evaluate("getComputedStyle(document.body).color")]);
});

test("a question stands clear of its bar", async () => {
  const gap = `Math.min(...[...document.querySelectorAll(".answers")].map((figure) =>
    figure.querySelector(".stack, .withheld-bar").getBoundingClientRect().top - figure.querySelector("h3").getBoundingClientRect().bottom))`;
  expect(await page.evaluate(gap)).toBeGreaterThanOrEqual(6);
});

test.each(interfaceLanguages)("in %s a verdict is named as Method explains it", (language) => {
  const say = resultStrings(language);
  for (const verdict of ["verdict-up", "verdict-down"] as const)
    expect(say("method-change").toLocaleLowerCase(language)).toContain(say(verdict).toLocaleLowerCase(language));
});
