import { type Html, html } from "../html/html.ts";
import type { Strings } from "../language/strings.ts";
import type { Link } from "../survey/link.ts";
import { denseStyle } from "./dense-style.ts";
import { keysScript } from "./script/keys-script.ts";
import { kioskScript } from "./script/kiosk-script.ts";

/** Modes in which somebody who is at work enters what others answer: the whole survey on one screen. */
export const isDense = (mode: Link["mode"]): boolean => mode === "interviewer" || mode === "paper";

/** What a survey page has beside that of a resident's own device: nothing there. */
export function modeParts(mode: Link["mode"]): { readonly scripts: readonly string[]; readonly rules: string } {
  if (mode === "kiosk") return { scripts: [kioskScript], rules: idleStyle };
  // The consent of a paper form was on the paper.
  if (isDense(mode))
    return { scripts: [keysScript], rules: denseStyle + (mode === "paper" ? ".panel{display:none}" : "") };
  return { scripts: [], rules: "" };
}

const idleStyle =
  ".idle{position:fixed;inset-inline:0;inset-block-end:0;margin:0;padding:1.5rem;font-size:1.25rem;border-block-start:2px solid;z-index:1}";

/** What an idle kiosk asks before it clears the answers. */
export function idleNotice(say: Strings, mode: Link["mode"]): Html | "" {
  return mode === "kiosk" ? html`<p class="banner idle" role="alert" hidden>${say("still-there")}</p>` : "";
}

/** Without a script, the thank-you page of a kiosk makes room for the next person by itself. */
export function nextPerson(mode: Link["mode"], address: string): Html | undefined {
  if (mode !== "kiosk") return undefined;
  return html`<noscript><meta http-equiv="refresh" content="20;url=${address}"></noscript>`;
}
