import { raw as asIs, html as escaping } from "hono/html";

/** Text that is HTML already; anything else in a template is escaped. */
export type Html = ReturnType<typeof asIs>;
type Part = string | number | Html | undefined | readonly Part[];

/**
 * A template of HTML in which every value is escaped unless it is HTML itself. Its values are all there at once, so unlike the
 * library's own it is never a promise.
 * @example String(html`<p>${"a < b"}</p>`) // "<p>a &lt; b</p>"
 */
export function html(strings: TemplateStringsArray, ...values: readonly Part[]): Html {
  return escaping(strings, ...values) as Html;
}

/** HTML from a constant of this program; never from what anybody wrote. */
export function raw(constant: string): Html {
  return asIs(constant);
}
