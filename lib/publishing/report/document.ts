import { type Html, html, raw } from "../../html/html.ts";
import { type ResultStrings, resultStrings } from "../../language/result-strings.ts";
import type { Language } from "../../survey/instrument.ts";
import { style } from "./style.ts";

/** The page in another language. */
export interface LanguageLink {
  readonly language: Language;
  readonly href: string;
}
export interface DocumentParts {
  readonly title: string;
  readonly description: string;
  /** Made-up data: said on top of every page. */
  readonly demo: boolean;
  readonly languages: readonly LanguageLink[];
  /** More elements of the head. */
  readonly head?: Html;
  readonly header: Html;
  readonly main: Html;
  readonly footer?: Html;
}

/** To the feed of new releases, for programs that look for one. */
export function feedElement(feed: string | undefined): Html {
  return feed === undefined ? html`` : html`<link rel="alternate" type="application/atom+xml" href="${feed}">`;
}

/** That a department is made up. */
export const demoNote = (say: ResultStrings): Html =>
  html`<p class="demo"><strong>${say("demo")}</strong> ${say("demo-text")}</p>`;

/** A page of results: no script, no font, nothing from elsewhere. */
export function resultDocument(say: ResultStrings, parts: DocumentParts): string {
  const { title, description, demo, languages, head = html``, header, main, footer } = parts;
  return String(
    html`${raw("<!doctype html>")}<html lang="${say.language}" dir="${say.direction}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${title}</title><meta name="description" content="${description}">${languages.map(({ language, href }) => html`<link rel="alternate" hreflang="${language}" href="${href}">`)}<style>${raw(style)}</style>${head}</head><body>
<a class="skip" href="#main">${say("skip-to-content")}</a>
${demo ? html`<aside>${demoNote(say)}</aside>` : ""}
<header>${header}<p class="home"><a href="/?lang=${say.language}">${say("to-home")}</a></p>${languageLinks(say, languages)}</header>
<main id="main">${main}</main>
${footer ? html`<footer>${footer}</footer>` : ""}</body></html>\n`,
  );
}

function languageLinks(say: ResultStrings, languages: readonly LanguageLink[]): Html {
  if (languages.length === 0) return html``;
  return html`<nav class="languages" aria-label="${say("languages")}">${languages.map(({ language, href }) => html`<a href="${href}" lang="${language}" hreflang="${language}">${resultStrings(language).title}</a> `)}</nav>`;
}
