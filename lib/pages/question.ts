import { type Html, html } from "../html/html.ts";
import type { Strings } from "../language/strings.ts";
import type { RefusedField } from "../problems/survey.ts";
import type { Area } from "../survey/department.ts";
import type { Instrument, Question } from "../survey/instrument.ts";
import { inLanguage } from "./in-language.ts";
import { wholeNumberPattern } from "./whole-number-pattern.ts";

export interface QuestionView {
  readonly say: Strings;
  readonly instrument: Instrument;
  readonly areas: readonly Area[];
  readonly question: Question;
  /** Its place among the questions of the page, from 1. */
  readonly number: number;
  readonly count: number;
  /** What came back for it, as a form sends it. */
  readonly given: readonly string[];
  readonly refused: RefusedField | undefined;
}

interface Choice {
  readonly value: string;
  readonly label: string;
}

/** More areas than a screen holds are a list that opens. */
const mostRadios = 9;

/** One question as a group: its text, its answers, and “don't know” and “prefer not to answer” apart from them. Nothing is preselected. */
export function questionFieldset(view: QuestionView): Html {
  const { say, question, number, count, refused } = view;
  const { id } = question;
  const hint = hintOf(view);
  const error = refused ? refusalText(say, question, refused) : "";
  // What a script finds wrong is written into the same place.
  const hasError = error !== "" || canRefuse(question, view.areas);
  const described = [hint && `${id}-hint`, hasError && `${id}-error`].filter(Boolean).join(" ");
  return html`<fieldset id="${id}-question"${refused ? html` class="wrong"` : ""}${described ? html` aria-describedby="${described}"` : ""}>
<legend><small>${say("progress", { number, count })}</small>${inLanguage(question.text, say.language)}</legend>
${hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : ""}${hasError && html`<p class="error" id="${id}-error">${error}</p>`}${control(view)}${apart(view)}</fieldset>
`;
}

/** Why an answer was not taken, and what would be. */
export function refusalText(say: Strings, question: Question | undefined, { code }: RefusedField): string {
  if (question?.type === "integer") {
    const { min, max } = question;
    return say(code, { min, max, example: Math.max(min, Math.min(max, 42)) });
  }
  return say(code, { most: question?.type === "text" ? question.maxLength : 0, min: "", max: "", example: "" });
}

/** Whether the fields of a question tell a browser what they do not take: a number out of range, no answer where one has to be. */
export function canRefuse(question: Question, areas: readonly Area[]): boolean {
  return question.type === "integer" || (question.required === true && hasRadios(question, areas));
}

/** What a script says then. */
function refusalBySight({ say, question, areas }: QuestionView): string {
  if (!canRefuse(question, areas)) return "";
  const says = (code: RefusedField["code"]) => refusalText(say, question, { code, field: "", reason: "" });
  return question.type === "integer" ? `${says("not-a-number")} ${says("out-of-range")}` : says("required");
}

/** Whether one of several answers is chosen on the page itself. */
function hasRadios({ type }: Question, areas: readonly Area[]): boolean {
  return type === "scale" || type === "choice" || (type === "area" && areas.length <= mostRadios);
}

function hintOf({ say, question }: QuestionView): string {
  if (question.hint) return inLanguage(question.hint, say.language);
  if (question.type === "choices") return say("choose-several");
  if (question.type === "integer") return say("whole-number", { min: question.min, max: question.max });
  return question.type === "text" ? say("text-hint", { most: question.maxLength }) : "";
}

function control(view: QuestionView): Html {
  const { say, question, given, refused, instrument, areas } = view;
  const { id } = question;
  const values = given.filter((value) => !question.offers?.includes(value as "dk" | "ref"));
  const invalid = refused ? html` aria-invalid="true"` : "";
  switch (question.type) {
    case "scale": {
      const options = instrument.scales[question.scale]?.options ?? [];
      return choices(
        view,
        "radio",
        options.map(({ value, label }) => ({ value: `${value}`, label: inLanguage(label, say.language) })),
      );
    }
    case "choice":
    case "choices": {
      const options = question.options.map(({ value, label }) => ({ value, label: inLanguage(label, say.language) }));
      return choices(view, question.type === "choice" ? "radio" : "checkbox", options);
    }
    case "area": {
      const options = areas.map((area) => ({ value: area.id, label: area.name }));
      return hasRadios(question, areas) ? choices(view, "radio", options) : list(view, options, values);
    }
    case "integer":
      return html`<input type="text" inputmode="numeric" autocomplete="off" size="8" id="${id}" name="${id}" value="${values[0] ?? ""}" aria-label="${inLanguage(question.text, say.language)}" pattern="${wholeNumberPattern(question.min, question.max)}" data-refusal="${refusalBySight(view)}"${invalid}>`;
    case "text":
      // The first line end after the tag is not part of the text.
      return html`<textarea id="${id}" name="${id}" rows="4" maxlength="${question.maxLength}" autocomplete="off" aria-label="${inLanguage(question.text, say.language)}"${invalid}>
${values[0] ?? ""}</textarea>`;
  }
}

function choices(view: QuestionView, type: "radio" | "checkbox", options: readonly Choice[]): Html {
  const { id } = view.question;
  const { given, refused } = view;
  const refusal = refusalBySight(view);
  return html`<div class="options">${options.map(
    ({ value, label }, at) =>
      html`<label><input type="${type}" name="${id}" value="${value}"${at === 0 && refused && html` id="${id}"`}${at === 0 && refusal && html` required data-refusal="${refusal}"`}${given.includes(value) ? html` checked` : ""}>${label}</label>`,
  )}</div>`;
}

function list({ say, question }: QuestionView, options: readonly Choice[], values: readonly string[]): Html {
  const { id, text } = question;
  return html`<select id="${id}" name="${id}" aria-label="${inLanguage(text, say.language)}"><option value="">${say("choose-area")}</option>${options.map(
    ({ value, label }) =>
      html`<option value="${value}"${values.includes(value) ? html` selected` : ""}>${label}</option>`,
  )}</select>`;
}

/** Beside radios they are radios of the same group; beside anything else they can only be boxes. */
function apart({ say, question, given, areas }: QuestionView): Html | "" {
  const { id, offers = [] } = question;
  if (offers.length === 0) return "";
  return html`<div class="apart">${offers.map(
    (code) =>
      html`<label><input type="${hasRadios(question, areas) ? "radio" : "checkbox"}" name="${id}" value="${code}"${given.includes(code) ? html` checked` : ""}>${say(code === "dk" ? "dont-know" : "prefer-not")}</label>`,
  )}</div>`;
}
