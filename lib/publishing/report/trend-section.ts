import type { PublishedWave } from "../../disclosure/protected-estimates.ts";
import { type Html, html } from "../../html/html.ts";
import type { Measure } from "../../survey/instrument.ts";
import type { CalendarEntry } from "../release-calendar.ts";
import { legendList } from "./chart-legend.ts";
import { type DataFolder, downloads } from "./downloads.ts";
import { smallNote } from "./interval-table.ts";
import { outsideKey, outsideTable } from "./outside-lines.ts";
import type { Results } from "./results.ts";
import { wordingList } from "./score-wording.ts";
import { scroller } from "./scroller.ts";
import { hasPoints, type ToldTrend, toldTrend, trendSubtitle } from "./told-trend.ts";
import { trendChart, valueRange } from "./trend-chart.ts";
import { eventList, eventRow, type LetteredEvent } from "./trend-events.ts";
import { picturePath } from "./trend-pictures.ts";
import { changeWords, verdictBadge, verdictOf, verdictSentence, verdictSign } from "./verdict.ts";
import { dayName, waveName } from "./wave-name.ts";

/** Every measure over all waves: the primary ones large, each with its sentence, chart, events, table and downloads. */
export function trendSection(results: Results, data: DataFolder): Html {
  const { say, primary } = results;
  const others = results.measures.filter((measure) => !primary.includes(measure));
  const small = others.map((measure) => toldTrend(results, measure));
  // One scale for all of them, so that they can be compared with each other.
  const range = valueRange(small);
  return html`<section id="trends"><h2>${say("trends")}</h2>${results.measures.some((measure) => hasPoints(results, measure)) ? html`<p class="lead">${say("trends-lead")}</p>` : ""}${legendList(results)}
${primary.map((measure) => figure(results, measure, data, "large", toldTrend(results, measure)))}
${others.length === 0 ? "" : html`<h3>${say("other-measures")}</h3><div class="columns">${others.map((measure, at) => figure(results, measure, data, "small", { ...small[at]!, range }))}</div>`}</section>`;
}

function figure(results: Results, measure: Measure, data: DataFolder, size: "large" | "small", trend: ToldTrend): Html {
  const { say, newest: wave } = results;
  if (!wave) return html``;
  const isDrawn = hasPoints(results, measure);
  const draw = !isDrawn
    ? ""
    : size === "large"
      ? html`<div class="wide">${trendChart({ ...trend, id: `${trend.id}-w` }, { width: 760, height: 300 })}</div><div class="narrow">${trendChart({ ...trend, id: `${trend.id}-n` }, { width: 360, height: 250 })}</div>`
      : trendChart(trend, { width: 360, height: 220 });
  return html`<figure class="trend ${size}" id="trend-${measure.id}"><figcaption><h3>${verdictSign(verdictOf(results, wave, results.row(wave, { measure: measure.id })))} ${verdictSentence(results, wave, measure)}</h3>${subtitle(results, measure)}</figcaption>
<div class="chart">${draw}</div>
<div>${size === "large" && isDrawn ? eventList(results, trend.events) : ""}
${outsideKey(results, measure)}<details><summary>${say("numbers-of-chart", { measure: results.text(measure.label) })}</summary>${table(results, measure, trend.events)}${outsideTable(results, measure)}</details>${downloads(results, data, "figure-trends.csv", files(results, measure, size))}</div></figure>`;
}

/** A mean of several questions opens to their wording. */
function subtitle(results: Results, measure: Measure): Html {
  const words = trendSubtitle(results, measure);
  return measure.items.length > 1
    ? html`<details><summary>${words}</summary>${wordingList(results, measure)}</details>`
    : html`<p>${words}</p>`;
}

/** The data of a small figure are one file; the whole is linked under the large ones. */
function files({ published }: Results, measure: Measure, size: "large" | "small"): readonly string[] {
  const outside = published.outside?.some((one) => one.measure === measure.id) ? ["outside-series.csv"] : [];
  return size === "small"
    ? outside
    : [
        picturePath(measure.id),
        ...outside,
        "events.csv",
        "estimates.csv",
        "estimates.parquet",
        "estimates.json",
        "yearly.csv",
      ];
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
  const name = html`<th scope="row">${waveName(wave, language, results.published.department.timeZone)}</th>${isStream ? html`<td class="who-asked">${say(`short-${wave.stream}`)}</td>` : ""}`;
  if (row?.suppressed !== "")
    return html`<tr>${name}<td colspan="${columns.length - (isStream ? 2 : 1)}" class="withheld">${say(`suppressed-${row?.suppressed || "not-asked"}`)}</td></tr>`;
  const year = columns.includes("year-before") ? html`<td>${yearCell(results, wave, measure)}</td>` : "";
  return html`<tr>${name}<td class="number">${results.value(row.value, row)}</td><td class="number">${results.interval(row)}</td><td class="number">${results.number(row.n)}${smallNote(results, row)}</td><td class="number">${results.number(row.n_effective)}</td><td>${changed(results, row)}</td><td>${verdictBadge(results, verdictOf(results, wave, row))}</td>${year}</tr>`;
}

/** A narrow column breaks between the two and nowhere else. */
function changed(results: Results, row: Parameters<typeof changeWords>[1] & { readonly n: number }): Html {
  const words = changeWords(results, row, row);
  return words
    ? html`<span class="number">${words.change}</span> <span class="number">(${words.interval})</span>`
    : html``;
}

/** Against the same wave a year before: the difference, its interval and what may be said of it. */
function yearCell(results: Results, wave: PublishedWave, measure: Measure): Html {
  const year = results.yearChange(wave, measure.id);
  return year ? html`${changed(results, year)} ${verdictBadge(results, year.change_verdict)}` : html``;
}
