import { type Html, html } from "../../html/html.ts";

/** What may be wider than a phone: it scrolls by itself, by keyboard too, and says what it is. */
export function scroller(label: string, wide: Html): Html {
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${label}">${wide}</div>`;
}
