import { brotliCompressSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { interfaceLanguages, strings } from "../../lib/language/strings.ts";
import { statusPage } from "../../lib/pages/status-page.ts";
import { offeredLanguages, type SurveyPageView, surveyPage } from "../../lib/pages/survey-page.ts";
import { builtInInstrument } from "../../lib/survey/built-in-instruments.ts";
import type { Text } from "../../lib/survey/instrument.ts";
import { instrumentTexts } from "../../lib/survey/instrument-translation.ts";
import { areas, department, link, survey, version, wave } from "../functions/resident-town.ts";

const core = builtInInstrument("core-1")!;
const inAll = (words: string): Text => Object.fromEntries(interfaceLanguages.map((language) => [language, words]));

/** A page of a department that speaks every language; its own names say nothing, so that all words are the program's. */
const view = (language: string): SurveyPageView => ({
  language,
  department: { ...department, languages: interfaceLanguages, name: inAll("0"), contact: inAll("0") },
  survey: { ...survey, title: inAll("0"), sponsor: inAll("0") },
  areas,
  instrument: core,
  version,
  wave,
  link,
  submission: "5f".repeat(16),
  token: "mjuvpn40.9c0e",
  given: new URLSearchParams(),
  refused: [],
});

const sizes = new Map(
  interfaceLanguages.map((language) => [language, brotliCompressSync(surveyPage(view(language)).html).length]),
);

describe.each(interfaceLanguages)("in %s", (language) => {
  const { html } = surveyPage(view(language));

  test("the survey page with all thirteen languages to choose from is one screenful of network packets", () => {
    expect(sizes.get(language)).toBeLessThanOrEqual(14_000);
  });

  test("it says its language and direction", () => {
    expect(html).toContain(`<html lang="${language}" dir="${language === "ar" ? "rtl" : "ltr"}">`);
  });

  test("every question and answer is in the language, and no English one is left", () => {
    const shown = html.replaceAll("&#39;", "'");
    for (const [name, text] of instrumentTexts({ scales: core.scales, items: core.items })) {
      expect(shown, name).toContain(text[language]);
      if (language !== "en" && text.en!.length > 20 && text.en !== text[language])
        expect(shown, name).not.toContain(`>${text.en}<`);
    }
  });

  test("dates are written as the language writes them", () => {
    const june = {
      en: "June",
      es: "junio",
      ru: "июня",
      pl: "czerwca",
      ar: "يونيو",
      vi: "tháng 6",
      ht: "juin",
      tl: "Hunyo",
    };
    expect(html).toContain(
      june[language as keyof typeof june] ?? (language === "fr" ? "juin" : language === "pt" ? "junho" : "6"),
    );
    expect(html).not.toMatch(language === "en" ? /never/ : /June/);
  });

  test("a page that cannot be found speaks it too", () => {
    expect(statusPage({ status: 404, language, department: undefined, link: undefined }).html).toContain(
      strings(language)("not-found-title").replaceAll("'", "&#39;"),
    );
  });
});

test("a department offers its own languages, in its order, and no other", () => {
  const spoken = { ...department, languages: ["vi", "en"] };
  expect(offeredLanguages(spoken, core)).toEqual(["vi", "en"]);
  const { html } = surveyPage({ ...view("vi"), department: spoken });
  expect(html.match(/name="_lang" value="[^"]+"/g)).toEqual(['name="_lang" value="vi"', 'name="_lang" value="en"']);
});
