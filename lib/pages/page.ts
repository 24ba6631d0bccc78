import { type Html, html, raw } from "../html/html.ts";
import type { Strings } from "../language/strings.ts";
import { style } from "./style.ts";

/** A whole document, and the inline styles and scripts whose hashes its policy must name. */
export interface Page {
  readonly html: string;
  readonly styles: readonly string[];
  readonly scripts?: readonly string[];
}

export interface PageParts {
  readonly say: Strings;
  /** Of the document: plain text. */
  readonly title: string;
  /** Whose page it is: the department, where one is known. */
  readonly owner?: string | undefined;
  readonly main: Html;
  readonly footer?: Html | undefined;
  /** Rules beside those of every page. */
  readonly rules?: string | undefined;
  /** Run while the head is read, in this order. */
  readonly scripts?: readonly string[];
  /** Run when the whole page is there; the page works without it. */
  readonly module?: string | undefined;
  /** More of the head. */
  readonly head?: Html | undefined;
}

// Two circles that overlap: two sides, and what they share. The mark and the icon are written alike, for who packs them.
const circles = "<g fill='none' stroke-width='3'><circle cx='15' cy='14' r='12'/><circle cx='29' cy='14' r='12'/></g>";
const mark = raw(
  `<svg viewBox='0 0 44 28' stroke='currentColor' aria-hidden='true'>${circles}<path fill='currentColor' d='M22 4a12 12 0 0 1 0 20a12 12 0 0 1 0-20z'/></svg>`,
);
const icon = raw(`<svg viewBox='0 0 44 28' stroke='%230a5a66' xmlns='http://www.w3.org/2000/svg'>${circles}</svg>`);

/** The frame that all pages share. */
export function page({ say, title, owner, main, footer, rules, scripts = [], module, head }: PageParts): Page {
  const document = html`<!doctype html>
<html lang="${say.language}" dir="${say.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="icon" href="data:image/svg+xml,${icon}">
<style>${raw(style)}</style>${rules ? html`<style>${raw(rules)}</style>` : ""}${scripts.map((script) => html`<script>${raw(script)}</script>`)}${head}
</head>
<body>
<header>${mark}<span>${owner ?? "Mutual Trust"}</span></header>
<main>
${main}
</main>${footer ? html`<footer>${footer}</footer>` : ""}${module ? html`<script type="module">${raw(module)}</script>` : ""}
</body>
</html>
`;
  return {
    html: String(document),
    styles: rules ? [style, rules] : [style],
    scripts: module ? [...scripts, module] : scripts,
  };
}
