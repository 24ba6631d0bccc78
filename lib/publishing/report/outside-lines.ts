import { type Html, html } from "../../html/html.ts";
import type { OutsideNumber } from "../../survey/department.ts";
import type { Measure } from "../../survey/instrument.ts";
import type { Results } from "./results.ts";
import { scroller } from "./scroller.ts";
import type { OutsidePoint } from "./trend-chart.ts";
import { dayRange } from "./wave-name.ts";

function numbersOf({ published }: Results, { id }: Measure): ReadonlyMap<string, readonly OutsideNumber[]> {
  const ofMeasure = (published.outside ?? [])
    .filter(({ measure }) => measure === id)
    .toSorted((a, b) => (a.from < b.from ? -1 : 1));
  return Map.groupBy(ofMeasure, ({ source }) => source);
}

/** What others published of a measure as lines of a chart, one per source, oldest first. */
export function outsideLines(results: Results, measure: Measure): readonly (readonly OutsidePoint[])[] {
  return [...numbersOf(results, measure)].map(([source, numbers]) =>
    numbers.map(({ from, to, value }) => ({
      at: new Date((Date.parse(from) + Date.parse(to) + 86_400_000) / 2),
      value,
      label: results.say("outside-source", { source }),
    })),
  );
}

/** Under a chart: whose line the dotted one is and what it lacks. */
export function outsideKey(results: Results, measure: Measure): Html {
  const sources = [...numbersOf(results, measure).keys()];
  if (sources.length === 0) return html``;
  return html`<ul class="legend">${sources.map((source) => html`<li><svg viewBox="0 0 30 14" aria-hidden="true" class="key outside"><path class="line" d="M1 7h28"/></svg> ${results.say("outside-source", { source })}</li>`)}</ul>`;
}

/** Their numbers in a table of their own. */
export function outsideTable(results: Results, measure: Measure): Html {
  const { say, language } = results;
  return html`${[...numbersOf(results, measure)].map(([source, numbers]) => {
    const title = say("outside-source", { source });
    const address = numbers.find((number) => number.address)?.address;
    const from = address === undefined ? html`${title}` : html`<a href="${address}">${title}</a>`;
    return html`<p class="quiet"><strong>${from}</strong>. ${say("outside-note")}</p>${scroller(
      title,
      html`<table class="numbers"><thead><tr><th scope="col">${say("column-time")}</th><th scope="col">${say("column-value")}</th><th scope="col">${say("column-source")}</th></tr></thead><tbody>${numbers.toReversed().map((one) => html`<tr><th scope="row">${dayRange(one.from, one.to, language)}</th><td>${results.number(one.value)}</td><td>${source}</td></tr>`)}</tbody></table>`,
    )}`;
  })}`;
}
