import type { ShownRow } from "../../disclosure/protected-estimates.ts";
import { type Html, html } from "../../html/html.ts";
import { formattingLocale } from "../../language/formatting-locale.ts";
import type { Results } from "./results.ts";
import { fieldDates } from "./wave-name.ts";

/** The method in plain words, with what the disclosure standards of AAPOR ask for, and the wording of every question. */
export function methodSection(results: Results): Html {
  const { say, newest, published, language } = results;
  if (!newest) return html``;
  const { survey, department } = published;
  const locale = formattingLocale(language);
  const lists = new Intl.ListFormat(locale, { type: "conjunction" });
  const margins = lists.format(survey.margins.map((margin) => results.groupName(margin)));
  const languages = new Intl.DisplayNames(locale, { type: "language" });
  const spoken = lists.format(department.languages.map((tag) => languages.of(tag) ?? tag));
  const items: readonly (readonly [string, string])[] = [
    [say("aapor-sponsor"), results.text(survey.sponsor)],
    [say("aapor-dates"), fieldDates(newest, language, department.timeZone)],
    [say("aapor-population"), results.text(survey.population)],
    [say("aapor-recruited"), say(`sampling-${newest.samplingMode}`)],
    [say("aapor-languages"), spoken],
    [say("aapor-n"), newest.n === null ? say("withheld") : results.number(newest.n)],
    [say("aapor-weights"), margins === "" ? say("no-weights") : say("weights", { margins })],
    [say("aapor-precision"), precision(results)],
    ...(department.contact ? [[say("aapor-contact"), results.text(department.contact)] as const] : []),
  ];
  return html`<section id="method"><h2>${say("method")}</h2>
<dl class="facts">${items.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
<p>${say("method-scores")}</p><p>${say("method-change")}</p><p>${say("method-withheld")}</p><p>${say("method-streams")}</p>
<details><summary>${say("questions")}</summary><ol class="questions">${results.instrument.measures
    .flatMap(({ items: ids }) => ids)
    .filter((id, at, all) => all.indexOf(id) === at)
    .map((id) => html`<li>${results.text(results.item(id)?.text)}</li>`)}</ol></details></section>`;
}

/** A margin of error is said only of a random sample; elsewhere what the number assumes is said with it. */
export function precision(results: Results): string {
  const { say, newest, primary } = results;
  const row = newest && primary[0] ? results.row(newest, { measure: primary[0].id }) : undefined;
  if (!newest || !row || row.suppressed !== "") return say("withheld");
  return say(`precision-${newest.samplingMode}`, {
    points: results.number(halfWidth(row)),
    deff: row.deff === null ? "–" : results.number(row.deff),
    measure: results.text(primary[0]?.label),
    population: results.text(results.published.survey.population),
  });
}

const halfWidth = ({ value, ci_low, ci_high }: ShownRow): number =>
  Math.round(10 * Math.max(value - ci_low, ci_high - value)) / 10;
