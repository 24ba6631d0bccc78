import type { PublishedWave } from "../../disclosure/protected-estimates.ts";
import { type Html, html } from "../../html/html.ts";
import type { Measure } from "../../survey/instrument.ts";
import type { Stream } from "../../survey/response.ts";
import type { CalendarEntry } from "../release-calendar.ts";
import { type DataFolder, downloads } from "./downloads.ts";
import { smallNote } from "./interval-table.ts";
import { outsideKey, outsideLines, outsideTable } from "./outside-lines.ts";
import type { Results } from "./results.ts";
import { scroller } from "./scroller.ts";
import { type Trend, type TrendPoint, type TrendWave, trendChart, valueRange } from "./trend-chart.ts";
import { eventList, eventRow, eventWords, type LetteredEvent, trendEvents } from "./trend-events.ts";
import { changeWords, verdictBadge, verdictOf, verdictSentence, verdictSign } from "./verdict.ts";
import { axisLabels, dayName, waveName } from "./wave-name.ts";

/** Every measure over all waves: the primary ones large, each with its sentence, chart, events, table and downloads. */
export function trendSection(results: Results, data: DataFolder): Html {
  const { say, primary } = results;
  const others = results.measures.filter((measure) => !primary.includes(measure));
  const small = others.map((measure) => trendOf(results, measure));
  // One scale for all of them, so that they can be compared with each other.
  const range = valueRange(small);
  return html`<section id="trends"><h2>${say("trends")}</h2><p class="lead">${say("trends-lead")}</p>${legend(results)}
${primary.map((measure) => figure(results, measure, data, "large", trendOf(results, measure)))}
${others.length === 0 ? "" : html`<h3>${say("other-measures")}</h3><div class="columns">${others.map((measure, at) => figure(results, measure, data, "small", { ...small[at]!, range }))}</div>`}</section>`;
}

/** A trend whose events can be told as well as drawn. */
type ToldTrend = Trend & { readonly events: readonly LetteredEvent[] };

function figure(results: Results, measure: Measure, data: DataFolder, size: "large" | "small", trend: ToldTrend): Html {
  const { say, newest, instrument } = results;
  const wave = newest;
  if (!wave) return html``;
  const asked = measure.items.map((id) => results.item(id)).flatMap((item) => (item ? [results.text(item.text)] : []));
  const question = asked.length === 1 ? asked[0] : say("of-questions", { count: asked.length });
  const draw =
    size === "large"
      ? html`<div class="wide">${trendChart({ ...trend, id: `${trend.id}-w` }, { width: 760, height: 300 })}</div><div class="narrow">${trendChart({ ...trend, id: `${trend.id}-n` }, { width: 360, height: 250 })}</div>`
      : trendChart(trend, { width: 360, height: 220 });
  return html`<figure class="trend ${size}" id="trend-${measure.id}"><figcaption><h3>${verdictSign(verdictOf(results, wave, results.row(wave, { measure: measure.id })))} ${verdictSentence(results, wave, measure)}</h3><p>${say("trend-subtitle", { measure: results.text(measure.label), question: question ?? instrument.id })}</p></figcaption>
<div class="chart">${draw}</div>
<div>${size === "large" ? eventList(results, trend.events) : ""}
${outsideKey(results, measure)}<details><summary>${say("numbers-of-chart", { measure: results.text(measure.label) })}</summary>${table(results, measure, trend.events)}${outsideTable(results, measure)}</details>${downloads(results, data, "figure-trends.csv", files(results, measure, size))}</div></figure>`;
}

function trendOf(results: Results, measure: Measure): ToldTrend {
  const { say, streams, language } = results;
  const { timeZone } = results.published.department;
  const missed = new Set(results.missed.map(({ wave }) => wave));
  const all = [...streams.flatMap((stream) => results.waves(stream)), ...results.missed];
  const known = new Map<string, Dated>(all.map((wave) => [wave.wave, wave]));
  const waves = [...known.values()].toSorted((a, b) => Date.parse(a.opens) - Date.parse(b.opens));
  const labels = axisLabels(waves, language, timeZone);
  const label = results.text(measure.label);
  const newest = results.newest;
  const series = streams.toReversed().map((stream) => ({
    rank: stream === results.headline ? ("first" as const) : ("second" as const),
    points: waves.map(({ wave }) => pointOf(results, stream, wave, measure)),
  }));
  const outside = outsideLines(results, measure);
  const events = trendEvents(
    results,
    waves.map((wave) => middle(wave).getTime()),
  );
  const sentence = newest ? say("chart-description", { sentence: verdictSentence(results, newest, measure) }) : label;
  return {
    id: `c-${measure.id}`,
    title: label,
    description: [sentence, eventWords(results, events)].join(" ").trim(),
    waves: waves.map(
      (wave, at): TrendWave => ({
        at: middle(wave),
        ...(labels[at] ?? { month: "", year: "" }),
        missed: missed.has(wave.wave),
      }),
    ),
    series,
    outside,
    range: valueRange([{ series, outside }]),
    events,
    breakLabel: say("series-break"),
    withheldLabel: say("withheld"),
    notAskedLabel: say("suppressed-not-asked"),
    missedLabel: say("not-released"),
  };
}

type Dated = Pick<CalendarEntry, "wave" | "opens" | "closes">;
const middle = ({ opens, closes }: Dated): Date => new Date((Date.parse(opens) + Date.parse(closes)) / 2);

function pointOf(results: Results, stream: Stream, wave: string, measure: Measure): TrendPoint {
  const row = results.row({ wave, stream }, { measure: measure.id });
  if (row === undefined || row.suppressed === "not-asked") return "not-asked";
  if (row.suppressed !== "") return "withheld";
  const flags = row.flag.split(" ");
  const small = flags.includes("small-sample");
  return {
    value: row.value,
    low: row.ci_low,
    high: row.ci_high,
    small,
    broken: flags.includes("series-break"),
    written: results.value(row.value, row),
    label: `${results.value(row.value, row)} (${results.interval(row)})${small ? `, ${results.say("small-sample")}` : ""}`,
  };
}

function legend(results: Results): Html {
  const { say, streams } = results;
  return html`<ul class="legend"><li><svg viewBox="0 0 30 14" aria-hidden="true" class="key first"><path class="band" d="M1 2h28v10H1z"/><path class="line" d="M1 7h28"/><circle class="point" cx="15" cy="7" r="4"/></svg> ${results.streamName(results.headline)}</li>${
    streams.length > 1
      ? html`<li><svg viewBox="0 0 30 14" aria-hidden="true" class="key second"><path class="band" d="M1 2h28v10H1z"/><path class="line" d="M1 7h28"/><path class="point" d="M15 2.4l4.6 4.6-4.6 4.6-4.6-4.6z"/></svg> ${results.streamName(streams[1] ?? "open")}</li>`
      : ""
  }<li><svg viewBox="0 0 30 14" aria-hidden="true" class="key first"><circle class="point hollow" cx="15" cy="7" r="4"/></svg> ${say("small-sample")}</li>${
    has(results, "withheld")
      ? html`<li><svg viewBox="0 0 30 14" aria-hidden="true" class="key gone"><path d="M10 2l10 10m0-10l-10 10"/></svg> ${say("withheld")}</li>`
      : ""
  }${
    has(results, "not-asked")
      ? html`<li><svg viewBox="0 0 30 14" aria-hidden="true" class="key gone"><path d="M10 7h10"/></svg> ${say("suppressed-not-asked")}</li>`
      : ""
  }${
    results.missed.length > 0
      ? html`<li><svg viewBox="0 0 30 14" aria-hidden="true" class="key missed"><circle cx="15" cy="7" r="5.5"/><path d="M11.1 10.9l7.8-7.8"/></svg> ${say("not-released")}</li>`
      : ""
  }</ul>`;
}

/** The data of a small figure are one file; the whole is linked under the large ones. */
function files({ published }: Results, measure: Measure, size: "large" | "small"): readonly string[] {
  const outside = published.outside?.some((one) => one.measure === measure.id) ? ["outside-series.csv"] : [];
  return size === "small"
    ? outside
    : [...outside, "events.csv", "estimates.csv", "estimates.parquet", "estimates.json", "yearly.csv"];
}

/** Whether a point of the headline is drawn so. */
function has(results: Results, kind: "withheld" | "not-asked"): boolean {
  const { headline, measures } = results;
  return measures.some((measure) =>
    results.waves(headline).some(({ wave }) => pointOf(results, headline, wave, measure) === kind),
  );
}

type Column = "wave" | "stream" | "value" | "interval" | "n" | "n-effective" | "change" | "verdict" | "year-before";

function table(results: Results, measure: Measure, events: readonly LetteredEvent[]): Html {
  const { say, streams } = results;
  const waves = streams.flatMap((stream) => results.waves(stream));
  const columns: readonly Column[] = [
    "wave",
    ...(streams.length > 1 ? (["stream"] as const) : []),
    ...(["value", "interval", "n", "n-effective", "change", "verdict"] as const),
    ...(waves.some((wave) => results.yearChange(wave, measure.id)) ? (["year-before"] as const) : []),
  ];
  const head = (column: Column) =>
    html`<th scope="col">${column === "interval" ? results.intervalName : say(`column-${column}`)}</th>`;
  const lines = [
    ...waves.map((wave) => ({ opens: wave.opens, line: tableRow(results, wave, measure, columns) })),
    ...results.missed.map((wave) => ({ opens: wave.opens, line: missedRow(results, wave, columns.length) })),
    ...events.map((event) => ({ opens: event.date, line: eventRow(results, event, columns.length) })),
  ];
  lines.sort((a, b) => Date.parse(b.opens) - Date.parse(a.opens));
  return scroller(
    say("numbers-of-chart", { measure: results.text(measure.label) }),
    html`<table class="numbers"><thead><tr>${columns.map(head)}</tr></thead><tbody>${lines.map(({ line }) => line)}</tbody></table>`,
  );
}

function missedRow(results: Results, { opens, closes, due }: CalendarEntry, columns: number): Html {
  const { timeZone } = results.published.department;
  const name = waveName({ opens, closes }, results.language, timeZone);
  return html`<tr><th scope="row">${name}</th><td colspan="${columns - 1}" class="withheld">${results.say("missed-row", { date: dayName(due, results.language) })}</td></tr>`;
}

function tableRow(results: Results, wave: PublishedWave, measure: Measure, columns: readonly Column[]): Html {
  const { say, language } = results;
  const row = results.row(wave, { measure: measure.id });
  const isStream = columns.includes("stream");
  const name = html`<th scope="row">${waveName(wave, language, results.published.department.timeZone)}</th>${isStream ? html`<td>${say(`short-${wave.stream}`)}</td>` : ""}`;
  if (row?.suppressed !== "")
    return html`<tr>${name}<td colspan="${columns.length - (isStream ? 2 : 1)}" class="withheld">${say(`suppressed-${row?.suppressed || "not-asked"}`)}</td></tr>`;
  const year = columns.includes("year-before") ? html`<td>${yearCell(results, wave, measure)}</td>` : "";
  return html`<tr>${name}<td>${results.value(row.value, row)}</td><td>${results.interval(row)}</td><td>${results.number(row.n)}${smallNote(results, row)}</td><td>${results.number(row.n_effective)}</td><td>${changed(results, row)}</td><td>${verdictBadge(results, verdictOf(results, wave, row))}</td>${year}</tr>`;
}

function changed(results: Results, row: Parameters<typeof changeWords>[1] & { readonly n: number }): string {
  const words = changeWords(results, row, row);
  return words ? `${words.change} (${words.interval})` : "";
}

/** Against the same wave a year before: the difference, its interval and what may be said of it. */
function yearCell(results: Results, wave: PublishedWave, measure: Measure): Html {
  const year = results.yearChange(wave, measure.id);
  return year ? html`${changed(results, year)} ${verdictBadge(results, year.change_verdict)}` : html``;
}
