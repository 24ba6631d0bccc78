import { html } from "../html/html.ts";
import { type MessageKey, type Strings, strings } from "../language/strings.ts";
import type { Department } from "../survey/department.ts";
import { addresses } from "./addresses.ts";
import { inLanguage } from "./in-language.ts";
import { type Page, page } from "./page.ts";
import { banners, contactLine } from "./survey-page.ts";

type Subject = "not-found" | "used" | "closed" | "too-large" | "unreadable" | "busy" | "unavailable" | "fault";

const subjects: Readonly<Record<number, Subject>> = {
  404: "not-found",
  409: "used",
  410: "closed",
  413: "too-large",
  415: "unreadable",
  422: "unreadable",
  429: "busy",
  503: "unavailable",
};

export interface StatusView {
  readonly status: number;
  readonly language: string;
  /** Whose survey it was, where that is known. */
  readonly department?: Department | undefined;
  /** The link to go on with, where there is one. */
  readonly link?: string | undefined;
}

/** What a resident is told when answers, or a page, cannot be had: what happened, and what to do. */
export function statusPage({ status, language, department, link }: StatusView): Page {
  const say = strings(language);
  const subject = subjects[status] ?? "fault";
  const title = say(`${subject}-title` satisfies MessageKey);
  const on = link !== undefined && (subject === "used" || subject === "unreadable" || subject === "closed");
  return page({
    say,
    title,
    owner: department && inLanguage(department.name, say.language),
    main: html`${banners(say, department, undefined)}<h1>${title}</h1>
<p>${say(`${subject}-text` satisfies MessageKey)}</p>
${on ? wayOn(say, link, subject) : subject === "not-found" || subject === "closed" ? html`<p><a href="/?lang=${say.language}">${say("to-home")}</a></p>` : ""}`,
    footer: department && contactLine(say, department),
  });
}

function wayOn(say: Strings, link: string, subject: Subject) {
  if (subject === "used")
    return html`<p><a href="${addresses.someoneElse(link, say.language)}">${say("answer-again")}</a></p>`;
  return html`<p><a href="${addresses.survey(link, say.language)}">${say("to-survey")}</a></p>`;
}
