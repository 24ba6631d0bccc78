import type { ProtectedEstimates } from "../../disclosure/protected-estimates.ts";
import { type Html, html, raw } from "../../html/html.ts";
import { resultStrings } from "../../language/result-strings.ts";
import type { Language } from "../../survey/instrument.ts";
import { aboutDataset } from "../dataset/about.ts";
import { datasetJsonLd } from "../dataset/json-ld.ts";
import { type PublishedSurvey, textIn } from "../published-survey.ts";
import { answerSection } from "./answer-section.ts";
import { areaSection } from "./area-section.ts";
import { groupSection } from "./group-section.ts";
import { methodSection, precision } from "./method-section.ts";
import { qualitySection } from "./quality-section.ts";
import { type ListedRelease, releaseSection } from "./release-section.ts";
import { representationSection } from "./representation-section.ts";
import { Results } from "./results.ts";
import { style } from "./style.ts";
import { trendSection } from "./trend-section.ts";
import { verdictBadge, verdictOf, verdictSentence } from "./verdict.ts";
import { fieldDates, waveName } from "./wave-name.ts";

export interface ReportOptions {
  readonly language: Language;
  /** Address of the release's files, with its last slash; empty beside them. */
  readonly data: string;
  /** Other languages of the page and where they lie. */
  readonly languages: readonly { readonly language: Language; readonly href: string }[];
  /** Newest first; none in the report inside a release. */
  readonly releases: readonly ListedRelease[];
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
  const sections = [
    trendSection(results, options.data),
    areaSection(results, options.data),
    groupSection(results, options.data),
    answerSection(results, options.data),
    representationSection(results, options.data),
    qualitySection(results, options.data),
    methodSection(results),
    releaseSection(results, options.data, options.releases),
  ];
  const body = newest
    ? html`${summary(results)}${contents(results, options)}${sections}`
    : html`<p class="lead">${say("nothing-yet")}</p>`;
  return String(
    html`${raw("<!doctype html>")}<html lang="${options.language}" dir="${say.direction}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${title}</title><meta name="description" content="${newest ? headline(results) : say("nothing-yet")}"><style>${raw(style)}</style>${dataset(results, options)}</head><body>
<a class="skip" href="#main">${say("skip-to-content")}</a>
${department.demo ? html`<aside class="demo"><p><strong>${say("demo")}</strong> ${say("demo-text")}</p></aside>` : ""}
<header><p class="owner">${results.text(department.name)}</p><h1>${results.text(survey.title)}</h1>${languageLinks(results, options)}</header>
<main id="main">${body}</main>
<footer><p>${say("footer", { licence: survey.licence })}</p></footer></body></html>\n`,
  );
}

/** For search engines of data. A block of data is not run, and the page's policy lets none run. */
function dataset({ estimates, published, measures, language }: Results, { data }: ReportOptions): Html {
  const methods = [...new Set(estimates.waves.map(({ method }) => method))];
  const names = measures.map(({ label }) => textIn(label, language));
  const json = datasetJsonLd(aboutDataset(estimates, published), data, names, methods);
  return html`<script type="application/ld+json">${raw(json)}</script>`;
}

function headline(results: Results): string {
  const { newest, primary } = results;
  return newest ? primary.map((measure) => verdictSentence(results, newest, measure)).join(" ") : "";
}

function languageLinks({ say }: Results, { languages }: ReportOptions): Html {
  if (languages.length === 0) return html``;
  return html`<nav class="languages" aria-label="${say("languages")}">${languages.map(({ language, href }) => html`<a href="${href}" lang="${language}" hreflang="${language}">${resultStrings(language).title}</a> `)}</nav>`;
}

/** What a reader takes away: a sentence, when and from whom, and a tile per primary measure. */
function summary(results: Results): Html {
  const { say, newest, primary, language, published } = results;
  if (!newest) return html``;
  const { timeZone } = published.department;
  const [first] = primary;
  return html`<section class="summary" aria-labelledby="headline"><h2 id="headline">${first ? verdictSentence(results, newest, first) : ""}</h2>
<p class="lead">${say("summary-lead", {
    wave: waveName(newest, language, timeZone),
    dates: fieldDates(newest, language, timeZone),
    n: newest.n === null ? say("withheld") : results.number(newest.n),
    population: results.text(published.survey.population),
  })}</p>
<div class="tiles">${primary.map((measure) => {
    const row = results.row(newest, { measure: measure.id });
    const number =
      row && row.suppressed === ""
        ? html`<p class="big"><span>${results.number(row.value)}</span> <small>${say("of-100")}</small></p><p>${say("tile-interval", { interval: results.interval(row), n: results.number(row.n) })}</p>`
        : html`<p class="big"><span>–</span></p><p>${say(`suppressed-${row?.suppressed || "not-asked"}`)}</p>`;
    return html`<div class="tile"><h3>${results.text(measure.label)}</h3>${number}<p>${verdictBadge(results, verdictOf(results, newest, row))}</p></div>`;
  })}</div><p class="base">${precision(results)}</p></section>`;
}

function contents({ say }: Results, { releases }: ReportOptions): Html {
  const parts = ["trends", "areas", "groups", "answers", "who", "quality", "method"] as const;
  const titles = { who: "who-answered" } as const;
  return html`<nav class="contents" aria-label="${say("contents")}">${parts.map((part) => html`<a href="#${part}">${say(part === "who" ? titles.who : part)}</a> `)}${releases.length > 0 ? html`<a href="#releases">${say("releases")}</a>` : ""}</nav>`;
}
