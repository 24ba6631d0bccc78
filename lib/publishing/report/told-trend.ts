import type { Measure } from "../../survey/instrument.ts";
import type { Stream } from "../../survey/response.ts";
import type { CalendarEntry } from "../release-calendar.ts";
import { outsideLines } from "./outside-lines.ts";
import type { Results } from "./results.ts";
import { scoreOf } from "./score-wording.ts";
import { type Trend, type TrendPoint, type TrendWave, valueRange } from "./trend-chart.ts";
import { eventWords, type LetteredEvent, trendEvents } from "./trend-events.ts";
import { verdictSentence } from "./verdict.ts";
import { axisLabels } from "./wave-name.ts";

/** A trend whose events can be told as well as drawn. */
export type ToldTrend = Trend & { readonly events: readonly LetteredEvent[] };

/** A measure over all waves and streams, ready to be drawn. */
export function toldTrend(results: Results, measure: Measure): ToldTrend {
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

/** What is measured and how it was asked, under the sentence of a chart. */
export function trendSubtitle(results: Results, measure: Measure): string {
  return results.say("trend-subtitle", { measure: results.text(measure.label), question: scoreOf(results, measure) });
}

/** Whether there is a number to draw: of a score that is withheld in every wave its sentence says all there is to say. */
export const hasPoints = (results: Results, measure: Measure): boolean =>
  outsideLines(results, measure).length > 0 ||
  results.streams.some((stream) => isDrawn(results, [measure], stream, "shown"));

/** Whether the charts of these measures have such a point of a stream. */
export function isDrawn(
  results: Results,
  measures: readonly Measure[],
  stream: Stream,
  kind: "shown" | "small" | "withheld" | "not-asked",
): boolean {
  return measures.some((measure) =>
    results.waves(stream).some(({ wave }) => {
      const point = pointOf(results, stream, wave, measure);
      return typeof point === "object" ? kind === "shown" || (kind === "small" && point.small) : point === kind;
    }),
  );
}
