import { type Html, html, raw } from "../html/html.ts";
import { type Strings, strings } from "../language/strings.ts";
import type { Area, Department, Survey } from "../survey/department.ts";
import type { Condition, Instrument, Question } from "../survey/instrument.ts";
import { asked } from "../survey/questions.ts";
import { addresses } from "./addresses.ts";
import { dayInLanguage, inLanguage } from "./in-language.ts";
import { leftToRightRuns } from "./left-to-right-runs.ts";
import { apartKeys, optionKeys } from "./option-keys.ts";
import { paperStyle } from "./paper-style.ts";

export interface PaperView {
  readonly language: string;
  readonly size: "A4" | "letter";
  readonly department: Department;
  readonly survey: Survey;
  readonly areas: readonly Area[];
  readonly instrument: Instrument;
  /** End of the wave, ms since 1970: forms have to be back on the day before. */
  readonly closes: number;
  /** The public address, for where results will be; not said without one. */
  readonly base?: string | undefined;
}

interface Choice {
  readonly value: string | number;
  readonly label: string;
}

/** A list of areas longer than this is written by hand. */
const mostAreas = 30;
const day = 86_400_000;

/**
 * The instrument as a form to print, with the key beside each option that a clerk presses for it on a page of mode `paper`.
 * One HTML document without anything from elsewhere; the browser prints it.
 */
export function paperForm(view: PaperView): string {
  const { language, department, survey, instrument, closes, size, base } = view;
  const say = strings(language);
  const date = (instant: number): string => dayInLanguage(instant, say.language, department.timeZone);
  const sponsor = inLanguage(survey.sponsor, say.language);
  const contact = department.contact && inLanguage(department.contact, say.language);
  const kept = date(closes + survey.retentionDays * day);
  return String(html`<!doctype html>
<html lang="${say.language}" dir="${say.direction}">
<head>
<meta charset="utf-8">
<title>${inLanguage(survey.title, say.language)}</title>
<style>@page{size:${size};margin:14mm}${raw(paperStyle)}</style>
</head>
<body>
<header><h1>${inLanguage(survey.title, say.language)}</h1><p>${inLanguage(department.name, say.language)}</p></header>
${department.demo ? html`<p class="note">${say("demo")}</p>` : ""}<main>
<section class="note">
<p>${say("consent-who", { sponsor })} ${say("consent-stored")} ${say("consent-seen", { date: kept })}</p>
<p><b>${say("paper-how")}.</b> ${say("paper-how-text")}</p>
<p><b>${say("paper-return", { date: date(closes - 1) })}</b> ${contact ? html`${say("contact")} <bdi>${leftToRightRuns(say, contact)}</bdi>` : ""}</p>
${base === undefined ? "" : html`<p>${say("results-at")} <bdi dir="ltr">${base}${addresses.results(department, survey.id, say.language)}</bdi></p>`}
</section>
<div class="columns">
${
  survey.samplingMode.invited === undefined
    ? ""
    : html`<section><h2 class="q">${say("code")}</h2><p class="write short"></p></section>
`
}${parts(view, say)}</div>
</main>
<footer>${instrument.id} · ${say.language} · ${survey.id}</footer>
</body>
</html>
`);
}

function parts({ instrument, areas }: PaperView, say: Strings): readonly (Html | "")[] {
  const shown = asked(instrument).filter(({ question }) => question.type !== "area" || areas.length > 0);
  const numbers = new Map(shown.map(({ question }, at) => [question.id, at + 1]));
  return instrument.items.map((item) => {
    const hint = item.hint && inLanguage(item.hint, say.language);
    const small = hint ? html`<p class="hint">${hint}</p>` : "";
    if (item.type === "group") return html`<h2>${inLanguage(item.text, say.language)}</h2>${small}\n`;
    if (item.type === "note") return html`<p>${inLanguage(item.text, say.language)}</p>${small}\n`;
    const number = numbers.get(item.id);
    if (number === undefined) return "";
    const when = shown
      .find(({ question }) => question === item)
      ?.shownIf.map((condition) => conditionText(condition, instrument, numbers, say))
      .filter((text) => text !== "");
    return html`<section><h2 class="q"><b>${number}</b> ${inLanguage(item.text, say.language)}</h2>
${when?.length ? html`<p class="hint">➜ ${when.join("; ")}</p>` : ""}${hint ? small : item.type === "choices" ? html`<p class="hint">${say("choose-several")}</p>` : ""}${answerSpace(item, instrument, areas, say)}</section>
`;
  });
}

/** Which answer to which question leads here, in numbers and the options' own words: `3: Yes / No`. */
function conditionText(
  condition: Condition,
  instrument: Instrument,
  numbers: ReadonlyMap<string, number>,
  say: Strings,
): string {
  if (!("in" in condition)) return "";
  const question = asked(instrument).find(({ question }) => question.id === condition.item)?.question;
  if (question === undefined) return "";
  const labels = choicesOf(question, instrument, [], say)
    .filter(({ value }) => condition.in.includes(value))
    .map(({ label }) => label);
  return labels.length === 0 ? "" : `${numbers.get(question.id)}: ${labels.join(" / ")}`;
}

function choicesOf(
  question: Question,
  instrument: Instrument,
  areas: readonly Area[],
  say: Strings,
): readonly Choice[] {
  switch (question.type) {
    case "scale":
      return (instrument.scales[question.scale]?.options ?? []).map(({ value, label }) => ({
        value,
        label: inLanguage(label, say.language),
      }));
    case "choice":
    case "choices":
      return question.options.map(({ value, label }) => ({ value, label: inLanguage(label, say.language) }));
    case "area":
      return areas.length > mostAreas ? [] : areas.map(({ id, name }) => ({ value: id, label: name }));
    default:
      return [];
  }
}

function answerSpace(question: Question, instrument: Instrument, areas: readonly Area[], say: Strings): Html {
  const choices = choicesOf(question, instrument, areas, say);
  const shape = question.type === "choices" ? "box square" : "box";
  const box = (label: string, key: string) =>
    html`<li><span class="${shape}"></span><small>${key}</small> ${label}</li>`;
  const apart = (question.offers ?? []).map((code) =>
    box(say(code === "dk" ? "dont-know" : "prefer-not"), apartKeys[code]),
  );
  const space =
    choices.length > 0
      ? html`<ul>${choices.map(({ label }, at) => box(label, optionKeys[at] ?? ""))}</ul>`
      : question.type === "text"
        ? html`<p class="write"></p><p class="write"></p>`
        : html`<p class="write short"></p>`;
  return html`${space}${apart.length > 0 ? html`<ul class="apart">${apart}</ul>` : ""}`;
}
