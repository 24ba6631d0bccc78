import { expect, test } from "vitest";
import { reportPage } from "../../lib/publishing/report/report-page.ts";
import { largeReport } from "./large-report.ts";

const { estimates, published } = await largeReport({ months: 2, districts: 2 });
const pageOf = (survey: typeof published): string =>
  reportPage(estimates, survey, {
    language: "en",
    data: { href: "", sizes: new Map() },
    languages: [],
    releases: [],
  });
const page = pageOf(published);
const between = (from: string, to: string): string =>
  page.slice(page.indexOf(from), page.indexOf(to, page.indexOf(from)));
const questions = {
  respect: "The police in my neighborhood treat people with respect.",
  listen: "The police in my neighborhood listen to and take into account the concerns of local residents.",
};

test("the tile of a score of several questions says every one of them, that of one its question", () => {
  const tile = between("<h3>Trust</h3>", "</div>");
  expect(tile).toContain(
    `<p class="quiet"><bdi>Mean score of 2 questions.</bdi></p><ul class="items"><li><bdi>${questions.respect}</bdi></li><li><bdi>${questions.listen}</bdi></li></ul>`,
  );
  expect(between("<h3>Feeling safe</h3>", "</div>")).toContain(
    '<p class="quiet"><bdi>How safe do you feel walking alone in your neighborhood after dark?</bdi></p>',
  );
});

test.each([
  ["trust", 2],
  ["procedural-justice", 4],
  ["partnership", 2],
])("the trend of %s says its %i questions", (measure, count) => {
  const caption = between(`id="trend-${measure}"`, "</figcaption>");
  expect(caption).toContain(`Mean score of ${count} questions.</summary><ul class="items">`);
  expect(caption.match(/<li>/g)).toHaveLength(count);
});

test("the wording is listed score by score", () => {
  const list = between("<summary>Wording of the questions</summary>", "</details>");
  const scores = [...list.matchAll(/<dt>([^<]+)<\/dt><dd><ul class="items">(.*?)<\/ul>/g)];
  expect(scores.map(([, name]) => name)).toEqual([
    "Trust",
    "Feeling safe",
    "Fair treatment",
    "Decisions good for the community",
    "Effectiveness against crime",
    "Readiness to report crime",
    "Knowing what is being done",
    "Partnership with the community",
  ]);
  for (const score of [scores[0], scores[2]]) expect(score?.[2]).toContain(questions.listen);
});

test("scores that share questions are named, once, and only where there are any", () => {
  const sentence = "These scores share questions, so they partly rise and fall together: Trust and Fair treatment.";
  expect(page.split(sentence)).toHaveLength(2);
  const instruments = Object.fromEntries(
    Object.entries(published.instruments).map(([hash, instrument]) => [
      hash,
      { ...instrument, measures: instrument.measures.filter(({ id }) => id !== "procedural-justice") },
    ]),
  );
  expect(pageOf({ ...published, instruments })).not.toContain("These scores share questions");
});
