import type { PublishedRow } from "../../disclosure/protected-estimates.ts";
import { type Html, html } from "../../html/html.ts";
import type { Results } from "./results.ts";
import { scroller } from "./scroller.ts";

export interface IntervalLine {
  readonly label: string;
  readonly row: PublishedRow | undefined;
  /** Set apart: everybody, to compare with. */
  readonly whole?: boolean;
}
/** Lines under a heading of their own. */
export interface IntervalPart {
  readonly heading?: string;
  readonly lines: readonly IntervalLine[];
}

/**
 * A table in which every line draws its own dot and interval on 0-100: chart and table at once, read alike by eye, ear and
 * printer. What is withheld is hatched and says why.
 */
export function intervalTable(results: Results, caption: string, first: string, parts: readonly IntervalPart[]): Html {
  const { say } = results;
  const whole = parts.flatMap(({ lines }) => lines).find((line) => line.whole)?.row;
  const range = rangeOf(parts.flatMap(({ lines }) => lines));
  const reference = whole && whole.suppressed === "" ? `--whole:${onTrack(range, whole.value)}` : "";
  return scroller(
    caption,
    html`<table class="intervals" style="${reference}"><caption>${caption}</caption><thead><tr><th scope="col">${first}</th><th scope="col" class="plot"><span class="ticks" aria-hidden="true">${ticks(range)}</span><span class="hidden">${say("column-plot")}</span></th><th scope="col" class="end">${say("column-value")}</th><th scope="col">${results.intervalName}</th><th scope="col" class="end">${say("column-n")}</th></tr></thead>
${parts.map(
  ({ heading, lines }) =>
    html`<tbody>${heading === undefined ? "" : html`<tr class="part"><th scope="rowgroup" colspan="5">${heading}</th></tr>`}${lines.map((line) => intervalLine(results, line, range))}</tbody>`,
)}</table>`,
  );
}

function intervalLine(results: Results, { label, row, whole }: IntervalLine, range: Range): Html {
  const { say } = results;
  const name = html`<th scope="row"><bdi>${label}</bdi></th>`;
  if (row?.suppressed !== "") {
    // Hatched is withheld, and an empty line was not asked.
    const track = row === undefined || row.suppressed === "not-asked" ? "track" : "track hatched";
    return html`<tr class="gone">${name}<td class="plot"><span class="${track}"></span></td><td colspan="3" class="withheld">${say(`suppressed-${row?.suppressed || "not-asked"}`)}</td></tr>`;
  }
  const small = isSmall(row.flag);
  const style = `--lo:${onTrack(range, row.ci_low)};--hi:${onTrack(range, row.ci_high)};--v:${onTrack(range, row.value)}`;
  return html`<tr class="${whole ? "whole" : ""}">${name}<td class="plot"><span class="track" style="${style}"><span class="bar"></span><span class="dot${small ? " hollow" : ""}"></span></span></td><td class="number end">${results.value(row.value, row)}</td><td class="number">${results.interval(row)}</td><td class="number end count">${results.number(row.n)}${smallNote(results, row)}</td></tr>`;
}

/** Behind an n, where a number rests on few answers. */
export function smallNote({ say }: Results, { flag }: Pick<PublishedRow, "flag">): Html {
  return isSmall(flag) ? html` <span class="note">${say("small-sample")}</span>` : html``;
}

const isSmall = (flag: string): boolean => flag.split(" ").includes("small-sample");

/** The part of 0-100 that is drawn. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Steps of 10 around all intervals, at least 40 points, so that small differences can be seen and none looks large. */
function rangeOf(lines: readonly IntervalLine[]): Range {
  const shown = lines.flatMap(({ row }) => (row?.suppressed === "" ? [row] : []));
  if (shown.length === 0) return { from: 0, to: 100 };
  let from = Math.floor(Math.min(...shown.map((row) => row.ci_low)) / 10) * 10;
  let to = Math.ceil(Math.max(...shown.map((row) => row.ci_high)) / 10) * 10;
  while (to - from < 40 || (to - from) % 20 !== 0) {
    if (from > 0) from -= 10;
    if ((to - from < 40 || (to - from) % 20 !== 0) && to < 100) to += 10;
  }
  return { from, to };
}

/** Where a value lies, in percent of the drawn part. */
export function onTrack({ from, to }: Range, value: number): number {
  return Math.round((1000 * (value - from)) / (to - from)) / 10;
}

/** Both ends and the middle. */
export function ticks({ from, to }: Range): Html {
  return html`${[from, (from + to) / 2, to].map((tick) => html`<i>${tick}</i>`)}`;
}
