import { renderSVG } from "uqr";
import { type Html, html, raw } from "../html/html.ts";
import { type Strings, strings } from "../language/strings.ts";
import type { Link } from "../survey/link.ts";
import type { ListedSurvey } from "./find-survey.ts";
import { quietModules } from "./qr-png.ts";

export interface PrintedLink {
  readonly link: Link;
  readonly url: string;
}

export interface SheetView {
  readonly printed: readonly PrintedLink[];
  readonly surveys: readonly ListedSurvey[];
  readonly size: "A4" | "letter";
  /** Only this one; without it the cards come in each language of their survey. */
  readonly language?: string | undefined;
}

const across = 2;
const perPage = 6;
/** Millimetres that are printed on: the paper without 10 on each side. */
const printable = { A4: { width: 190, height: 277 }, letter: { width: 195.9, height: 259.4 } } as const;

// Lines to cut along run from edge to edge, between the cards and around them; a card is white to its rim, so that a cut beside
// the line costs nothing.
const style = `*{box-sizing:border-box}
body{margin:0;background:#e8e8e8;color:#000;font:10pt/1.35 "Noto Sans",system-ui,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
.how{max-width:42rem;margin:1.5rem auto;padding:0 1rem;font-size:1rem}
.page{display:grid;background:#fff;margin:0 auto 8mm;break-after:page;break-inside:avoid;border:.3mm dashed #767676}
.page:last-child{break-after:auto}
article{display:flex;flex-direction:column;align-items:center;justify-content:space-between;text-align:center;padding:6mm 7mm 4mm;overflow:hidden;break-inside:avoid}
article:nth-child(odd){border-inline-end:.3mm dashed #767676}
article:nth-child(n+3){border-top:.3mm dashed #767676}
h2{font-size:15pt;line-height:1.2;margin:0 0 1.5mm;text-wrap:balance}
p{margin:0}
.lead{font-size:9.5pt;color:#333;text-wrap:balance}
svg{display:block;flex:1 1 28mm;min-height:28mm;max-height:52mm;width:100%;shape-rendering:crispEdges}
.address{font:600 12pt/1.25 ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace;overflow-wrap:anywhere}
h2.long{font-size:12pt}
.address.long{font-size:9.5pt}
.address span{display:inline-block;max-width:100%}
.place{font-size:7pt;color:#595959;min-height:1.3em}
@media print{body{background:none}.how{display:none}.page{margin:0}}`;

/**
 * Cards to print, cut and hang up, each with what it is about, a QR code, and the same address to type; six to a page, one
 * language after the other.
 */
export function linkSheet({ printed, surveys, size, language }: SheetView): string {
  const { width, height } = printable[size];
  const cards = cardsByLanguage(printed, surveys, language);
  const pages = cards.flatMap(({ say, cards }) =>
    Array.from({ length: Math.ceil(cards.length / perPage) }, (_, page) => {
      const shown = cards.slice(page * perPage, (page + 1) * perPage);
      return html`<section class="page" lang="${say.language}" dir="${say.direction}">
${shown.map((card) => cardOf(card, say))}</section>
`;
    }),
  );
  const grid = `.page{width:${width}mm;height:${height}mm;grid-template:repeat(${perPage / across},1fr)/repeat(${across},1fr)}`;
  return String(html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Links to print</title><style>@page{size:${size};margin:10mm}${raw(style)}${raw(grid)}</style></head>
<body><p class="how">Print at actual size on ${size === "A4" ? "A4" : "Letter"} and cut along the dashed lines. Each link works as long as it is not revoked, in every wave.</p>
<main>
${pages}</main></body></html>`);
}

interface Card extends PrintedLink {
  readonly title: string;
}

/** Every link once in each language that its survey has, language by language. */
function cardsByLanguage(
  printed: readonly PrintedLink[],
  surveys: readonly ListedSurvey[],
  only: string | undefined,
): readonly { readonly say: Strings; readonly cards: readonly Card[] }[] {
  const byLanguage = new Map<string, Card[]>();
  for (const { link, url } of printed) {
    const survey = surveys.find((one) => one.department === link.department && one.survey === link.survey);
    for (const [language, title] of Object.entries(survey?.title ?? { en: link.survey })) {
      if (only !== undefined && language !== only) continue;
      byLanguage.set(language, [...(byLanguage.get(language) ?? []), { link, url, title }]);
    }
  }
  return [...byLanguage].map(([language, cards]) => ({ say: strings(language), cards }));
}

function cardOf({ link, url, title }: Card, say: Strings): Html {
  const address = url.replace(/^https?:\/\//, "");
  const named = address.length > 30 ? "address long" : "address";
  // Never broken at a hyphen of its own, which would look like one of ours.
  const parts = address.length > 30 ? address.split(/(?<=[./])/) : [address];
  return html`<article>
<h2${title.length > 60 ? html` class="long"` : ""}>${title}</h2>
<p class="lead">${say("home-lead")}</p>
${raw(renderSVG(url, { ecc: "M", border: quietModules }))}
<p class="${named}" dir="ltr">${parts.map((part) => html`<span>${part}</span>`)}</p>
<p class="place" dir="auto">${link.place ?? ""}</p>
</article>
`;
}
