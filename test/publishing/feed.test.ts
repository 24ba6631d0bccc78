import { expect, test } from "vitest";
import { protect } from "../../lib/disclosure/protect.ts";
import type { WaveEstimates } from "../../lib/estimation/wave-estimates.ts";
import type { PublishedSurvey } from "../../lib/publishing/published-survey.ts";
import { Results } from "../../lib/publishing/report/results.ts";
import { countNews, waveNews } from "../../lib/publishing/report/wave-news.ts";
import { surveyPages } from "../../lib/publishing/results-pages.ts";
import { openBrowser } from "../browser.ts";
import { row, wave } from "../disclosure/made-up-wave.ts";
import { published, smallEstimates } from "./small-report.ts";

type Verdict = "up" | "down" | "no-detectable-change" | "too-few";
/** A wave of 2026 with a verdict on trust against the month before. */
const month = (at: number, { verdict, n = 400, F = 50 }: { verdict?: Verdict; n?: number; F?: number } = {}) => {
  const sign = verdict === "down" ? -1 : 1;
  const change = { from: `2026-0${at - 1}`, value: 6 * sign, low: 6 * sign - 4, high: 6 * sign + 4, detectable: 6.1 };
  const trust = row({}, { n, value: 50 + 6 * sign * at, deff: 1.1 }, verdict && { change: { ...change, verdict } });
  const share = (category: string, before: number, population: number) => ({
    ...{ margin: "sex", category, n: Math.round((n * before) / 100), population, before, after: population },
  });
  const representation = [share("F", F, 51), share("M", 100 - F, 49)];
  return wave(`2026-0${at}`, [trust, row({ measure: "safety" }, { n })], { n, representation });
};
const newsOf = (...waves: readonly WaveEstimates[]) => {
  const results = new Results(protect(waves), published, "en");
  return waveNews(results, results.newest!).map(({ kind, measure, sentence }) => [kind, measure ?? sentence]);
};
const start = month(1);

test.each([
  ["a first wave is no news", [start], []],
  ["a number that moved is none", [start, month(2, { verdict: "no-detectable-change" })], []],
  ["up is", [start, month(2, { verdict: "up" })], [["change", "trust"]]],
  ["up again is", [start, month(2, { verdict: "up" }), month(3, { verdict: "up" })], [["change", "trust"]]],
  ["down is", [start, month(2, { verdict: "down" })], [["change", "trust"]]],
  ["what cannot be judged is", [start, month(2, { verdict: "too-few" })], [["unjudged", "trust"]]],
  ["and is none once it was told", [start, month(2, { verdict: "too-few" }), month(3, { verdict: "too-few" })], []],
  [
    "answers that fell below two thirds are",
    [start, month(2, { n: 260 })],
    [["fewer-answers", "Fewer answers: about 260, after 400 in January 2026."]],
  ],
  ["and above are none", [start, month(2, { n: 270 })], []],
  [
    "a group that now answers too rarely is",
    [start, month(2, { F: 30 })],
    [["missing-groups", expect.stringMatching(/^F answered less than two thirds as often/)]],
  ],
  ["and is none once it was told", [month(1, { F: 30 }), month(2, { F: 31 })], []],
])("%s", (_, waves, news) => expect(newsOf(...waves)).toEqual(news));

test("only a release that brings the newest wave has news of it", () => {
  const estimates = protect([start, month(2, { verdict: "up" })]);
  expect([["2026-02"], ["2026-01"], []].map((brought) => countNews(estimates, published, brought))).toEqual([1, 0, 0]);
});

const demo = { ...published, department: { ...published.department, languages: ["en", "ar"] } };
const ledger = ["2026-01", "2026-02", "2026-03", "2026-04"].map((id, at) => ({
  release: `${id}-0123456789ab`,
  published: `${id}-29T06:00:00.000Z`,
  brought: [id],
  ...(at === 0 && { removed: true }),
  ...(at === 3 && { supersedes: "2026-03-0123456789ab", brought: ["2026-04", "2026-02"] }),
}));
const feeds = (survey: PublishedSurvey = demo, releases: typeof ledger = ledger, url?: string) =>
  surveyPages(protect(smallEstimates()), survey, { release: "r1", files: [] }, releases, url).filter(({ path }) =>
    path.endsWith("feed.xml"),
  );
const textOf = (...some: Parameters<typeof feeds>) => Buffer.from(feeds(...some)[0]!.bytes).toString();

test("a feed is beside the results of each language, well-formed whatever names hold, and every page leads to it", async () => {
  const odd = { ...demo, department: { ...demo.department, name: { en: 'A\u0001 & <b>"x"</b>' } } };
  expect(feeds(odd).map(({ path, contentType }) => [path, contentType])).toEqual([
    ["results/riverton/trust/feed.xml", "application/atom+xml"],
    ["results/riverton/trust/ar/feed.xml", "application/atom+xml"],
  ]);
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    const parse = `(text) => {
      const feed = new DOMParser().parseFromString(text, "application/xml");
      const all = (name) => [...feed.querySelectorAll(name)].map((one) => one.textContent);
      return { faults: feed.querySelectorAll("parsererror").length, ids: all("entry > id"), author: all("author > name"), updated: all("updated") };
    }`;
    for (const { bytes } of feeds(odd)) {
      const { faults, ids, author, updated } = await page.evaluate<{
        faults: number;
        ids: string[];
        author: string[];
        updated: string[];
      }>(`(${parse})(${JSON.stringify(Buffer.from(bytes).toString())})`);
      expect(faults).toBe(0);
      expect(new Set(ids).size).toBe(4);
      expect(author).toEqual(['A & <b>"x"</b>']);
      expect(updated).toEqual([updated[1], ...ledger.map((entry) => entry.published).toReversed()]);
    }
  } finally {
    await browser.close();
  }
  const pages = surveyPages(protect(smallEstimates()), demo, { release: "r1", files: [] }, ledger);
  for (const { path, bytes } of pages.filter((one) => one.path.endsWith(".html"))) {
    const feed = path.includes("/ar/") ? "/results/riverton/trust/ar/feed.xml" : "/results/riverton/trust/feed.xml";
    expect(Buffer.from(bytes).toString()).toContain(
      `<link rel="alternate" type="application/atom+xml" href="${feed}">`,
    );
  }
});

test("an entry says what may be said, with interval and n; what was removed or never came says that", () => {
  const entries = textOf().split("<entry>").slice(1);
  const lines = (at: number) => [...entries[at]!.matchAll(/<li>([^<]*)/g)].map(([, line]) => line);
  expect(lines(0)).toEqual([
    "Trust: 62.0 of 100. No detectable change since March 2026. (95% interval 59.3 to 64.7, n about 410)",
    "People were drawn at random among adults in Riverton.",
    "New: April 2026",
    "Printed again with answers that came late: February 2026",
    "corrects 2026-03-0123456789ab",
    "Release 2026-04-0123456789ab",
  ]);
  expect(lines(1)).toContain("Fewer answers: about 50, after 445 in February 2026.");
  expect(entries[2]).toContain("<title>Trust is up: 64.3 of 100, 6.1 points more than in January 2026.</title>");
  expect(lines(3)).toEqual(["Its files were removed because law demanded it; what is left says why"]);
  const missed = { wave: "2026-05", opens: "2026-05-01T00:00:00Z", closes: "2026-05-28T00:00:00Z" };
  const late = textOf({ ...demo, calendar: [{ ...missed, due: "2026-06-11T00:00:00.000Z", status: "missed" }] });
  expect(late.split("<entry>")[1]).toMatch(/<title>The results of May 2026 were expected by Jun 11, 2026/);
});

test("addresses are whole where the public one is known, and names of entries never depend on it", () => {
  const whole = textOf(demo, ledger, "https://survey.example.org");
  expect(whole).toContain(
    '<link rel="self" type="application/atom+xml" href="https://survey.example.org/results/riverton/trust/feed.xml"/>',
  );
  expect(whole.replaceAll("https://survey.example.org", "")).toBe(textOf());
});

test("before the first release there is none", () => expect(feeds(demo, [])).toEqual([]));
