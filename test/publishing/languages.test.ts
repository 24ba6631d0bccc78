import { expect, test } from "vitest";
import { protect } from "../../lib/disclosure/protect.ts";
import { resultStrings } from "../../lib/language/result-strings.ts";
import { interfaceLanguages } from "../../lib/language/strings.ts";
import { surveyPages } from "../../lib/publishing/results-pages.ts";
import { published, smallEstimates } from "./small-report.ts";

const estimates = protect(smallEstimates());
const english = resultStrings("en");
const confidence = { confidence: "95" };
const inAll = { ...published, department: { ...published.department, languages: interfaceLanguages } };
const pages = new Map(
  surveyPages(estimates, inAll, { release: "r1", files: [] }, []).map(
    ({ path, bytes }) => [path, Buffer.from(bytes).toString()] as const,
  ),
);
const folder = `results/${inAll.department.id}/${inAll.survey.id}/`;
const pageIn = (language: string): string =>
  pages.get(`${folder}${language === interfaceLanguages[0] ? "" : `${language}/`}index.html`) ?? "";

test.each(interfaceLanguages)(
  "the report in %s says its language and direction, and says it in that language",
  (language) => {
    const page = pageIn(language);
    const say = resultStrings(language);
    expect(page).toContain(`<html lang="${language}" dir="${language === "ar" ? "rtl" : "ltr"}">`);
    for (const key of [
      "trends-lead",
      "method-scores",
      "method-change",
      "method-withheld",
      "column-interval",
    ] as const) {
      expect(page, key).toContain(say(key, confidence).replaceAll("'", "&#39;"));
      if (say(key, confidence) !== english(key, confidence)) expect(page, key).not.toContain(english(key, confidence));
    }
    expect(page).not.toMatch(/NaN|undefined|\[object/);
  },
);

test("languages are named in themselves", () => {
  const page = pageIn("en");
  for (const name of ["Español", "简体中文", "العربية", "Kreyòl ayisyen"]) expect(page).toContain(`>${name}</a>`);
});

test("a chart runs from left to right in every language, as its numbers are placed for that", () => {
  expect(pageIn("ar")).toMatch(/svg\{[^}]*direction:ltr/);
});
