import type { ProtectedEstimates } from "../../disclosure/protected-estimates.ts";
import { type Html, html, raw } from "../../html/html.ts";
import type { Measure } from "../../survey/instrument.ts";
import type { PublishedSurvey } from "../published-survey.ts";
import { type ReleaseFile, textFile } from "../release-file.ts";
import { resultsFolder } from "../release-folders.ts";
import { xmlText } from "../xml-text.ts";
import { legendMarks } from "./chart-legend.ts";
import { outsideLines } from "./outside-lines.ts";
import { Results } from "./results.ts";
import { pictureStyle } from "./style.ts";
import { hasPoints, toldTrend, trendSubtitle } from "./told-trend.ts";
import { trendChart } from "./trend-chart.ts";
import { verdictSentence } from "./verdict.ts";
import { waveName } from "./wave-name.ts";

const width = 760;
const chartHeight = 300;
/** The newest numbers stand beside their points, outside the axes: so much on either side. */
const labelRoom = 12;
const edge = 16;

/** The path of a measure's picture in a release. */
export const picturePath = (measure: string): string => `figure-trend-${measure}.svg`;

/**
 * The trend of each primary measure as a picture of its own, for a slide or a newspaper, in the department's first language. A picture
 * loses its page: so its sentence, its legend, its events, the newest number with interval and n, how people were asked, and whether
 * all is made up, are in it.
 */
export function trendPictures(estimates: ProtectedEstimates, published: PublishedSurvey): readonly ReleaseFile[] {
  const results = new Results(estimates, published, published.department.languages[0] ?? "en");
  return results.newest
    ? results.primary.map((measure) =>
        textFile(picturePath(measure.id), "image/svg+xml", xmlText(String(picture(results, measure)))),
      )
    : [];
}

function picture(results: Results, measure: Measure): Html {
  const { say, newest, published, sampling, language } = results;
  const { department, survey } = published;
  const trend = toldTrend(results, measure);
  const row = results.row(newest, { measure: measure.id });
  const sentence = newest ? verdictSentence(results, newest, measure) : "";
  const when = newest ? waveName(newest, language, department.timeZone) : "";
  const basis = row?.suppressed === "" ? [`${when}: ${results.value(row.value, row)} (${results.basis(row)}).`] : [];
  const sources = outsideLines(results, measure).flatMap(([first]) => (first ? [first.label] : []));
  const page = new Sheet(language, say.direction);
  page.text(`${results.text(department.name)} – ${results.text(survey.title)}`, 13, "quiet");
  page.text(sentence, 20, "title");
  page.text(trendSubtitle(results, measure), 14, "quiet");
  page.legend([
    ...legendMarks(results, [measure]),
    ...sources.map((label) => ({ kind: "outside", mark: html`<path class="line" d="M1 7h28"/>`, label })),
  ]);
  if (hasPoints(results, measure))
    page.add(
      chartHeight,
      (y) =>
        html`<svg x="0" y="${y}" width="${width}" height="${chartHeight}">${trendChart({ ...trend, id: `p-${measure.id}` }, { width: width - 2 * labelRoom, height: chartHeight })}</svg>`,
    );
  const events = hasPoints(results, measure) ? trend.events : [];
  for (const { letter, label } of events) page.text(`${letter} – \u2068${label}\u2069`, 13, "ink");
  if (events.length > 0) page.text(say("events-note"), 12, "quiet");
  for (const line of [
    [...basis, ...(sampling?.sentences ?? [])].join(" "),
    say("trends-lead"),
    ...(department.demo ? [`${say("demo")} ${say("demo-text")}`] : []),
    `${survey.licence} · /${resultsFolder(department.id, survey.id)}`,
  ])
    page.text(line, 12, "quiet");
  return page.drawn(sentence);
}

/** Letters that are as wide as they are high. */
const wide = /[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60]/;
/** More than any usual font needs, for nobody knows with which one a picture will be drawn. */
const widthOf = (text: string, size: number): number =>
  [...text].reduce(
    (sum, letter) => sum + size * (wide.test(letter) ? 1 : /\p{Script=Cyrillic}/u.test(letter) ? 0.68 : 0.58),
    0,
  );

/** A sheet that is filled from above. */
class Sheet {
  readonly #parts: Html[] = [];
  readonly #words: Intl.Segmenter;
  readonly #rightToLeft: boolean;
  #height = edge;

  constructor(language: string, direction: "ltr" | "rtl") {
    this.#words = new Intl.Segmenter(language, { granularity: "word" });
    this.#rightToLeft = direction === "rtl";
  }

  add(height: number, part: (y: number) => Html): void {
    this.#parts.push(part(this.#height));
    this.#height += height;
  }

  /** Breaks a text where a line is full: SVG does not. */
  text(text: string, size: number, kind: "title" | "quiet" | "ink"): void {
    const lines = [""];
    const bold = kind === "title" ? 1.12 : 1;
    for (const { segment, isWordLike } of this.#words.segment(text)) {
      const line = lines.at(-1) ?? "";
      // No line begins with a full stop, nor with what a bracket has just opened.
      const mayBreak = isWordLike && (/\s$/.test(line) || wide.test(line.at(-1) ?? ""));
      if (mayBreak && widthOf(line + segment, bold * size) > width - 2 * edge) lines.push(segment);
      else lines[lines.length - 1] = line + segment;
    }
    const x = this.#rightToLeft ? width - edge : edge;
    for (const line of lines)
      this.add(
        size * 1.4,
        (y) =>
          html`<text class="${kind}" x="${x}" y="${y + size}" style="font-size:${size}px"${this.#rightToLeft && raw(' direction="rtl"')}>${line.trim()}</text>\n`,
      );
    this.#height += 4;
  }

  /** Marks with their words, as many to a line as fit. */
  legend(marks: readonly { readonly kind: string; readonly mark: Html; readonly label: string }[]): void {
    let x = edge;
    const drawn = marks.map(({ kind, mark, label }) => {
      const room = 38 + widthOf(label, 13) + 20;
      if (x > edge && x + room > width) {
        x = edge;
        this.#height += 20;
      }
      const y = this.#height;
      const part = html`<svg x="${x}" y="${y}" width="30" height="14" class="${kind}">${mark}</svg><text class="ink" x="${x + 36}" y="${y + 12}" style="font-size:13px">${label}</text>\n`;
      x += room;
      return part;
    });
    this.#parts.push(...drawn);
    this.#height += 28;
  }

  drawn(title: string): Html {
    const height = Math.ceil(this.#height + edge);
    return html`<svg xmlns="http://www.w3.org/2000/svg" class="wide" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}">
<style>${raw(`${pictureStyle}\nsvg .title{font-weight:700;fill:#16202b}svg .ink{fill:#16202b}`)}</style>
<rect width="${width}" height="${height}" fill="#fff"/>
${this.#parts}</svg>
`;
  }
}
