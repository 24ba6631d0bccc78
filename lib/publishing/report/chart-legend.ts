import { type Html, html } from "../../html/html.ts";
import type { Measure } from "../../survey/instrument.ts";
import type { Results } from "./results.ts";
import { hasPoints, isDrawn } from "./told-trend.ts";

/** A mark of the charts with what it means. */
export interface LegendMark {
  /** Class of the mark. */
  readonly kind: string;
  /** On a sheet of 30 by 14. */
  readonly mark: Html;
  readonly label: string;
}

/** The marks that the charts of these measures have; none without a chart. */
export function legendMarks(results: Results, of: readonly Measure[] = results.measures): readonly LegendMark[] {
  const { say, streams, headline, missed } = results;
  const measures = of.filter((measure) => hasPoints(results, measure));
  if (measures.length === 0) return [];
  const has = (kind: Parameters<typeof isDrawn>[3], stream = headline) => isDrawn(results, measures, stream, kind);
  const [, other] = streams;
  const band = html`<path class="band" d="M1 2h28v10H1z"/><path class="line" d="M1 7h28"/>`;
  const circle = html`${band}<circle class="point" cx="15" cy="7" r="4"/>`;
  const diamond = html`${band}<path class="point" d="M15 2.4l4.6 4.6-4.6 4.6-4.6-4.6z"/>`;
  return [
    ...(has("shown") ? [{ kind: "first", mark: circle, label: results.streamName(headline) }] : []),
    ...(other && has("shown", other) ? [{ kind: "second", mark: diamond, label: results.streamName(other) }] : []),
    ...(streams.some((stream) => has("small", stream))
      ? [
          {
            kind: "first",
            mark: html`<circle class="point hollow" cx="15" cy="7" r="4"/>`,
            label: say("small-sample"),
          },
        ]
      : []),
    ...(has("withheld")
      ? [{ kind: "gone", mark: html`<path d="M10 2l10 10m0-10l-10 10"/>`, label: say("withheld") }]
      : []),
    ...(has("not-asked")
      ? [{ kind: "gone", mark: html`<path d="M10 7h10"/>`, label: say("suppressed-not-asked") }]
      : []),
    ...(missed.length > 0
      ? [
          {
            kind: "missed",
            mark: html`<circle cx="15" cy="7" r="5.5"/><path d="M11.1 10.9l7.8-7.8"/>`,
            label: say("not-released"),
          },
        ]
      : []),
  ];
}

export function legendList(results: Results): Html {
  const marks = legendMarks(results);
  if (marks.length === 0) return html``;
  return html`<ul class="legend">${marks.map(({ kind, mark, label }) => html`<li><svg viewBox="0 0 30 14" aria-hidden="true" class="key ${kind}">${mark}</svg> ${label}</li>`)}</ul>`;
}
