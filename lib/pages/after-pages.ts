import { type Html, html } from "../html/html.ts";
import { type Strings, strings } from "../language/strings.ts";
import type { Department, Survey } from "../survey/department.ts";
import type { LinkMode } from "../survey/link.ts";
import { normalizeReceipt, printedReceipt } from "../survey/receipt.ts";
import { openWave, phase, type Wave } from "../survey/wave.ts";
import { addresses } from "./addresses.ts";
import { modeParts, nextPerson } from "./answering-modes.ts";
import { dayInLanguage, inLanguage } from "./in-language.ts";
import { type Page, page } from "./page.ts";
import { resultsAddress } from "./results-address.ts";
import { banners, contactLine } from "./survey-page.ts";

export interface VisitView {
  readonly language: string;
  readonly department: Department;
  readonly survey: Survey;
  /** Waves of the survey, by opening. */
  readonly waves: readonly Wave[];
  readonly link: string;
  /** How people answer over the link. Default: `web`. */
  readonly mode?: LinkMode;
  /** Seconds since 1970. */
  readonly now: number;
  /** After sending: until when the results are to be published, as an ISO instant; undefined where none are promised. */
  readonly resultsDue?: string | undefined;
  /** After sending, where the survey gives receipts. */
  readonly receipt?: string | undefined;
}

/** After sending: that it is stored, when and where the results come, and a way on for the next person at this device. */
export function thanksPage(view: VisitView): Page {
  const { language, department, survey, waves, link, mode = "web", now, resultsDue, receipt } = view;
  const say = strings(language);
  const wave = openWave(waves, now);
  const title = say("thanks-title");
  // A wave ends at an instant that belongs to the next day more often than not: its last day is the one before.
  const last = wave && dayInLanguage(Date.parse(wave.closes) - 1, say.language, department.timeZone);
  // The day that the result pages print for it.
  const due = resultsDue && dayInLanguage(Date.parse(resultsDue), say.language, "UTC");
  return page({
    say,
    title,
    owner: inLanguage(department.name, say.language),
    main: html`${banners(say, department, wave)}<h1>${title}</h1>
<p>${say("thanks-text")}</p>
<div class="panel"><p>${last ? say("thanks-results", { date: last }) : say("results-at")} ${resultsAddress(say, department, survey, mode)}</p>${due && html`<p>${say("thanks-due", { date: due })}</p>`}</div>
${receiptPanel(say, receipt)}<p><a${mode === "kiosk" ? html` class="button"` : ""} href="${mode === "kiosk" ? `/s/${link}` : addresses.someoneElse(link, say.language)}">${say("answer-again")}</a></p>`,
    footer: contactLine(say, department, survey),
    scripts: mode === "kiosk" ? modeParts(mode).scripts : [],
    head: nextPerson(mode, `/s/${link}`),
  });
}

/** When no wave is open: when the next one opens, and where the results are or, before the first release, will be. */
export function betweenPage(view: VisitView, hasResults: boolean): Page {
  const { language, department, survey, waves, mode, now } = view;
  const say = strings(language);
  const next = waves.find((wave) => phase(wave, now) === "planned");
  const date = next && dayInLanguage(Date.parse(next.opens), say.language, department.timeZone);
  const title = say("between-title");
  return page({
    say,
    title: `${title}: ${inLanguage(survey.title, say.language)}`,
    owner: inLanguage(department.name, say.language),
    main: html`${banners(say, department, undefined)}<p class="hint">${inLanguage(survey.title, say.language)}</p>
<h1>${title}</h1>
<p>${date ? say("between-next", { date }) : say("between-none")}</p>
<p>${hasResults ? html`${say("results-so-far")}:` : say("results-at")} ${resultsAddress(say, department, survey, mode)}</p>`,
    footer: contactLine(say, department, survey),
  });
}

/** The receipt as it can be copied by hand; nothing where what came is none. */
function receiptPanel(say: Strings, typed: string | undefined): Html | "" {
  const receipt = typed === undefined ? undefined : normalizeReceipt(typed);
  if (receipt === undefined) return "";
  return html`<div class="panel"><h2>${say("receipt")}</h2><p class="code">${printedReceipt(receipt)}</p>
<p>${say("receipt-use")} <a href="${addresses.check(say.language)}">${say("check-title")}</a></p></div>
`;
}
