/** Text that is markup already. Made by `html` and `raw` only, so whatever else is put into a template is escaped. */
export class Html {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

/** What a template may hold; `undefined` and `false` write nothing, a list its parts one after the other. */
export type Part = string | number | Html | undefined | false | readonly Part[];

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * A template of HTML or SVG in which every value is escaped, for text and for quoted attributes alike, unless it is markup
 * itself. Ours and not a library's: the whole of it is this file, and a resident's page carries one package less.
 * @example String(html`<p>${"a < b"}</p>`) // "<p>a &lt; b</p>"
 */
export function html(strings: TemplateStringsArray, ...values: readonly Part[]): Html {
  let text = strings[0] ?? "";
  values.forEach((value, at) => {
    text += written(value) + (strings[at + 1] ?? "");
  });
  return new Html(text);
}

/** Markup from a constant of this program; never from what anybody wrote. */
export function raw(constant: string): Html {
  return new Html(constant);
}

function written(part: Part): string {
  if (part === undefined || part === false) return "";
  if (part instanceof Html) return part.toString();
  if (typeof part === "object") return part.map(written).join("");
  return String(part).replace(/[&<>"']/g, (character) => escapes[character] ?? "");
}
