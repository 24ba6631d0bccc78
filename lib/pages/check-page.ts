import { type Html, html } from "../html/html.ts";
import { type Strings, strings } from "../language/strings.ts";
import type { Survey } from "../survey/department.ts";
import { addresses } from "./addresses.ts";
import { inLanguage } from "./in-language.ts";
import { type Page, page } from "./page.ts";

/** `none`: no survey here gives receipts. `new`: nothing was typed yet. `faulty`: what was typed cannot be a receipt. */
export type Checked =
  | { readonly kind: "none" | "new" | "not-found" }
  | { readonly kind: "faulty"; readonly typed: string }
  | { readonly kind: "counted"; readonly survey: Survey; readonly wave: string };

/**
 * Where a receipt is typed, and what became of it. A receipt is not shown again: the next person may read it. What can be none stays to
 * be put right. The title tells what is new, and the focus is there.
 */
export function checkPage(language: string, checked: Checked): Page {
  const say = strings(language);
  const title = say("check-title");
  const result = resultText(say, checked);
  return page({
    say,
    title: checked.kind === "faulty" ? say("error-title", { title }) : result ? `${result} · ${title}` : title,
    rules: "form+p{margin-block-start:1.5rem}",
    main: html`<h1>${title}</h1>
${checked.kind === "none" ? html`<p>${say("check-none")}</p>` : html`${result && html`<p class="banner" role="status" tabindex="-1" autofocus>${result}</p>`}${receiptForm(say, checked)}`}
<p><a href="/?lang=${say.language}">${say("to-home")}</a></p>`,
  });
}

function resultText(say: Strings, checked: Checked): string {
  if (checked.kind === "not-found") return say("check-not-found");
  if (checked.kind !== "counted") return "";
  return say("check-counted", { title: inLanguage(checked.survey.title, say.language), wave: checked.wave });
}

function receiptForm(say: Strings, checked: Checked): Html {
  const faulty = checked.kind === "faulty";
  return html`<p>${say("check-lead")}</p>
<form method="post" action="${addresses.check(say.language)}" novalidate>
<div class="field${faulty ? " wrong" : ""}">
<label class="legend" for="receipt">${say("check-label")}</label>
<p class="hint" id="receipt-hint">${say("check-hint")}</p>
${faulty ? html`<p class="error" id="receipt-error">${say("check-faulty")}</p>` : ""}<input type="text" class="code" id="receipt" name="receipt" value="${faulty && checked.typed}" maxlength="40" autocomplete="off" autocapitalize="characters" spellcheck="false" aria-describedby="receipt-hint${faulty ? " receipt-error" : ""}"${faulty ? html` aria-invalid="true" autofocus` : ""}>
</div>
<button class="send">${say("check-button")}</button>
</form>`;
}
