import type { ProtectedEstimates } from "../disclosure/protected-estimates.ts";
import { html, raw } from "../html/html.ts";
import { resultStrings } from "../language/result-strings.ts";
import type { Department, Survey } from "../survey/department.ts";
import type { Language } from "../survey/instrument.ts";
import type { Manifest } from "./manifest.ts";
import { type PublishedSurvey, textIn } from "./published-survey.ts";
import { type ReleaseFile, textFile } from "./release-file.ts";
import { releaseFolder } from "./release-folders.ts";
import type { ListedRelease } from "./report/release-section.ts";
import { reportPage } from "./report/report-page.ts";
import { style } from "./report/style.ts";

/** A release in the survey's ledger, with what its manifest says of it. */
export interface LedgerEntry {
  readonly release: string;
  /** ISO instant. */
  readonly published: string;
  readonly supersedes?: string;
  /** Waves that it prints for the first time or again. */
  readonly brought: readonly string[];
}

const page = (path: string, text: string): ReleaseFile => textFile(path, "text/html; charset=utf-8", text);

/**
 * The result pages of a survey in each of its languages: `results/{department}/{survey}/index.html` in the first, the others in a
 * folder named by the language.
 * @param ledger oldest first; the last is the release that is shown
 */
export function surveyPages(
  estimates: ProtectedEstimates,
  published: PublishedSurvey,
  release: string,
  ledger: readonly LedgerEntry[],
): readonly ReleaseFile[] {
  const { department, survey } = published;
  const folder = `results/${department.id}/${survey.id}/`;
  const data = `/${releaseFolder(department.id, survey.id, release)}`;
  const releases = ledger.toReversed().map(
    (entry): ListedRelease => ({
      release: entry.release,
      published: entry.published,
      href: `/${releaseFolder(department.id, survey.id, entry.release)}`,
      waves: entry.brought,
      supersedes: entry.supersedes ?? null,
    }),
  );
  const path = (language: Language, at: number) => (at === 0 ? folder : `${folder}${language}/`);
  return department.languages.map((language, at) => {
    const languages = department.languages
      .map((other, index) => ({ language: other, href: `/${path(other, index)}` }))
      .filter((other) => other.language !== language);
    return page(
      `${path(language, at)}index.html`,
      reportPage(estimates, published, { language, data, languages, releases }),
    );
  });
}

export interface ListedSurvey {
  readonly department: Department;
  readonly survey: Survey;
}

/** `results/index.html`: every survey of this installation that has results, in each department's first language. */
export function resultsIndex(surveys: readonly ListedSurvey[]): ReleaseFile {
  const language = surveys[0]?.department.languages[0] ?? "en";
  const say = resultStrings(language);
  const departments = Map.groupBy(surveys, ({ department }) => department.id);
  const demo = surveys.some(({ department }) => department.demo);
  const title = say("all-results");
  const list = [...departments.values()].map((listed) => {
    const department = listed[0]?.department;
    const tongue = department?.languages[0] ?? language;
    return html`<section lang="${tongue}"><h2>${textIn(department?.name, tongue)}</h2><ul>${listed.map(({ survey }) => html`<li><a href="/results/${department?.id}/${survey.id}/">${textIn(survey.title, tongue)}</a></li>`)}</ul></section>`;
  });
  return page(
    "results/index.html",
    String(
      html`${raw("<!doctype html>")}<html lang="${language}" dir="${say.direction}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${title}</title><style>${raw(style)}</style></head><body>${demo ? html`<aside class="demo"><p><strong>${say("demo")}</strong> ${say("demo-text")}</p></aside>` : ""}<header><h1>${title}</h1></header><main>${list}</main></body></html>\n`,
    ),
  );
}

/** What a release brought, by comparing its waves with those of the release before. */
export function broughtBy(manifest: Manifest): readonly string[] {
  return [...new Set(manifest.inputs.filter(({ fresh }) => fresh).map(({ wave }) => wave))];
}
