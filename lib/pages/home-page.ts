import { type Html, html } from "../html/html.ts";
import { interfaceLanguages, type Strings, strings } from "../language/strings.ts";
import type { Department, Survey } from "../survey/department.ts";
import { addresses } from "./addresses.ts";
import { inLanguage } from "./in-language.ts";
import { type Page, page } from "./page.ts";
import { banners } from "./survey-page.ts";

export interface SurveyOnHome {
  readonly department: Department;
  readonly survey: Survey;
  /** A public link to it; undefined where none has been made. */
  readonly link: string | undefined;
  /** Whether anything has been published yet. */
  readonly hasResults: boolean;
}

/** The start page: who is this for, and the surveys, results and files of this installation. */
export function homePage(language: string, surveys: readonly SurveyOnHome[]): Page {
  const say = strings(language);
  const title = say("home-title");
  return page({
    say,
    title,
    rules: ".links{list-style:none;padding:0}",
    main: html`${otherLanguages(say, surveys)}<h1>${title}</h1>
<p>${say("home-lead")}</p>
${surveys.length === 0 ? html`<div class="panel"><p>${say("home-empty")}</p></div>` : html`<ul class="links">${surveys.map((survey) => entry(say, survey))}</ul>`}`,
    footer: html`<p><a href="/api/v1/openapi.json">${say("home-api")}</a>${surveys.some(({ survey }) => survey.receipts) && html` · <a href="${addresses.check(say.language)}">${say("check-title")}</a>`}</p>`,
  });
}

/** Those that the departments speak; all where there is none yet. */
function otherLanguages(say: Strings, surveys: readonly SurveyOnHome[]): Html {
  const spoken = new Set(surveys.flatMap(({ department }) => department.languages));
  const links = interfaceLanguages
    .filter((language) => language !== say.language && (spoken.size === 0 || spoken.has(language)))
    .map((language) => html`<a href="/?lang=${language}" lang="${language}">${strings(language).title}</a>`);
  return html`<p class="languages">${links}</p>
`;
}

function entry(say: Strings, { department, survey, link, hasResults }: SurveyOnHome): Html {
  const { language } = say;
  const results = html`<p><a href="${addresses.results(department, survey.id, language)}">${say("results-so-far")}</a> · <a href="${addresses.data(department.id, survey.id)}">${say("home-data")}</a></p>`;
  return html`<li class="panel"><h2>${inLanguage(department.name, language)}</h2>
${banners(say, department, undefined)}<p>${inLanguage(survey.title, language)}</p>
${link ? html`<p><a class="button" href="${addresses.survey(link, language)}">${say("to-survey")}</a></p>` : ""}${hasResults ? results : ""}</li>
`;
}
