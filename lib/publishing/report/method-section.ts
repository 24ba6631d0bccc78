import { type Html, html } from "../../html/html.ts";
import { formattingLocale } from "../../language/formatting-locale.ts";
import type { Results } from "./results.ts";
import { sharedQuestions, wordingByScore } from "./score-wording.ts";
import { fieldDates } from "./wave-name.ts";

/** The method in plain words, with what the disclosure standards of AAPOR ask for, and the wording of every question. */
export function methodSection(results: Results): Html {
  const { say, newest, published, language } = results;
  if (!newest) return html``;
  const { survey, department } = published;
  const locale = formattingLocale(language);
  const lists = new Intl.ListFormat(locale, { type: "conjunction" });
  const languages = new Intl.DisplayNames(locale, { type: "language" });
  const spoken = lists.format(department.languages.map((tag) => languages.of(tag) ?? tag));
  const items: readonly (readonly [string, string])[] = [
    [say("aapor-sponsor"), results.text(survey.sponsor)],
    [say("aapor-dates"), fieldDates(newest, language, department.timeZone)],
    [say("aapor-population"), results.text(survey.population)],
    [say("aapor-recruited"), results.sampling?.recruited ?? ""],
    [say("aapor-languages"), spoken],
    [say("aapor-n"), newest.n === null ? say("withheld") : results.number(newest.n)],
    [say("aapor-weights"), results.sampling?.weighting ?? ""],
    [say("aapor-precision"), results.sampling?.precision ?? say("withheld")],
    ...(department.contact ? [[say("aapor-contact"), results.text(department.contact)] as const] : []),
  ];
  const shared = sharedQuestions(results).map((names) => say("shared-questions", { list: lists.format(names) }));
  return html`<section id="method"><h2>${say("method")}</h2>
<dl class="facts">${items.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
<p>${[say("method-scores"), ...shared].join(" ")}</p><p>${say("method-change")} ${say("method-year-before")}</p><p>${say("method-withheld")}</p>${newest.samplingMode === "probability" ? html`<p>${say("method-streams")}</p>` : ""}
<details><summary>${say("questions")}</summary>${wordingByScore(results)}</details></section>`;
}
