import type { ProtectedEstimates } from "../../disclosure/protected-estimates.ts";
import { html } from "../../html/html.ts";
import type { Language } from "../../survey/instrument.ts";
import type { PublishedSurvey } from "../published-survey.ts";
import { feedElement, type LanguageLink, resultDocument } from "./document.ts";
import { expectation, feedLink, type ListedRelease, releaseTable } from "./release-table.ts";
import { Results } from "./results.ts";

/** A page that lists every release of a survey with what changed, and every one that was due and did not come. */
export function releasesPage(
  estimates: ProtectedEstimates,
  published: PublishedSurvey,
  options: {
    readonly language: Language;
    readonly languages: readonly LanguageLink[];
    /** Newest first. */
    readonly releases: readonly ListedRelease[];
    /** Address of the results. */
    readonly results: string;
    /** Address of the feed, where there is one. */
    readonly feed?: string;
  },
): string {
  const results = new Results(estimates, published, options.language);
  const { say } = results;
  const { department, survey } = published;
  const title = `${say("release-list")}: ${results.text(survey.title)} – ${results.text(department.name)}`;
  return resultDocument(say, {
    title,
    description: say("release-list-lead"),
    demo: department.demo ?? false,
    languages: options.languages,
    head: feedElement(options.feed),
    header: html`<p class="owner">${results.text(department.name)}</p><p class="survey"><a href="${options.results}">${results.text(survey.title)}</a></p>`,
    main: html`<section class="summary"><h1>${say("release-list")}</h1><p class="lead">${say("release-list-lead")}</p><p>${say("releases-lead")}</p>${expectation(results)}${releaseTable(results, options.releases)}${feedLink(results, options.feed)}<p><a href="${options.results}">${say("back-to-results")}</a></p></section>`,
    footer: html`<p>${say("footer", { licence: survey.licence })}</p>`,
  });
}
