import type { ProtectedEstimates, PublishedWave } from "../../disclosure/protected-estimates.ts";
import { formattingLocale } from "../../language/formatting-locale.ts";
import type { Measure } from "../../survey/instrument.ts";
import type { PublishedSurvey } from "../published-survey.ts";
import { answeredLittle } from "./representation-section.ts";
import { Results } from "./results.ts";
import { verdictOf, verdictSentence } from "./verdict.ts";
import { waveName } from "./wave-name.ts";

/** Something that somebody should be told of: never that a number moved, only what may be said of it. */
export interface News {
  /** `change`: up or down; `unjudged`: can no longer be compared or shown; `fewer-answers`; `missing-groups`: answer too rarely, and did not before. */
  readonly kind: "change" | "unjudged" | "fewer-answers" | "missing-groups";
  /** Of the first two. */
  readonly measure?: string;
  readonly sentence: string;
}

/** Answers fell where there were less than so many of those of the wave before. */
const fell = 2 / 3;

/**
 * What a wave brought, over everybody, against the wave before in its stream. A verdict of up or down is a change of its own each
 * time; one that cannot be judged is news once. Nothing in a first wave, as nothing can have changed.
 */
export function waveNews(results: Results, wave: PublishedWave): readonly News[] {
  const before = results.before(wave);
  if (!before) return [];
  return [
    ...results.measures.flatMap((measure) => ofMeasure(results, measure, wave, before)),
    ...ofAnswers(results, wave, before),
    ...ofGroups(results, wave, before),
  ];
}

function ofMeasure(results: Results, measure: Measure, wave: PublishedWave, before: PublishedWave): readonly News[] {
  const verdictIn = (one: PublishedWave) => verdictOf(results, one, results.row(one, { measure: measure.id }));
  const verdict = verdictIn(wave);
  const news = (kind: News["kind"]) => [
    { kind, measure: measure.id, sentence: verdictSentence(results, wave, measure) },
  ];
  if (verdict === "up" || verdict === "down") return news("change");
  const isJudged = !["too-few", "series-break", "withheld"].includes(verdict);
  return isJudged || verdict === verdictIn(before) ? [] : news("unjudged");
}

function ofAnswers(results: Results, { n }: PublishedWave, before: PublishedWave): readonly News[] {
  if (before.n === null || (n !== null && n >= fell * before.n)) return [];
  const from = waveName(before, results.language, results.published.department.timeZone);
  const values = { n: results.number(n ?? 0), before: results.number(before.n), from };
  return [{ kind: "fewer-answers", sentence: results.say("fewer-answers", values) }];
}

function ofGroups(results: Results, wave: PublishedWave, before: PublishedWave): readonly News[] {
  const rowsOf = (one: PublishedWave) =>
    results.estimates.representation.filter((row) => row.wave === one.wave && row.stream === one.stream);
  const known = new Set(
    rowsOf(before)
      .filter(answeredLittle)
      .map(({ margin, category }) => `${margin}\n${category}`),
  );
  const fresh = rowsOf(wave)
    .filter(answeredLittle)
    .filter(({ margin, category }) => !known.has(`${margin}\n${category}`))
    .map(({ margin, category }) => results.categoryName(margin, category));
  if (fresh.length === 0) return [];
  const list = new Intl.ListFormat(formattingLocale(results.language), { type: "conjunction" }).format(fresh);
  return [{ kind: "missing-groups", sentence: results.say("missing-groups", { list }) }];
}

/** How many news the newest wave of the headline stream holds, where a release brings it. @param brought ids of the waves that the release prints for the first time or again */
export function countNews(
  estimates: ProtectedEstimates,
  published: PublishedSurvey,
  brought: readonly string[] = [],
): number {
  const results = new Results(estimates, published, published.department.languages[0] ?? "en");
  const { newest } = results;
  return newest && brought.includes(newest.wave) ? waveNews(results, newest).length : 0;
}
