import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { protect } from "../../lib/disclosure/protect.ts";
import { interfaceLanguages } from "../../lib/language/strings.ts";
import type { PublishedSurvey } from "../../lib/publishing/published-survey.ts";
import { trendPictures } from "../../lib/publishing/report/trend-pictures.ts";
import { openBrowser } from "../browser.ts";
import { published, smallEstimates } from "./small-report.ts";

const { department, survey } = published;
const pictureIn = (language: string, survey: PublishedSurvey = published): string => {
  const one = { ...survey, department: { ...survey.department, languages: [language] } };
  return Buffer.from(trendPictures(protect(smallEstimates()), one)[0]!.bytes).toString();
};
const wordsOf = (svg: string): string =>
  [...svg.matchAll(/<text class="(?:title|quiet|ink)"[^>]*>([^<]*)/g)].map(([, text]) => text).join(" ");

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

test("a picture keeps what it would lose with its page", () => {
  const words = wordsOf(pictureIn("en"));
  for (const kept of [
    "Riverton Police – Trust survey",
    "Trust: 62.0 of 100. No detectable change since March 2026.",
    "Mean score of 3 questions.",
    "People invited at random",
    "People who used an open link (opt-in)",
    "small sample",
    "A – \u2068Feb 15, 2026: &lt;script&gt;alert(1)&lt;/script&gt;\u2069",
    "April 2026: 62.0 (95% interval 59.3 to 64.7, n about 410).",
    "People were drawn at random among adults in Riverton.",
    "This department is made up",
    "CC0-1.0 · /results/riverton/trust/",
  ])
    expect(words).toContain(kept);
});

test("one per primary measure, none before the first wave", () => {
  expect(trendPictures(protect(smallEstimates()), published).map(({ path }) => path)).toEqual([
    "figure-trend-trust.svg",
  ]);
  expect(trendPictures(protect([]), published)).toEqual([]);
});

test("it needs no page: no variable, no script, nothing from elsewhere", () => {
  expect(pictureIn("en").replaceAll('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(
    /var\(|<script|href|url\(|@import|https?:/,
  );
});

test("in every language it is well-formed, and every word is on the sheet and at no line's wrong end", async () => {
  const long =
    "A very long name of a department that no line of a picture can hold, so that it has to be broken (twice)";
  const odd = {
    ...published,
    department: { ...department, name: { en: `${long} \u0001&` } },
    survey: { ...survey, title: { en: `<b>"${long}"</b>.` } },
  };
  const page = await browser.newPage();
  for (const language of interfaceLanguages) {
    const svg = pictureIn(language, odd);
    const { faults, off, lines } = await page.evaluate<{ faults: number; off: string[]; lines: string[] }>(`(() => {
      const parsed = new DOMParser().parseFromString(${JSON.stringify(svg)}, "image/svg+xml");
      const root = document.body.appendChild(document.importNode(parsed.documentElement, true));
      const sheet = root.getBoundingClientRect();
      const texts = [...root.querySelectorAll("text")];
      const off = texts.filter((one) => { const box = one.getBoundingClientRect(); return box.left < sheet.left - 1 || box.right > sheet.right + 1 || box.bottom > sheet.bottom; });
      const answer = { faults: parsed.querySelectorAll("parsererror").length, off: off.map((one) => one.textContent), lines: texts.map((one) => one.textContent) };
      root.remove();
      return answer;
    })()`);
    expect([language, faults, off]).toEqual([language, 0, []]);
    expect(lines.filter((line) => /^[.,;:)、。，」]/.test(line))).toEqual([]);
  }
  await page.close();
});
