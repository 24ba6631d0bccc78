import type { PublishedRow } from "../../disclosure/protected-estimates.ts";
import { type Html, html } from "../../html/html.ts";
import type { Results } from "./results.ts";

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
  const reference = whole && whole.suppressed === "" ? `--whole:${whole.value}` : "--whole:-9";
  return html`<div class="scroll"><table class="intervals" style="${reference}"><caption>${caption}</caption><thead><tr><th scope="col">${first}</th><th scope="col" class="plot"><span class="ticks" aria-hidden="true"><i>0</i><i>25</i><i>50</i><i>75</i><i>100</i></span><span class="hidden">${say("column-plot")}</span></th><th scope="col">${say("column-value")}</th><th scope="col">${say("column-interval")}</th><th scope="col">${say("column-n")}</th></tr></thead>
${parts.map(
  ({ heading, lines }) =>
    html`<tbody>${heading === undefined ? "" : html`<tr class="part"><th scope="rowgroup" colspan="5">${heading}</th></tr>`}${lines.map((line) => intervalLine(results, line))}</tbody>`,
)}</table></div>`;
}

function intervalLine(results: Results, { label, row, whole }: IntervalLine): Html {
  const { say } = results;
  const name = html`<th scope="row">${label}</th>`;
  if (row?.suppressed !== "") {
    return html`<tr class="gone">${name}<td class="plot"><span class="track hatched"></span></td><td colspan="3" class="withheld">${say(`suppressed-${row?.suppressed || "not-asked"}`)}</td></tr>`;
  }
  const small = row.flag.split(" ").includes("small-sample");
  const style = `--lo:${row.ci_low};--hi:${row.ci_high};--v:${row.value}`;
  return html`<tr class="${whole ? "whole" : ""}">${name}<td class="plot"><span class="track" style="${style}"><span class="bar"></span><span class="dot${small ? " hollow" : ""}"></span></span></td><td class="number">${results.number(row.value)}</td><td class="number">${results.interval(row)}</td><td class="number">${results.number(row.n)}${small ? html` <span class="small">${say("small-sample")}</span>` : ""}</td></tr>`;
}

/** Highest value first, what is withheld last. */
export function byValue(lines: readonly IntervalLine[]): readonly IntervalLine[] {
  const value = ({ row }: IntervalLine) => row?.value ?? -1;
  return lines.toSorted((a, b) => value(b) - value(a));
}
