import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { surveyPages } from "../../lib/publishing/results-pages.ts";
import { openBrowser } from "../browser.ts";
import { largeReport } from "./large-report.ts";

const { estimates, published } = await largeReport({ months: 7, districts: 9 });
/** Right to left, and the one with the longest words. */
const languages = ["en", "ar", "pl"];
const pages = surveyPages(
  estimates,
  { ...published, department: { ...published.department, languages } },
  { release: "r1", files: [] },
  [],
).flatMap(({ path, bytes }) => (/trust\/(..\/)?index\.html$/.test(path) ? [String(Buffer.from(bytes))] : []));

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

describe.each(languages.map((language, at) => [language, pages[at]!] as const))("in %s", (_, text) => {
  test.each([320, 360, 768, 960, 1280])(
    "at %i px no number of a table is cut off, printed over or struck through",
    async (width) => {
      const page = await browser.newPage({ viewport: { width, height: 900 } });
      await page.setContent(text);
      await page.evaluate("document.querySelectorAll('details').forEach((details) => (details.open = true))");
      expect(await page.evaluate(collisions)).toEqual([]);
      expect(await page.evaluate<number>(strikes)).toBeLessThanOrEqual(0);
      await page.close();
    },
  );
});
