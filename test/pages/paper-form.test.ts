import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { interfaceLanguages } from "../../lib/language/strings.ts";
import { optionKeys } from "../../lib/pages/option-keys.ts";
import { type PaperView, paperForm } from "../../lib/pages/paper-form.ts";
import { builtInInstrument } from "../../lib/survey/built-in-instruments.ts";
import { questions } from "../../lib/survey/questions.ts";
import { openBrowser } from "../browser.ts";
import { areas, department, survey } from "../functions/resident-town.ts";

const core1 = builtInInstrument("core-1", interfaceLanguages)!;
const view: PaperView = {
  language: "en",
  size: "letter",
  department,
  survey,
  areas,
  instrument: core1,
  closes: Date.parse("2026-04-01T07:00:00Z"),
};
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());

test("every question is there, each option with the key that enters it", () => {
  const form = paperForm(view);
  for (const { text } of questions(core1)) expect(form).toContain(text.en!.replaceAll("'", "&#39;"));
  const first = core1.scales[Object.keys(core1.scales)[0]!]!.options;
  for (const [at, { label }] of first.entries())
    expect(form).toContain(`<small>${optionKeys[at]}</small> ${label.en!.replaceAll("'", "&#39;")}</li>`);
  expect(form).toContain("<small>0</small> Don’t know");
  expect(form).toContain("<small>-</small> Prefer not to answer");
});

test("it says until when forms have to be back, and until when answers are kept", () => {
  const form = paperForm({ ...view, base: "https://survey.riverton.example" });
  expect(form).toContain("https://survey.riverton.example/results/riverton/trust/");
  expect(form).toContain("Give or send this form back by March 31, 2026.");
  expect(form).toContain("Single answers are deleted by June 30, 2026");
});

test("a question that depends on another says on which answer, by its number", () => {
  const [yes, no] = [
    { value: "yes", label: { en: "Yes" } },
    { value: "no", label: { en: "No" } },
  ];
  const instrument: PaperView["instrument"] = {
    id: "small",
    title: { en: "Small" },
    languages: ["en"],
    scales: {},
    items: [
      { id: "a", type: "choice", text: { en: "Contact?" }, options: [yes!, no!] },
      { id: "b", type: "text", maxLength: 100, text: { en: "What?" }, visibleIf: { item: "a", in: ["yes"] } },
      { id: "c", type: "integer", min: 1, max: 9, text: { en: "How often?" } },
    ],
    measures: [],
    demographics: [],
  };
  const form = paperForm({ ...view, instrument });
  expect(form).toContain('<p class="hint">➜ 1: Yes</p><p class="write"></p>');
  expect(form).toContain('<p class="write short"></p>');
});

test("a letter code has its line where there are letters", () => {
  expect(paperForm(view)).not.toContain("Code from your letter");
  const invited = { ...survey, samplingMode: { invited: "probability" } } as const;
  expect(paperForm({ ...view, survey: invited })).toContain("Code from your letter");
});

test.each(interfaceLanguages.flatMap((language) => (["A4", "letter"] as const).map((size) => ({ language, size }))))(
  "in $language on $size it prints on at most four pages, nothing cut off",
  async ({ language, size }) => {
    const page = await browser.newPage({ viewport: { width: 720, height: 1000 } });
    try {
      await page.setContent(paperForm({ ...view, language, size }));
      await page.emulateMedia({ media: "print" });
      expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
      const pdf = await page.pdf({ preferCSSPageSize: true });
      const pages = pdf.toString("latin1").match(/\/Type\s*\/Page[^s]/g)?.length ?? 0;
      expect(pages).toBeGreaterThan(0);
      expect(pages).toBeLessThanOrEqual(4);
    } finally {
      await page.close();
    }
  },
);
