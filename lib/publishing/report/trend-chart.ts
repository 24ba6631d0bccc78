import { type Html, html } from "../../html/html.ts";

/** A wave on the axis of time. */
export interface TrendWave {
  readonly at: Date;
  readonly month: string;
  readonly year: string;
  /** Its results were due and did not come. */
  readonly missed: boolean;
}
/** A number of a wave, or why there is none. */
export type TrendPoint = ShownPoint | "withheld" | "not-asked";
interface ShownPoint {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Drawn hollow. */
  readonly small: boolean;
  /** Not comparable with the wave before: the line does not go on. */
  readonly broken: boolean;
  /** The value as it is written in the language of the page. */
  readonly written: string;
  readonly label: string;
}
const isShown = (point: TrendPoint | undefined): point is ShownPoint => typeof point === "object";

export interface TrendSeries {
  /** `first` is the headline. */
  readonly rank: "first" | "second";
  /** One per wave. */
  readonly points: readonly TrendPoint[];
}
/** A score that somebody else published: a value and a time, nothing to draw a band from. */
export interface OutsidePoint {
  readonly at: Date;
  readonly value: number;
  readonly label: string;
}
export interface TrendEvent {
  readonly letter: string;
  readonly at: Date;
  readonly label: string;
}
export interface Trend {
  /** Unique on the page. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly waves: readonly TrendWave[];
  readonly series: readonly TrendSeries[];
  /** Of others, a line each. */
  readonly outside: readonly (readonly OutsidePoint[])[];
  /** What of 0-100 is drawn. */
  readonly range: readonly [number, number];
  readonly events: readonly TrendEvent[];
  readonly breakLabel: string;
  readonly withheldLabel: string;
  readonly notAskedLabel: string;
  readonly missedLabel: string;
}
export interface Size {
  readonly width: number;
  readonly height: number;
}

const margin = { top: 26, right: 38, bottom: 40, left: 30 };
/** What others published before the first wave takes at most so much of the width: longer times are drawn closer together. */
const mostBefore = 0.35;
const day = 86_400_000;
const round = (number: number): number => Math.round(number * 10) / 10;

/**
 * A line with its 95 % interval as a band: hollow points for small samples, gaps where a number is withheld, broken lines where
 * the series breaks, lettered events; what others published as a thin dotted line without points.
 */
export function trendChart(trend: Trend, { width, height }: Size): Html {
  const { id, title, description, waves, series, events, outside, range } = trend;
  const times = waves.map(({ at }) => at.getTime());
  const pad = times.length > 1 ? 0 : 30 * day;
  const others = outside.flat().map(({ at }) => at.getTime());
  const [start, end] = [Math.min(...times, ...others) - pad, Math.max(...times, ...others) + pad];
  const [from, to, own] = [margin.left + 12, width - margin.right, Math.min(...times)];
  const bend = from + mostBefore * (to - from);
  // Only what others published before can need it: a single wave has room on both sides and nothing there.
  const isBent = Math.min(...others) < own && own - start > mostBefore * (end - start);
  const [before, since] = [scale(start, own, from, bend), scale(own, end, bend, to)];
  const x = isBent ? (at: number) => (at < own ? before(at) : since(at)) : scale(start, end, from, to);
  const [low, high] = range;
  const y = scale(low, high, height - margin.bottom, margin.top);
  const left = margin.left;
  const right = width - margin.right + 10;
  const shownEvents = events.filter(({ at }) => at.getTime() >= start && at.getTime() <= end);
  const at = (index: number) => x(times[index] ?? start);
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}-t ${id}-d"><title id="${id}-t">${title}</title><desc id="${id}-d">${description}</desc>
<g class="grid">${ticks(low, high).map((tick) => html`<line x1="${left}" x2="${right}" y1="${y(tick)}" y2="${y(tick)}"/><text x="${left - 5}" y="${round(y(tick) + 4)}" text-anchor="end">${tick}</text>`)}</g>
<g class="axis">${waveLabels(waves, x, height)}${yearLabels(waves, start, end, x, height)}${isBent ? bendMark(bend - 14, height) : ""}</g>
${shownEvents.map((event) => eventMark(event, x(event.at.getTime()), height))}
${outside.map((points) => outsideMarks(points, x, y))}
${series.map((one) => seriesMarks(one, at, y, trend, height))}${endLabels(series, at, y)}${waves.map(({ missed }, index) => (missed ? missedMark(at(index), trend.missedLabel, height) : ""))}</svg>`;
}

/** From a range of values to one of the sheet, in tenths. */
function scale(low: number, high: number, from: number, to: number): (value: number) => number {
  return (value) => round(from + ((value - low) / (high - low)) * (to - from));
}

/** Every 10 points, or every 20 where that were more than six lines. */
function ticks(low: number, high: number): readonly number[] {
  const step = high - low > 50 ? 20 : 10;
  return Array.from({ length: Math.floor((high - low) / step) + 1 }, (_, at) => low + at * step);
}

/** Steps of 10 around everything that is drawn, at least 30 points within 0-100; all of it where nothing is. */
export function valueRange(trends: readonly Pick<Trend, "series" | "outside">[]): readonly [number, number] {
  const points = trends.flatMap(({ series }) => series.flatMap(({ points }) => points.filter(isShown)));
  const others = trends.flatMap(({ outside }) => outside.flat()).map(({ value }) => value);
  if (points.length + others.length === 0) return [0, 100];
  let low = Math.floor(Math.min(...others, ...points.map((point) => point.low)) / 10) * 10;
  let high = Math.ceil(Math.max(...others, ...points.map((point) => point.high)) / 10) * 10;
  while (high - low < 30) {
    if (high < 100) high += 10;
    if (high - low < 30 && low > 0) low -= 10;
  }
  return [Math.max(0, low), Math.min(100, high)];
}

/** As many labels as fit, the newest always among them. */
function waveLabels(waves: readonly TrendWave[], x: (at: number) => number, height: number): Html {
  const [from, to] = [waves[0], waves.at(-1)].map((wave) => x(wave?.at.getTime() ?? 0));
  const fit = Math.max(1, Math.floor(((to ?? 0) - (from ?? 0)) / 44) + 1);
  const step = Math.max(1, Math.ceil(waves.length / fit));
  let year = "";
  return html`${waves.map((wave, index) => {
    if (wave.year !== "") year = wave.year;
    if ((waves.length - 1 - index) % step !== 0) return "";
    const shown = year;
    year = "";
    const at = x(wave.at.getTime());
    const base = height - margin.bottom;
    return html`<line x1="${at}" x2="${at}" y1="${base}" y2="${base + 4}"/><text x="${at}" y="${base + 17}" text-anchor="middle">${wave.month}</text>${shown === "" ? "" : html`<text class="year" x="${at}" y="${base + 32}" text-anchor="middle">${shown}</text>`}`;
  })}`;
}

/** Before the first wave and after the last there is only what others published: a label for every year that fits. */
function yearLabels(
  waves: readonly TrendWave[],
  start: number,
  end: number,
  x: (at: number) => number,
  height: number,
): Html {
  const times = waves.map(({ at }) => at.getTime());
  const [first, last] = [x(Math.min(...times)), x(Math.max(...times))];
  const base = height - margin.bottom;
  const years = Array.from({ length: 60 }, (_, at) => new Date(start).getUTCFullYear() + 1 + at).filter(
    (year) => Date.UTC(year) <= end,
  );
  let taken = Number.NEGATIVE_INFINITY;
  return html`${years.map((year) => {
    const at = x(Date.UTC(year));
    if ((at > first - 40 && at < last + 40) || at < taken + 40) return "";
    taken = at;
    return html`<line x1="${at}" x2="${at}" y1="${base}" y2="${base + 4}"/><text class="year" x="${at}" y="${base + 32}" text-anchor="middle">${year}</text>`;
  })}`;
}

/** Two strokes through the axis: to their left time runs on another scale. */
function bendMark(at: number, height: number): Html {
  const base = height - margin.bottom;
  return html`<path class="bend" d="M${round(at - 4)} ${base + 5}l5-10m3 10l5-10"/>`;
}

function outsideMarks(points: readonly OutsidePoint[], x: (at: number) => number, y: (value: number) => number): Html {
  const [only] = points;
  if (!only) return html``;
  const line = points.map(({ at, value }) => `${x(at.getTime())},${y(value)}`);
  return html`<g class="outside"><title>${only.label}</title><path class="line" d="M${line.join("L")}${points.length === 1 ? "h.1" : ""}"/></g>`;
}

function eventMark({ letter, label }: TrendEvent, at: number, height: number): Html {
  return html`<g class="event"><title>${label}</title><line x1="${at}" x2="${at}" y1="${margin.top - 4}" y2="${height - margin.bottom}"/><circle cx="${at}" cy="${margin.top - 13}" r="9"/><text x="${at}" y="${margin.top - 9}" text-anchor="middle">${letter}</text></g>`;
}

function seriesMarks(
  { rank, points }: TrendSeries,
  x: (index: number) => number,
  y: (value: number) => number,
  trend: Trend,
  height: number,
): Html {
  type Drawn = { readonly index: number; readonly point: ShownPoint };
  const runs: Drawn[][] = [];
  points.forEach((point, index) => {
    if (!isShown(point)) return;
    const run = runs.at(-1);
    const joins = run?.at(-1)?.index === index - 1 && !point.broken;
    if (run && joins) run.push({ index, point });
    else runs.push([{ index, point }]);
  });
  const line = (run: readonly Drawn[]) => run.map(({ index, point }) => `${x(index)},${y(point.value)}`);
  const band = (run: readonly Drawn[]) => [
    ...run.map(({ index, point }) => `${x(index)},${y(point.high)}`),
    ...run.toReversed().map(({ index, point }) => `${x(index)},${y(point.low)}`),
  ];
  return html`<g class="series ${rank}">${runs.map((run) =>
    run.length > 1
      ? html`<path class="band" d="M${band(run).join("L")}Z"/><path class="line" d="M${line(run).join("L")}"/>`
      : "",
  )}${runs.flat().map(({ index, point }) => {
    const at = x(index);
    return html`${point.broken ? breakMark((x(index - 1) + at) / 2, trend.breakLabel, height) : ""}<line class="whisker" x1="${at}" x2="${at}" y1="${y(point.low)}" y2="${y(point.high)}"/>${pointMark(rank, at, y(point.value), point)}`;
  })}${rank === "first" ? points.map((point, index) => (isShown(point) || trend.waves[index]?.missed ? "" : goneMark(point, x(index), trend, height))) : ""}</g>`;
}

/** The newest value of each series beside its point; where two would touch, they make room for each other. */
function endLabels(series: readonly TrendSeries[], x: (index: number) => number, y: (value: number) => number): Html {
  const labels = series
    .flatMap(({ rank, points }) => {
      const index = points.findLastIndex(isShown);
      const point = points[index];
      return isShown(point) ? [{ rank, x: x(index) + 8, y: y(point.value) + 4, written: point.written }] : [];
    })
    .toSorted((a, b) => a.y - b.y);
  const [upper, lower] = labels;
  const overlap = upper && lower && upper.x === lower.x ? Math.max(0, 15 - (lower.y - upper.y)) / 2 : 0;
  return html`${labels.map((label, at) => html`<g class="${label.rank}"><text class="last" x="${label.x}" y="${round(label.y + (at === 0 ? -overlap : overlap))}">${label.written}</text></g>`)}`;
}

/** Circles and diamonds, so that streams differ without colour. */
function pointMark(rank: TrendSeries["rank"], x: number, y: number, { small, label }: ShownPoint): Html {
  const style = small ? "point hollow" : "point";
  return rank === "first"
    ? html`<circle class="${style}" cx="${x}" cy="${y}" r="4"><title>${label}</title></circle>`
    : html`<path class="${style}" d="M${x} ${round(y - 4.6)}l4.6 4.6-4.6 4.6-4.6-4.6z"><title>${label}</title></path>`;
}

function breakMark(x: number, label: string, height: number): Html {
  const at = round(x);
  const bottom = height - margin.bottom;
  return html`<g class="break"><title>${label}</title><path d="M${at} ${margin.top}v${bottom - margin.top}"/><text x="${at}" y="${bottom - 6}" text-anchor="middle">${label}</text></g>`;
}

/** A cross where a number is withheld, a dash where nobody was asked: neither is a zero, and they are two things. */
function goneMark(why: "withheld" | "not-asked", x: number, trend: Trend, height: number): Html {
  const middle = height - margin.bottom - 9;
  const [label, path] =
    why === "withheld"
      ? [trend.withheldLabel, `M${round(x - 5)} ${middle - 5}l10 10m0-10l-10 10`]
      : [trend.notAskedLabel, `M${round(x - 5)} ${middle}h10`];
  return html`<g class="gone"><title>${label}</title><path d="${path}"/></g>`;
}

/** A gap with a name: a wave whose results were due and did not come. */
function missedMark(x: number, label: string, height: number): Html {
  const [top, base] = [margin.top, height - margin.bottom];
  return html`<g class="missed"><title>${label}</title><path class="lane" d="M${round(x - 7)} ${top}h14V${base}h-14z"/><circle cx="${x}" cy="${base - 9}" r="5.5"/><path d="M${round(x - 3.9)} ${round(base - 5.1)}l7.8-7.8"/></g>`;
}
