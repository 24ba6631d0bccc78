import { html } from "../html/html.ts";
import { strings } from "../language/strings.ts";
import { type Page, page } from "./page.ts";

/** Where receipts can be checked. No survey gives any yet, and the page says so. */
export function checkPage(language: string): Page {
  const say = strings(language);
  const title = say("check-title");
  return page({
    say,
    title,
    main: html`<h1>${title}</h1>
<p>${say("check-none")}</p>
<p><a href="/?lang=${say.language}">${say("to-home")}</a></p>`,
  });
}
