import type { ProtectedEstimates } from "../disclosure/protected-estimates.ts";
import { type Html, html } from "../html/html.ts";
import { resultStrings } from "../language/result-strings.ts";
import type { Department, Survey } from "../survey/department.ts";
import type { Language } from "../survey/instrument.ts";
import { feedFile } from "./feed.ts";
import type { Manifest } from "./manifest.ts";
import { type PublishedSurvey, textIn } from "./published-survey.ts";
import { type ReleaseFile, textFile } from "./release-file.ts";
import { releaseFolder, resultsFolder } from "./release-folders.ts";
import { demoNote, resultDocument } from "./report/document.ts";
import type { ListedRelease } from "./report/release-table.ts";
import { releasesPage } from "./report/releases-page.ts";
import { reportPage } from "./report/report-page.ts";
import { dayName } from "./report/wave-name.ts";

/** A release in the survey's ledger. */
export interface LedgerEntry {
  readonly release: string;
  /** ISO instant. */
  readonly published: string;
  readonly supersedes?: string;
  /** Waves that it prints for the first time or again. */
  readonly brought: readonly string[];
  /** Only a tombstone is left of it. */
  readonly removed?: boolean;
}

const page = (path: string, text: string): ReleaseFile => textFile(path, "text/html; charset=utf-8", text);

/**
 * The result pages of a survey in each of its languages: `results/{department}/{survey}/index.html` in the first, the others in a
 * folder named by the language; beside each, `releases/index.html` lists every release, and `feed.xml` tells of them.
 * @param manifest of the release that is shown; none before the first
 * @param ledger   oldest first
 * @param publicUrl where the public sees the installation, where that is known
 */
export function surveyPages(
  estimates: ProtectedEstimates,
  published: PublishedSurvey,
  manifest: Pick<Manifest, "release" | "files"> | undefined,
  ledger: readonly LedgerEntry[],
  publicUrl?: string,
): readonly ReleaseFile[] {
  const { department, survey } = published;
  const folder = resultsFolder(department.id, survey.id);
  const releases = listedReleases(published, ledger);
  const href = manifest ? `/${releaseFolder(department.id, survey.id, manifest.release)}` : "";
  const data = { href, sizes: new Map(manifest?.files.map(({ path, bytes }) => [path, bytes])) };
  const places = department.languages.map((language, at) => ({
    language,
    path: at === 0 ? folder : `${folder}${language}/`,
  }));
  return places.flatMap(({ language, path }) => {
    const others = (below: string) =>
      places
        .filter((other) => other.language !== language)
        .map((other) => ({ language: other.language, href: `/${other.path}${below}` }));
    const list = `${path}releases/`;
    const feeds = feedFile(estimates, published, releases, { language, folder: path, publicUrl });
    const feed = feeds.length > 0 ? { feed: `/${path}feed.xml` } : {};
    return [
      ...feeds,
      page(
        `${path}index.html`,
        reportPage(estimates, published, {
          language,
          data,
          languages: others(""),
          releases,
          list: `/${list}`,
          ...feed,
          publicUrl,
        }),
      ),
      page(
        `${list}index.html`,
        releasesPage(estimates, published, {
          language,
          languages: others("releases/"),
          releases,
          results: `/${path}`,
          ...feed,
        }),
      ),
    ];
  });
}

/** Newest first, each with what it added and what it printed again. */
function listedReleases({ department, survey }: PublishedSurvey, ledger: readonly LedgerEntry[]): ListedRelease[] {
  const before = new Set<string>();
  const listed = ledger.map(({ release, published, supersedes = null, brought, removed = false }): ListedRelease => {
    const again = brought.filter((wave) => before.has(wave));
    const added = brought.filter((wave) => !before.has(wave));
    for (const wave of brought) before.add(wave);
    return {
      release,
      published,
      href: `/${releaseFolder(department.id, survey.id, release)}`,
      added,
      again,
      supersedes,
      removed,
    };
  });
  return listed.toReversed();
}

/** `calendar.json` beside the pages: when results were, are and will be due, and what became of them. */
export function calendarFile({
  department,
  survey,
  calendar = [],
}: Pick<PublishedSurvey, "department" | "survey" | "calendar">): ReleaseFile {
  const waves = calendar.map((entry) => `  ${JSON.stringify(entry)}`).join(",\n");
  const text = `{"department":${JSON.stringify(department.id)},"survey":${JSON.stringify(survey.id)},"waves":[\n${waves}\n]}\n`;
  return textFile(`${resultsFolder(department.id, survey.id)}calendar.json`, "application/json", text);
}

export interface ListedSurvey {
  readonly department: Department;
  readonly survey: Survey;
  /** The newest. */
  readonly release: Pick<LedgerEntry, "published">;
}

/** `results/index.html`: every survey of this installation, in each department's first language. */
export function resultsIndex(surveys: readonly ListedSurvey[]): ReleaseFile {
  const language = surveys[0]?.department.languages[0] ?? "en";
  const say = resultStrings(language);
  const departments = Map.groupBy(surveys, ({ department }) => department.id);
  const title = say("all-results");
  const main = [...departments.values()].map((listed) => {
    const department = listed[0]?.department;
    const tongue = department?.languages[0] ?? language;
    const spoken = resultStrings(tongue);
    return html`<section lang="${tongue}" dir="${spoken.direction}"><h2>${textIn(department?.name, tongue)}</h2>${department?.demo ? demoNote(spoken) : ""}<div class="tiles">${listed.map((one) => surveyTile(one, tongue))}</div></section>`;
  });
  return page(
    "results/index.html",
    resultDocument(say, {
      title,
      description: `${title}: ${surveys.map(({ survey }) => textIn(survey.title, language)).join(", ")}`,
      // Others beside a made-up department are real: it says so in its own entry.
      demo: false,
      languages: [],
      header: html`<h1>${title}</h1>`,
      main: html`${main}`,
    }),
  );
}

function surveyTile({ department, survey, release }: ListedSurvey, language: Language): Html {
  const say = resultStrings(language);
  const address = `/${resultsFolder(department.id, survey.id)}`;
  return html`<div class="tile"><h3><a href="${address}">${textIn(survey.title, language)}</a></h3><p class="quiet">${textIn(survey.population, language)}</p><p>${say("column-released")}: ${dayName(release.published, language)}</p><p class="quiet"><a href="${address}releases/">${say("release-list")}</a></p></div>`;
}
