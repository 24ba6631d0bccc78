import { type Html, html } from "../html/html.ts";
import { type Strings, strings } from "../language/strings.ts";
import type { RefusedField } from "../problems/survey.ts";
import { secondsPerQuestion } from "../survey/answering-time.ts";
import type { Area, Department, Survey } from "../survey/department.ts";
import type { Instrument, Item, Question } from "../survey/instrument.ts";
import { codeIsNeeded, codePattern } from "../survey/letter-code.ts";
import type { Link } from "../survey/link.ts";
import { questions } from "../survey/questions.ts";
import { rotatedItems } from "../survey/rotated-items.ts";
import type { Wave } from "../survey/wave.ts";
import { addresses } from "./addresses.ts";
import { idleNotice, isDense, modeParts } from "./answering-modes.ts";
import { conditionRules } from "./condition-rules.ts";
import { dayInLanguage, inLanguage } from "./in-language.ts";
import { leftToRightRuns } from "./left-to-right-runs.ts";
import { type Page, page } from "./page.ts";
import { promise } from "./promise.ts";
import { canRefuse, questionFieldset, refusalText } from "./question.ts";
import { resultsAddress } from "./results-address.ts";
import { skipRules } from "./skip-rules.ts";
import { stepTemplate } from "./step-template.ts";
import { surveyScript } from "./survey-script.ts";

/** Fields of the form that belong to the page, not to the answers. */
export const pageFields = {
  submission: "_submission",
  wave: "_wave",
  instrument: "_instrument",
  token: "_page",
  language: "_language",
  /** The button that changes it. */
  changeLanguage: "_lang",
  code: "_code",
  /** Signed, see `lib/survey/receipt.ts`. */
  receipt: "_receipt",
  /** Nobody sees it: whoever fills it in is a program. */
  trap: "_website",
} as const;

export interface SurveyPageView {
  readonly language: string;
  readonly department: Department;
  readonly survey: Survey;
  readonly areas: readonly Area[];
  readonly instrument: Instrument;
  /** Hash of the instrument. */
  readonly version: string;
  readonly wave: Wave;
  readonly link: string;
  /** How people answer over the link; a script keeps nothing on a device that many use. Default: `web`. */
  readonly mode?: Link["mode"];
  readonly submission: string;
  /** Signed making time, see `lib/survey/page-token.ts`. */
  readonly token: string;
  /** Signed, see `lib/survey/receipt.ts`; undefined where the survey gives none. */
  readonly receipt?: string | undefined;
  /** Fields of an earlier form; empty on a new page. */
  readonly given: URLSearchParams;
  readonly refused: readonly RefusedField[];
  /** What happened since the page was first shown. */
  readonly notice?: "survey-changed" | "wave-changed" | "stored-next" | undefined;
  /** What became of the letter code. */
  readonly codeFault?: "code-refused" | "code-required" | undefined;
  /** It came back because nothing at all was answered. */
  readonly isBlank?: boolean;
}

/** Languages in which a survey can be answered: those of the department that the instrument and the interface have. */
export function offeredLanguages(department: Department, instrument: Instrument): readonly string[] {
  const spoken = instrument.languages.filter((language) => strings(language).language === language);
  const wanted = department.languages.filter((language) => spoken.includes(language));
  return wanted.length > 0 ? wanted : spoken.length > 0 ? spoken : ["en"];
}

/**
 * The survey as one document: consent, every question, nothing preselected, works without a script. What came back is kept, and
 * what was refused is listed on top with a link to each field.
 */
export function surveyPage(view: SurveyPageView): Page {
  const { department, survey, instrument, link, wave } = view;
  const say = strings(view.language);
  const title = inLanguage(survey.title, say.language);
  const hasLanguages = offeredLanguages(department, instrument).length > 1;
  const faulty = view.refused.length > 0 || view.codeFault !== undefined || view.isBlank === true;
  const mode = view.mode ?? "web";
  const parts = modeParts(mode);
  const rules = skipRules(instrument);
  const code = codeField(view, say);
  const isTyped = code !== "" || questionsOf(view).some((question) => canRefuse(question, view.areas));
  const script = isDense(mode) ? "" : surveyScript(rules.length > 0 ? "branching" : isTyped ? "typed" : "plain");
  const main = html`${banners(say, department, wave)}${idleNotice(say, mode)}<form method="post" action="${addresses.survey(link, say.language)}" novalidate${mode === "web" ? "" : html` autocomplete="off"`}>
<button class="default" tabindex="-1" aria-hidden="true">${say("send")}</button>
${faulty ? errorSummary(view, say) : ""}${languageButtons(view, say)}${view.notice ? html`<p class="banner" role="status">${say(view.notice)}</p>` : ""}<h1>${title}</h1>
${consent(view, say)}${code}${items(view, say)}${hidden(view)}<div class="end"><p class="hint">${promise(say, "send-note")} ${promise(say, "withdraw")}</p>
<button class="send">${say("send")}</button></div>
${script && stepTemplate({ say, mode, rules, count: questionsOf(view).length, secondsPerQuestion: secondsOf(view), hasLanguages })}</form>`;
  return page({
    say,
    title: faulty ? say("error-title", { title }) : title,
    owner: inLanguage(department.name, say.language),
    main,
    footer: contactLine(say, department, survey),
    rules: conditionRules(instrument) + parts.rules,
    scripts: parts.scripts,
    module: script || undefined,
  });
}

/** Says what must be said on top: made-up data, a trial. */
export function banners(say: Strings, department: Department | undefined, wave: Wave | undefined): Html {
  const banner = (text: string) => html`<p class="banner">${text}</p>`;
  return html`${department?.demo ? banner(say("demo")) : ""}${wave?.trial ? banner(say("trial")) : ""}`;
}

/** Whom to ask, and the helpline of a survey that has one; undefined where there is neither. */
export function contactLine(say: Strings, { contact }: Department, survey?: Survey): Html | undefined {
  const helpline = inLanguage(survey?.helpline, say.language);
  if (!contact && !helpline) return undefined;
  return html`${contact && html`<p>${say("contact")} <bdi>${leftToRightRuns(say, inLanguage(contact, say.language))}</bdi></p>`}${helpline && html`<p><bdi>${leftToRightRuns(say, helpline)}</bdi></p>`}`;
}

function languageButtons({ department, instrument }: SurveyPageView, say: Strings): Html | "" {
  const offered = offeredLanguages(department, instrument);
  if (offered.length < 2) return "";
  return html`<div class="languages" role="group" aria-label="${say("languages")}">${offered.map(
    (language) =>
      html`<button name="${pageFields.changeLanguage}" value="${language}" lang="${language}"${language === say.language ? html` aria-current="true"` : ""}>${strings(language).title}</button>`,
  )}</div>
`;
}

function errorSummary(view: SurveyPageView, say: Strings): Html {
  const { refused, instrument, codeFault, isBlank } = view;
  const all = questions(instrument);
  const entries = refused.map((field) => {
    const question = all.find(({ id }) => id === field.field);
    const text = refusalText(say, question, field);
    if (!question) return html`<li>${text}</li>`;
    return html`<li><a href="#${question.id}">${inLanguage(question.text, say.language)}</a> ${text}</li>`;
  });
  if (codeFault) entries.unshift(html`<li><a href="#${pageFields.code}">${say("code")}</a> ${say(codeFault)}</li>`);
  if (isBlank) {
    const shown = questionsOf(view);
    const said = say("answered", { number: 0, count: shown.length });
    entries.push(html`<li><a href="#${shown[0]?.id}-question">${said}</a></li>`);
  }
  return html`<div class="errors" role="alert" tabindex="-1" autofocus>
<h2>${say("problems-title", { count: entries.length })}</h2>
<ul>${entries}</ul>
</div>
`;
}

/** Each question, on average. */
const secondsOf = (view: SurveyPageView): number =>
  Math.round(secondsPerQuestion(view.instrument, questionsOf(view)) * 10) / 10;

function consent(view: SurveyPageView, say: Strings): Html {
  const { survey, department, wave } = view;
  const minutes = Math.max(1, Math.round((questionsOf(view).length * secondsOf(view)) / 60));
  const sponsor = inLanguage(survey.sponsor, say.language);
  const date = dayInLanguage(wave.expires * 1000, say.language, department.timeZone);
  return html`<section class="panel">
<h2>${say("before-you-start")}</h2>
<p>${say("consent-who", { sponsor })} ${promise(say, "consent-effort", { minutes })}</p>
<p>${promise(say, "consent-stored")} ${promise(say, "consent-seen", { date })}</p>
<p>${say("results-at")} ${resultsAddress(say, department, survey, view.mode)}</p>
</section>
`;
}

/** Nobody carries a letter to a kiosk: it asks for the code only where nothing can be answered without. */
function codeField({ survey, mode, given, codeFault }: SurveyPageView, say: Strings): Html | "" {
  const isNeeded = codeIsNeeded(survey);
  if (survey.samplingMode.invited === undefined || (mode === "kiosk" && !isNeeded)) return "";
  const { code } = pageFields;
  return html`<div class="field${codeFault ? " wrong" : ""}">
<label class="legend" for="${code}">${say("code")}</label>
<p class="hint" id="${code}-hint">${isNeeded ? say("code-needed") : promise(say, "code-hint")}</p>
<p class="error" id="${code}-error">${codeFault && say(codeFault)}</p>
<input type="text" class="code" id="${code}" name="${code}" value="${given.get(code) ?? ""}" maxlength="40" autocomplete="off" autocapitalize="characters" spellcheck="false" aria-describedby="${code}-hint ${code}-error" pattern="${codePattern}"${isNeeded && html` required`} data-refusal="${say(isNeeded ? "code-required" : "code-refused")}"${codeFault && html` aria-invalid="true"`}>
</div>
`;
}

/** Those of the page: nobody is asked for an area where there are none. */
function questionsOf(view: SurveyPageView): readonly Question[] {
  return itemsOf(view).filter((item): item is Question =>
    item.type === "area" ? view.areas.length > 0 : item.type !== "note" && item.type !== "group",
  );
}

/** In the order of this page; that of a clerk's page is that of the paper. */
function itemsOf({ instrument, submission, mode }: SurveyPageView): readonly Item[] {
  return mode === "paper" ? instrument.items : rotatedItems(instrument, submission);
}

function items(view: SurveyPageView, say: Strings): readonly (Html | "")[] {
  const { instrument, areas, given, refused } = view;
  const shown = questionsOf(view);
  return itemsOf(view).map((item) => {
    if (item.type === "group" || item.type === "note") {
      const hint = item.hint ? html`<p class="hint">${inLanguage(item.hint, say.language)}</p>` : "";
      const text = inLanguage(item.text, say.language);
      return html`<div class="part" id="${item.id}-part"${item.type === "group" ? html` data-items="${item.items.join(" ")}"` : ""}>${item.type === "group" ? html`<h2>${text}</h2>` : html`<p>${text}</p>`}${hint}</div>
`;
    }
    const number = shown.indexOf(item) + 1;
    if (number === 0) return "";
    return questionFieldset({
      say,
      instrument,
      areas,
      question: item,
      number,
      count: shown.length,
      given: given.getAll(item.id),
      refused: refused.find(({ field }) => field === item.id),
    });
  });
}

function hidden({ submission, wave, version, token, receipt, language, given }: SurveyPageView): Html {
  const { trap } = pageFields;
  const fields = [
    [pageFields.submission, submission],
    [pageFields.wave, wave.wave],
    [pageFields.instrument, version],
    [pageFields.token, token],
    [pageFields.language, language],
    ...(receipt === undefined ? [] : [[pageFields.receipt, receipt] as const]),
  ] as const;
  return html`<div class="trap" aria-hidden="true"><label>${strings(language)("leave-empty")}<input type="text" name="${trap}" value="${given.get(trap) ?? ""}" tabindex="-1" autocomplete="off"></label></div>
${fields.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" autocomplete="off">`)}
`;
}
