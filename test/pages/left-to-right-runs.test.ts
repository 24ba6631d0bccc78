import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { interfaceLanguages, strings } from "../../lib/language/strings.ts";
import { leftToRightRuns } from "../../lib/pages/left-to-right-runs.ts";
import { paperForm } from "../../lib/pages/paper-form.ts";
import { surveyPage } from "../../lib/pages/survey-page.ts";
import { builtInInstrument } from "../../lib/survey/built-in-instruments.ts";
import { openBrowser } from "../browser.ts";
import * as town from "../functions/resident-town.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());

const instrument = builtInInstrument("core-1", interfaceLanguages)!;
const survey = { ...town.survey, helpline: { ar: "للمساعدة: ٩٨٨-١٢٣٤ أو 1-800-273" } };
const department = {
  ...town.department,
  languages: interfaceLanguages,
  contact: { ar: "مكتب شؤون المجتمع، (520) 555-0100، https://riverton.example/office/" },
};
const onScreen = surveyPage({
  language: "ar",
  department,
  survey,
  areas: town.areas,
  instrument,
  version: town.version,
  wave: town.wave,
  link: town.link,
  submission: "5f".repeat(16),
  token: "mjuvpn40.9c0e",
  given: new URLSearchParams(),
  refused: [],
}).html;
const paper = paperForm({
  language: "ar",
  size: "A4",
  department,
  survey,
  areas: town.areas,
  instrument,
  closes: town.closes,
  base: "https://survey.riverton.example",
});

test.each([
  ["the survey's footer", "(520) 555-0100", onScreen],
  ["the survey's footer", "https://riverton.example/office/", onScreen],
  ["the survey's footer", "٩٨٨-١٢٣٤", onScreen],
  ["the survey's footer", "1-800-273", onScreen],
  ["the survey's consent", "/results/riverton/trust/ar/", onScreen],
  ["the form on paper", "(520) 555-0100", paper],
  ["the form on paper", "https://riverton.example/office/", paper],
  ["the form on paper", "https://survey.riverton.example/results/riverton/trust/ar/", paper],
])("in Arabic, in %s, %s has each character to the right of the one before", async (_, run, html) => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, javaScriptEnabled: true });
  try {
    await page.setContent(html);
    // Shown whole and on one line: what is looked at is the order alone.
    await page.addStyleTag({ content: "bdi,bdo,a{white-space:nowrap}.columns{columns:1}" });
    const places = await page.evaluate<number[]>(`(() => {
      const run = ${JSON.stringify(run)};
      const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, (node) =>
        node.parentElement.closest("script,template") ? 2 : 1);
      for (let text; (text = texts.nextNode()); ) {
        const start = text.data.indexOf(run);
        if (start < 0) continue;
        return [...run].map((_, at) => {
          const range = document.createRange();
          range.setStart(text, start + at);
          range.setEnd(text, start + at + 1);
          return Math.round(range.getBoundingClientRect().left);
        });
      }
      return [];
    })()`);
    expect(places).toHaveLength(run.length);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  } finally {
    await page.close();
  }
});

test.each([
  ["مكتب (غرفة 12)", ["12"]],
  ["هاتف: +1 (520) 555-0100.", ["+1 (520) 555-0100"]],
  ["survey@riverton.example أو 555-0100 / 0101", ["survey@riverton.example", "555-0100 / 0101"]],
  ["بلا رقم", []],
])("%s: what is read from left to right begins and ends where it is written", (text, runs) => {
  const parts = [leftToRightRuns(strings("ar"), text)].flat(2).map(String);
  expect(parts.flatMap((part) => /^<bdo dir="ltr">(.*)<\/bdo>$/.exec(part)?.[1] ?? [])).toEqual(runs);
  expect(parts.join("").replaceAll(/<[^>]*>/g, "")).toBe(text);
});
