import { renderSVG } from "uqr";
import { html, raw } from "../html/html.ts";
import type { Link } from "../survey/link.ts";
import type { ListedSurvey } from "./find-survey.ts";

interface PrintedLink {
  readonly link: Link;
  readonly url: string;
}

const style = `@page { margin: 15mm }
body { font: 14pt/1.4 system-ui, sans-serif; margin: 0; color: #000; background: #fff }
main { display: grid; grid-template-columns: repeat(2, 1fr); gap: 10mm }
article { border: 1px solid #000; padding: 8mm; break-inside: avoid; text-align: center }
svg { width: 60mm; height: 60mm }
h2 { font-size: 16pt; margin: 0 }
p { margin: 2mm 0; overflow-wrap: anywhere }
small { color: #555 }`;

/** A page of cards to print and hang up: the survey's title in its languages, the QR code, and the address in letters. */
export function linkSheet(printed: readonly PrintedLink[], surveys: readonly ListedSurvey[]): string {
  const cards = printed.map(({ link, url }) => {
    const survey = surveys.find((one) => one.department === link.department && one.survey === link.survey);
    const titles = Object.entries(survey?.title ?? {}).map(
      ([language, title]) => html`<h2 lang="${language}" dir="auto">${title}</h2>`,
    );
    return html`<article>${titles}
<p>${raw(renderSVG(url, { ecc: "M" }))}</p>
<p>${url}</p>${link.place === null ? "" : html`<p><small>${link.place}</small></p>`}</article>
`;
  });
  return String(html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Links to print</title><style>${raw(style)}</style></head>
<body><main>
${cards}</main></body></html>`);
}
