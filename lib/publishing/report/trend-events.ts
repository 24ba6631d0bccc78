import { type Html, html } from "../../html/html.ts";
import type { Event } from "../../survey/department.ts";
import type { Results } from "./results.ts";
import type { TrendEvent } from "./trend-chart.ts";
import { dayName } from "./wave-name.ts";

/** An event of the whole department with the letter that stands for it in charts, lists and tables. */
export interface LetteredEvent extends TrendEvent {
  /** ISO day. */
  readonly date: string;
  readonly text: string;
  readonly url: string | undefined;
}

/** Events of the whole department between the middles of the first and the last wave, A first. @param times of the middles, milliseconds since 1970 */
export function trendEvents(results: Results, times: readonly number[]): readonly LetteredEvent[] {
  const [first, last] = [Math.min(...times), Math.max(...times)];
  return inOrder(results)
    .filter(({ area, date }) => area === undefined && first <= Date.parse(date) && Date.parse(date) <= last)
    .map(({ date, label, url }, at) => {
      const text = results.text(label);
      const letter = String.fromCharCode(65 + (at % 26));
      return { letter, at: new Date(date), label: `${dayName(date, results.language)}: ${text}`, date, text, url };
    });
}

/** For the words of a chart: `Events: A – Nov 1, 2025: …; B – …`. */
export function eventWords({ say }: Results, shown: readonly LetteredEvent[]): string {
  if (shown.length === 0) return "";
  return `${say("events")}: ${shown.map(({ letter, label }) => `${letter} – ${label}`).join("; ")}`;
}

/** What the letters of a chart stand for. */
export function eventList({ say, language }: Results, shown: readonly LetteredEvent[]): Html {
  if (shown.length === 0) return html``;
  return html`<ul class="events" aria-label="${say("events")}">${shown.map(({ letter, date, text, url }) => html`<li><b>${letter}</b> ${dayName(date, language)}: ${linked(text, url)}</li>`)}</ul>${note(say)}`;
}

/** A letter over a jump reads as its cause: only who compares with what had no such event can tell. */
const note = (say: Results["say"]): Html => html`<p class="quiet">${say("events-note")}</p>`;

/** An event as a line of the table of a chart. */
export function eventRow({ language }: Results, { letter, date, text, url }: LetteredEvent, columns: number): Html {
  return html`<tr class="happened"><th scope="row">${dayName(date, language)}</th><td colspan="${columns - 1}"><b>${letter}</b> ${linked(text, url)}</td></tr>`;
}

/** What happened in single areas since the first wave: no trend of the whole department is to be read by it. */
export function areaEvents(results: Results): Html {
  const { say, language, headline } = results;
  const from = Date.parse(results.waves(headline)[0]?.opens ?? "");
  const shown = inOrder(results).filter(({ area, date }) => area !== undefined && Date.parse(date) >= from);
  if (shown.length === 0) return html``;
  return html`<p class="gaps">${say("events")}</p><ul class="gaps">${shown.map(({ area = "", date, label, url }) => html`<li>${dayName(date, language)}, <bdi>${results.areaName(area)}</bdi>: ${linked(results.text(label), url)}</li>`)}</ul>${note(say)}`;
}

const inOrder = ({ published }: Results): readonly Event[] =>
  published.events.toSorted((a, b) => (a.date < b.date ? -1 : 1));

const linked = (text: string, url: string | undefined): Html =>
  url === undefined ? html`${text}` : html`<a href="${url}">${text}</a>`;
