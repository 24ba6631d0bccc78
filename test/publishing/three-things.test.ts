import { describe, expect, test } from "vitest";
import { protect } from "../../lib/disclosure/protect.ts";
import type { PublishedSurvey } from "../../lib/publishing/published-survey.ts";
import { reportPage } from "../../lib/publishing/report/report-page.ts";
import { row, wave } from "../disclosure/made-up-wave.ts";
import { published } from "./small-report.ts";

const percent = (option: string, value: number, n: number) =>
  row(
    { measure: "safety", statistic: "percent", option },
    { n, value, ciLow: Math.max(0, value - 3), ciHigh: Math.min(100, value + 3) },
  );
const missing = (value: number, n: number) =>
  row(
    { measure: "safety", statistic: "percent-missing", option: "dk" },
    { n, value, ciLow: value - 2, ciHigh: value + 2 },
  );
const notAsked = { value: null, se: null, ciLow: null, ciHigh: null, deff: null, nEffective: null, df: 0, n: 0 };

/** Trust of five waves: a score of zero, withheld, not asked, over few answers, and one of many. */
const estimates = protect([
  wave("2026-01", [row({}, { n: 420, value: 0, se: 0, ciLow: 0, ciHigh: 0, deff: null, nEffective: 420 })]),
  wave("2026-02", [row({}, { n: 12, value: 60 })]),
  wave("2026-03", [row({ measure: "safety" }, { n: 420, value: 60 }), row({}, { ...notAsked, why: "not-asked" })]),
  wave("2026-04", [row({}, { n: 40, value: 61 })]),
  wave("2026-05", [
    row({}, { n: 420, value: 62 }),
    row({ measure: "safety" }, { n: 80, value: 30 }),
    ...[percent("1", 2, 80), percent("2", 1, 80), percent("3", 1, 80), percent("4", 96, 80), missing(6.2, 430)],
  ]),
]);
const pageOf = (survey: PublishedSurvey): string =>
  reportPage(estimates, survey, {
    language: "en",
    data: { href: "", sizes: new Map() },
    languages: [],
    releases: [],
  });
const page = pageOf(published);
const figure = page.slice(
  page.indexOf('id="trend-trust"'),
  page.indexOf("</figure>", page.indexOf('id="trend-trust"')),
);
const line = (waveName: string): string =>
  figure.slice(figure.indexOf(`<th scope="row">${waveName}`)).split("</tr>")[0] ?? "";

describe("zero, withheld and not asked are three things", () => {
  test("in the chart: a point, a cross, a dash", () => {
    const wide = figure.slice(0, figure.indexOf("</svg>"));
    expect([...wide.matchAll(/<circle class="point/g)]).toHaveLength(3);
    expect(
      [...wide.matchAll(/<g class="gone"><title>([^<]+)<\/title><path d="M[\d. ]+(.)/g)].map((m) => [m[1], m[2]]),
    ).toEqual([
      ["withheld", "l"],
      ["Not asked", "h"],
    ]);
  });
  test("in its legend and its table", () => {
    expect(page.slice(page.indexOf('class="legend"'), page.indexOf("</ul>", page.indexOf('class="legend"')))).toMatch(
      /withheld<\/li>.*Not asked<\/li>/,
    );
    expect(line("January 2026")).toContain('<td class="number">0.0</td>');
    expect(line("February 2026")).toContain("Withheld: too few answers to be reliable");
    expect(line("March 2026")).toContain('class="withheld">Not asked<');
  });
});

test("a small sample is hollow, and says in words that it is one, in the chart and in its table", () => {
  expect(figure).toMatch(/<circle class="point hollow"[^>]*><title>61 \(\d+ to \d+\), small sample<\/title>/);
  expect(line("April 2026")).toContain('40 <span class="note">small sample</span>');
  expect(line("May 2026")).not.toContain("small sample");
});

test("a share that is printed at the bound says so; shares of missing answers have their interval and n", () => {
  const answers = page.slice(page.indexOf('id="answers"'), page.indexOf('id="quality"'));
  expect([...answers.matchAll(/class="number end">([^<]+)</g)].map(([, text]) => text)).toEqual([
    "≤5%",
    "≤5%",
    "≤5%",
    "≥95%",
  ]);
  expect(answers).toMatch(/Of about 430 asked: don’t know 6\.2% \(4\.\d to 8\.\d\)\./);
});

test("the card of a score of one question says how many were asked and gave no answer, that of several says nothing of it", () => {
  const [instrument] = Object.values(published.instruments);
  const measures = instrument!.measures.map((measure) => ({ ...measure, primary: measure.id !== "contact" }));
  const cards = pageOf({ ...published, instruments: { i1: { ...instrument!, measures } } });
  const card = (name: string) => cards.slice(cards.indexOf(`<h3>${name}</h3>`)).split("</div>")[0];
  expect(card("Safety")).toMatch(/<p class="quiet">Of about 430 asked: don’t know 6\.2% \(4\.\d to 8\.\d\)\.<\/p>/);
  expect(card("Trust")).not.toContain("asked:");
});

test("what is not published of questions that make one score together is not promised", () => {
  expect(page).toContain("For a question that is one of several in a score, single answers are not published.");
  expect(page).not.toContain("their share is shown beside it");
});
