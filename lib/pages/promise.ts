import { type Html, html } from "../html/html.ts";
import type { Strings } from "../language/strings.ts";
import type { PromiseKey } from "./promises.ts";

/** A sentence that promises something, with the id under which `promises.ts` names the tests that prove it. */
export function promise(say: Strings, key: PromiseKey, values?: Parameters<Strings>[1]): Html {
  return html`<span data-promise="${key}">${say(key, values)}</span>`;
}
