import type { ProtectedEstimates, PublishedRow } from "../../disclosure/protected-estimates.ts";
import { type Html, html, raw } from "../../html/html.ts";
import { formattingLocale } from "../../language/formatting-locale.ts";
import type { Language, Measure } from "../../survey/instrument.ts";
import { aboutDataset } from "../dataset/about.ts";
import { datasetJsonLd } from "../dataset/json-ld.ts";
import { type PublishedSurvey, textIn } from "../published-survey.ts";
import { resultsFolder } from "../release-folders.ts";
import { answerSection } from "./answer-section.ts";
import { areaSection } from "./area-section.ts";
import { feedElement, type LanguageLink, resultDocument } from "./document.ts";
import type { DataFolder } from "./downloads.ts";
import { groupSection } from "./group-section.ts";
import { methodSection } from "./method-section.ts";
import { qualitySection } from "./quality-section.ts";
import { releaseSection } from "./release-section.ts";
import { expectation, type ListedRelease } from "./release-table.ts";
import { representationSection } from "./representation-section.ts";
import { Results } from "./results.ts";
import { askedBelow } from "./score-wording.ts";
import { trendSection } from "./trend-section.ts";
import { unansweredSentence } from "./unanswered.ts";
import { changeWords, verdictBadge, verdictOf, verdictSentence } from "./verdict.ts";
import { dayName, fieldDates, waveName } from "./wave-name.ts";

export interface ReportOptions {
  readonly language: Language;
  readonly data: DataFolder;
  readonly languages: readonly LanguageLink[];
  /** Newest first; none in the report inside a release. */
  readonly releases: readonly ListedRelease[];
  /** In the report inside a release: how many there are with it. */
  readonly sequence?: number;
  /** Address of the page that lists every release. */
  readonly list?: string;
  /** Address of the feed, where there is one. */
  readonly feed?: string;
  /** Where the public sees the installation, such as `https://survey.example.org`, where that is known. */
  readonly publicUrl?: string | undefined;
}

/**
 * The trend report of a survey: one page without script that reads, prints and resizes well.
 * @param estimates only what `protect()` made
 */
export function reportPage(estimates: ProtectedEstimates, published: PublishedSurvey, options: ReportOptions): string {
  const results = new Results(estimates, published, options.language);
  const { say, newest } = results;
  const { department, survey } = published;
  const title = `${results.text(survey.title)}: ${say("results")} – ${results.text(department.name)}`;
  const parts = {
    trends: trendSection(results, options.data),
    areas: areaSection(results, options.data),
    groups: groupSection(results, options.data),
    answers: answerSection(results, options.data),
    who: representationSection(results, options.data),
    quality: qualitySection(results, options.data),
    method: methodSection(results),
    releases: releaseSection(results, options),
  };
  const there = Object.entries(parts).flatMap(([part, section]) => (String(section) === "" ? [] : [part]));
  const body = newest
    ? html`${which(results, options)}${summary(results, options)}${contents(results, options, new Set(there))}${Object.values(parts)}`
    : html`<section class="summary"><h2>${say("nothing-yet")}</h2>${expectation(results)}</section>`;
  return resultDocument(say, {
    title,
    description: newest ? headline(results) : say("nothing-yet"),
    demo: department.demo ?? false,
    languages: options.languages,
    head: html`${dataset(results, options)}<link rel="alternate" type="text/csv" href="${options.data.href}estimates.csv">${feedElement(options.feed)}`,
    header: html`<p class="owner">${results.text(department.name)}</p><h1>${results.text(survey.title)}</h1>`,
    main: body,
    footer: html`${named(results, options)}${notPrinted(results, options, new Set(there))}<p>${say("footer", { licence: survey.licence })}</p>`,
  });
}

/**
 * On top of the report inside a release, which never changes: which one it is, and the address at which the survey's newest results
 * always are. Its name is its hash and its day is in no file of it, so it has a number and its newest wave.
 */
function which(results: Results, { sequence }: ReportOptions): Html {
  const { say, newest, language, published } = results;
  if (sequence === undefined || !newest) return html``;
  const { department, survey } = published;
  const address = `/${resultsFolder(department.id, survey.id)}`;
  const wave = waveName(newest, language, department.timeZone);
  return html`<p class="which">${say("which-release", { sequence: results.number(sequence), wave })} ${say("newer-results")} <a href="${address}"><bdi>${address}</bdi></a></p>`;
}

/** Which release this is and where it stays: paper has no address line. A release cannot name itself, as its name is its hash. */
function named({ say, language }: Results, { releases: [shown], publicUrl }: ReportOptions): Html {
  if (!shown) return html``;
  const { release, href, published } = shown;
  const address = publicUrl === undefined ? undefined : new URL(href, publicUrl).href;
  return html`<p>${say("column-release")} <a href="${href}report.html"><bdi>${release}</bdi></a>, ${dayName(published, language)}${address === undefined ? "" : html` · <bdi>${address}</bdi>`}</p>`;
}

/** Paper leaves out what is long or to be clicked: it says so, and where it is. */
function notPrinted(results: Results, { releases, publicUrl }: ReportOptions, there: ReadonlySet<string>): Html {
  const { say, newest, language, published } = results;
  if (!newest) return html``;
  const parts = (["answers", "quality"] as const).filter((part) => there.has(part)).map((part) => say(part));
  const names = [...parts, say("questions"), say(releases.length > 0 ? "releases" : "files")];
  const list = new Intl.ListFormat(formattingLocale(language), { type: "conjunction" }).format(names);
  const path = `/${resultsFolder(published.department.id, published.survey.id)}`;
  const address = publicUrl === undefined ? path : new URL(path, publicUrl).href;
  return html`<p class="not-printed">${say("not-printed", { list, address })}</p>`;
}

/** For search engines of data. A block of data is not run, and the page's policy lets none run. */
function dataset({ estimates, published, measures, language }: Results, { data }: ReportOptions): Html {
  const methods = [...new Set(estimates.waves.map(({ method }) => method))];
  const names = measures.map(({ label }) => textIn(label, language));
  const json = datasetJsonLd(aboutDataset(estimates, published), data.href, names, methods);
  return html`<script type="application/ld+json">${raw(json)}</script>`;
}

function headline(results: Results): string {
  const { newest, primary } = results;
  return newest ? primary.map((measure) => verdictSentence(results, newest, measure)).join(" ") : "";
}

/** What a reader takes away: a sentence, when and from whom, and a tile per primary measure. */
function summary(results: Results, { list }: ReportOptions): Html {
  const { say, newest, primary, language, published } = results;
  if (!newest) return html``;
  const { timeZone } = published.department;
  const [first] = primary;
  const weighted = published.survey.margins.length > 0 ? "summary-lead" : "summary-lead-unweighted";
  const lead = newest.n === null ? "summary-lead-withheld" : weighted;
  return html`<section class="summary" aria-labelledby="headline"><h2 id="headline">${first ? verdictSentence(results, newest, first) : ""}</h2>
<p class="lead">${say(lead, {
    wave: waveName(newest, language, timeZone),
    dates: fieldDates(newest, language, timeZone),
    n: results.number(newest.n ?? 0),
    population: results.text(published.survey.population),
  })}</p>
<div class="tiles">${primary.map((measure) => {
    const row = results.row(newest, { measure: measure.id });
    const number =
      row && row.suppressed === ""
        ? html`<p class="big"><span>${results.value(row.value, row)}</span> <small>${say("of-100")}</small></p><p>${results.basis(row)}</p>`
        : html`<p class="big"><span>–</span></p><p>${say(`suppressed-${row?.suppressed || "not-asked"}`)}</p>`;
    const unanswered = unansweredSentence(results, measure);
    return html`<div class="tile"><h3>${results.text(measure.label)}</h3>${number}${askedBelow(results, measure)}${unanswered === "" ? "" : html`<p class="quiet">${unanswered}</p>`}<p>${verdictBadge(results, verdictOf(results, newest, row))}</p>${detectable(results, row)}${sinceLastYear(results, measure)}</div>`;
  })}</div><p class="base">${results.sampling?.recruited} ${results.sampling?.precision}</p>${list === undefined ? "" : expectation(results)}</section>`;
}

/** How large a change would have been seen, where none was: silence over too few answers is no stability. */
function detectable(results: Results, row: PublishedRow | undefined): Html {
  if (row?.change_verdict !== "no-detectable-change" || row.detectable_change === null) return html``;
  return html`<p class="quiet">${results.say("detectable", { points: results.value(row.detectable_change, row) })}</p>`;
}

/** Against the same wave a year before: season and all. */
function sinceLastYear(results: Results, { id }: Measure): Html {
  const { newest, language, published } = results;
  const change = newest && results.yearChange(newest, id);
  const before = results.estimates.waves.find(({ wave }) => wave === change?.compared_with);
  const words = change && changeWords(results, change, change);
  if (!before || !words) return html``;
  const sentence = results.say("tile-year-before", {
    wave: waveName(before, language, published.department.timeZone),
    ...words,
  });
  return html`<p class="quiet">${sentence} ${verdictBadge(results, change.change_verdict)}</p>`;
}

/** Links to the parts that the page has. */
function contents({ say }: Results, { releases }: ReportOptions, there: ReadonlySet<string>): Html {
  const all = ["trends", "areas", "groups", "answers", "who", "quality", "method"] as const;
  const parts = all.filter((part) => there.has(part));
  const titles = { who: "who-answered" } as const;
  return html`<nav class="contents" aria-label="${say("contents")}">${parts.map((part) => html`<a href="#${part}">${say(part === "who" ? titles.who : part)}</a> `)}${releases.length > 0 ? html`<a href="#releases">${say("releases")}</a>` : ""}</nav>`;
}
