import type { PublishedRow, PublishedWave } from "../../disclosure/protected-estimates.ts";
import { type Html, html } from "../../html/html.ts";
import type { Measure } from "../../survey/instrument.ts";
import type { Stream } from "../../survey/response.ts";
import type { CalendarEntry } from "../release-calendar.ts";
import { type DataFolder, downloads } from "./downloads.ts";
import type { Results } from "./results.ts";
import { scroller } from "./scroller.ts";
import { type Trend, type TrendEvent, type TrendPoint, type TrendWave, trendChart } from "./trend-chart.ts";
import { verdictBadge, verdictOf, verdictSentence, verdictSign } from "./verdict.ts";
import { axisLabels, dayName, waveName } from "./wave-name.ts";

/** Every measure over all waves: the primary ones large, each with its sentence, chart, events, table and downloads. */
export function trendSection(results: Results, data: DataFolder): Html {
  const { say, primary } = results;
  const others = results.measures.filter((measure) => !primary.includes(measure));
  return html`<section id="trends"><h2>${say("trends")}</h2><p class="lead">${say("trends-lead")}</p>${legend(results)}
${primary.map((measure) => figure(results, measure, data, "large"))}
${others.length === 0 ? "" : html`<h3>${say("other-measures")}</h3><div class="columns">${others.map((measure) => figure(results, measure, data, "small"))}</div>`}</section>`;
}

function figure(results: Results, measure: Measure, data: DataFolder, size: "large" | "small"): Html {
  const { say, newest, instrument } = results;
  const wave = newest;
  if (!wave) return html``;
  const trend = trendOf(results, measure);
  const asked = measure.items.map((id) => results.item(id)).flatMap((item) => (item ? [results.text(item.text)] : []));
  const question = asked.length === 1 ? asked[0] : say("of-questions", { count: asked.length });
  const draw =
    size === "large"
      ? html`<div class="wide">${trendChart({ ...trend, id: `${trend.id}-w` }, { width: 760, height: 300 })}</div><div class="narrow">${trendChart({ ...trend, id: `${trend.id}-n` }, { width: 360, height: 250 })}</div>`
      : trendChart(trend, { width: 360, height: 220 });
  return html`<figure class="trend ${size}" id="trend-${measure.id}"><figcaption><h3>${verdictSign(verdictOf(results, wave, results.row(wave, { measure: measure.id })))} ${verdictSentence(results, wave, measure)}</h3><p>${say("trend-subtitle", { measure: results.text(measure.label), question: question ?? instrument.id })}</p></figcaption>
${draw}
${size === "large" ? events(results, trend.events) : ""}
<details><summary>${say("numbers-of-chart", { measure: results.text(measure.label) })}</summary>${table(results, measure)}</details>${downloads(results, data, "figure-trends.csv")}</figure>`;
}

function trendOf(results: Results, measure: Measure): Trend {
  const { say, streams, language } = results;
  const { timeZone } = results.published.department;
  const missed = new Set(results.missed.map(({ wave }) => wave));
  const all = [...streams.flatMap((stream) => results.waves(stream)), ...results.missed];
  const known = new Map<string, Dated>(all.map((wave) => [wave.wave, wave]));
  const waves = [...known.values()].toSorted((a, b) => Date.parse(a.opens) - Date.parse(b.opens));
  const labels = axisLabels(waves, language, timeZone);
  const label = results.text(measure.label);
  const newest = results.newest;
  return {
    id: `c-${measure.id}`,
    title: label,
    description: newest ? say("chart-description", { sentence: verdictSentence(results, newest, measure) }) : label,
    waves: waves.map(
      (wave, at): TrendWave => ({
        at: middle(wave),
        ...(labels[at] ?? { month: "", year: "" }),
        missed: missed.has(wave.wave),
      }),
    ),
    series: streams.toReversed().map((stream) => ({
      rank: stream === results.headline ? "first" : "second",
      points: waves.map(({ wave }) => pointOf(results, stream, wave, measure)),
    })),
    events: lettered(results),
    breakLabel: say("series-break"),
    withheldLabel: say("withheld"),
    missedLabel: say("not-released"),
  };
}

type Dated = Pick<CalendarEntry, "wave" | "opens" | "closes">;
const middle = ({ opens, closes }: Dated): Date => new Date((Date.parse(opens) + Date.parse(closes)) / 2);

function pointOf(results: Results, stream: Stream, wave: string, measure: Measure): TrendPoint {
  const row = results.row({ wave, stream }, { measure: measure.id });
  if (row?.suppressed !== "") return null;
  const flags = row.flag.split(" ");
  return {
    value: row.value,
    low: row.ci_low,
    high: row.ci_high,
    small: flags.includes("small-sample"),
    broken: flags.includes("series-break"),
    written: results.number(row.value),
    label: `${results.number(row.value)} (${results.interval(row)})`,
  };
}

/** Events of the whole department, A first. */
function lettered(results: Results): readonly TrendEvent[] {
  return results.published.events
    .filter((event) => event.area === undefined)
    .toSorted((a, b) => (a.date < b.date ? -1 : 1))
    .map((event, at) => ({
      letter: String.fromCharCode(65 + (at % 26)),
      at: new Date(event.date),
      label: `${dayName(event.date, results.language)}: ${results.text(event.label)}`,
    }));
}

function events({ say }: Results, shown: readonly TrendEvent[]): Html {
  if (shown.length === 0) return html``;
  return html`<ul class="events" aria-label="${say("events")}">${shown.map(({ letter, label }) => html`<li><b>${letter}</b> ${label}</li>`)}</ul>`;
}

function legend(results: Results): Html {
  const { say, streams } = results;
  return html`<ul class="legend"><li><svg viewBox="0 0 30 14" aria-hidden="true" class="key first"><path class="band" d="M1 2h28v10H1z"/><path class="line" d="M1 7h28"/><circle class="point" cx="15" cy="7" r="4"/></svg> ${say(`stream-${results.headline}`)}</li>${
    streams.length > 1
      ? html`<li><svg viewBox="0 0 30 14" aria-hidden="true" class="key second"><path class="band" d="M1 2h28v10H1z"/><path class="line" d="M1 7h28"/><path class="point" d="M15 2.4l4.6 4.6-4.6 4.6-4.6-4.6z"/></svg> ${say(`stream-${streams[1] ?? "open"}`)}</li>`
      : ""
  }<li><svg viewBox="0 0 30 14" aria-hidden="true" class="key first"><circle class="point hollow" cx="15" cy="7" r="4"/></svg> ${say("small-sample")}</li>${
    results.missed.length > 0
      ? html`<li><svg viewBox="0 0 30 14" aria-hidden="true" class="key missed"><circle cx="15" cy="7" r="5.5"/><path d="M11.1 10.9l7.8-7.8"/></svg> ${say("not-released")}</li>`
      : ""
  }</ul>`;
}

function table(results: Results, measure: Measure): Html {
  const { say, streams } = results;
  const head = [
    "wave",
    ...(streams.length > 1 ? (["stream"] as const) : []),
    "value",
    "interval",
    "n",
    "n-effective",
    "change",
    "verdict",
  ] as const;
  const published = streams
    .flatMap((stream) => results.waves(stream))
    .map((wave) => ({ opens: wave.opens, line: tableRow(results, wave, results.row(wave, { measure: measure.id })) }));
  const lines = [
    ...published,
    ...results.missed.map((wave) => ({ opens: wave.opens, line: missedRow(results, wave) })),
  ];
  lines.sort((a, b) => Date.parse(b.opens) - Date.parse(a.opens));
  const label = say("numbers-of-chart", { measure: results.text(measure.label) });
  return scroller(
    label,
    html`<table><thead><tr>${head.map((key) => html`<th scope="col">${say(`column-${key}`)}</th>`)}</tr></thead><tbody>${lines.map(({ line }) => line)}</tbody></table>`,
  );
}

function missedRow(results: Results, { opens, closes, due }: CalendarEntry): Html {
  const { timeZone } = results.published.department;
  const name = waveName({ opens, closes }, results.language, timeZone);
  return html`<tr><th scope="row">${name}</th><td colspan="${results.streams.length > 1 ? 7 : 6}" class="withheld">${results.say("missed-row", { date: dayName(due, results.language) })}</td></tr>`;
}

function tableRow(results: Results, wave: PublishedWave, row: PublishedRow | undefined): Html {
  const { say, streams, language } = results;
  const name = html`<th scope="row">${waveName(wave, language, results.published.department.timeZone)}</th>${streams.length > 1 ? html`<td>${say(`short-${wave.stream}`)}</td>` : ""}`;
  if (row?.suppressed !== "") {
    return html`<tr>${name}<td colspan="6" class="withheld">${say(`suppressed-${row?.suppressed || "not-asked"}`)}</td></tr>`;
  }
  const change =
    row.change === null || row.change_low === null || row.change_high === null
      ? ""
      : `${signed(results, row.change)} (${say("from-to", { low: signed(results, row.change_low), high: signed(results, row.change_high) })})`;
  return html`<tr>${name}<td>${results.number(row.value)}</td><td>${results.interval(row)}</td><td>${results.number(row.n)}</td><td>${results.number(row.n_effective)}</td><td>${change}</td><td>${verdictBadge(results, verdictOf(results, wave, row))}</td></tr>`;
}

function signed(results: Results, change: number): string {
  return change > 0 ? `+${results.number(change)}` : results.number(change).replace("-", "−");
}
