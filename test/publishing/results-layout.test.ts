import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeRelease } from "../../lib/publishing/release.ts";
import { resultsIndex, surveyPages } from "../../lib/publishing/results-pages.ts";
import { openBrowser } from "../browser.ts";
import { largeReport } from "./large-report.ts";
import { sha256 } from "./riverbend.ts";

const { estimates, published } = await largeReport({ months: 14, districts: 9 });
/** Right to left, and the one with the longest words. */
const languages = ["en", "ar", "pl"];
const survey = { ...published, department: { ...published.department, languages } };
const facts = { previous: null, supersedes: null, sequence: 1, program: { name: "p", version: "0" }, inputs: [] };
const { manifest, files } = makeRelease(estimates, survey, facts, sha256);
const ledger = estimates.waves
  .filter(({ stream }) => stream === "invited")
  .map(({ wave, closes }) => ({ release: `${wave}-0123456789ab`, published: closes, brought: [wave] }));
const all = [
  ...surveyPages(estimates, survey, manifest, ledger),
  resultsIndex([{ ...survey, release: ledger[0]! }]),
  ...files.filter(({ path }) => path === "report.html"),
].map(({ path, bytes }) => [path, String(Buffer.from(bytes))] as const);
const pages = all.flatMap(([path, text]) => (/trust\/(..\/)?index\.html$/.test(path) ? [text] : []));
const others = all.filter(([path]) => /^(report\.html|results\/index\.html|.*\/ar\/releases\/index\.html)$/.test(path));

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** Runs in the page: texts of neighbouring cells that meet, and texts that the table's frame cuts off. */
const collisions = `(() => {
  const found = [];
  for (const table of document.querySelectorAll("table.intervals")) {
    const frame = table.closest(".scroll").getBoundingClientRect();
    for (const line of table.querySelectorAll("tr")) {
      const texts = [...line.children].flatMap((cell) => {
        const words = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
        const boxes = [];
        while (words.nextNode()) {
          if (words.currentNode.parentElement.closest(".hidden, .ticks")) continue;
          const range = document.createRange();
          range.selectNodeContents(words.currentNode);
          for (const box of range.getClientRects()) if (box.width > 0) boxes.push({ cell, box, text: range.toString() });
        }
        return boxes;
      });
      for (const { cell, box, text } of texts) {
        if (box.left < frame.left - 0.5 || box.right > frame.right + 0.5) found.push("cut off: " + text);
        for (const other of texts)
          if (other.cell !== cell && other.box.left < box.right - 1 && box.left < other.box.right - 1 && other.box.top < box.bottom - 2 && box.top < other.box.bottom - 2)
            found.push(text + " over " + other.text);
      }
    }
  }
  return [...new Set(found)];
})()`;

/** Runs in the page: how far the line of everybody reaches out of a plot that has numbers above it, in pixels. */
const strikes = `Math.max(...[...document.querySelectorAll(".intervals tr")].map((line) => {
  const track = line.querySelector(".track");
  const isStacked = track && line.firstElementChild.getBoundingClientRect().bottom <= track.getBoundingClientRect().top + 1;
  return isStacked ? -Number.parseFloat(getComputedStyle(track, "::after").top) : 0;
}))`;

/** Runs in the page: links whose box is lower than 24 px, or meets that of another (WCAG 2.5.8). */
const smallTargets = `(() => {
  const links = [...document.querySelectorAll("a:not(.skip)")].filter((link) => link.checkVisibility()).map((link) => ({ link, boxes: [...link.getClientRects()] }));
  const meets = (a, b) => a.left < b.right - 0.5 && b.left < a.right - 0.5 && a.top < b.bottom - 0.5 && b.top < a.bottom - 0.5;
  return links.flatMap(({ link, boxes }, at) => [
    ...(boxes.some(({ height }) => height < 24) ? ["low: " + link.outerHTML] : []),
    ...(links.slice(at + 1).some((other) => other.boxes.some((box) => boxes.some((one) => meets(one, box)))) ? ["covered: " + link.outerHTML] : []),
  ]);
})()`;

describe.each(languages.map((language, at) => [language, pages[at]!] as const))("in %s", (_, text) => {
  test.each([320, 360, 768, 960, 1280])(
    "at %i px no number of a table is cut off, printed over or struck through, no link too small",
    async (width) => {
      const page = await browser.newPage({ viewport: { width, height: 900 } });
      await page.setContent(text);
      await page.evaluate("document.querySelectorAll('details').forEach((details) => (details.open = true))");
      expect(await page.evaluate(collisions)).toEqual([]);
      expect(await page.evaluate<number>(strikes)).toBeLessThanOrEqual(0);
      expect(await page.evaluate(smallTargets)).toEqual([]);
      await page.close();
    },
  );
});

test.each(others)("no link of %s is too small", async (_, text) => {
  const page = await browser.newPage({ viewport: { width: 360, height: 640 } });
  await page.setContent(text);
  expect(await page.evaluate(smallTargets)).toEqual([]);
  await page.setViewportSize({ width: 1280, height: 900 });
  expect(await page.evaluate(smallTargets)).toEqual([]);
  await page.close();
});

test("the numbers of a chart fit a desk's screen, and on a phone their frame shows that there is more", async () => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.setContent(pages[0]!);
  await page.evaluate("document.querySelectorAll('details').forEach((details) => (details.open = true))");
  const cut =
    "[...document.querySelectorAll('.large .scroll')].filter((frame) => frame.scrollWidth > frame.clientWidth).length";
  expect(await page.evaluate(cut)).toBe(0);
  await page.setViewportSize({ width: 360, height: 640 });
  expect(await page.evaluate(cut)).toBeGreaterThan(0);
  // The shade at an edge stays while its cover scrolls along with the table: it is seen while there is more on that side.
  const shade = "getComputedStyle(document.querySelector('.large .scroll')).backgroundAttachment";
  expect(await page.evaluate(shade)).toBe("local, local, scroll, scroll");
  await page.close();
});
