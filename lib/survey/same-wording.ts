import type { Demographic, Instrument, Measure, Question, Text } from "./instrument.ts";
import { questions } from "./questions.ts";

/**
 * Whether a measure means the same in two versions of an instrument: the same items with the same wording and conditions, on
 * scales with the same values and labels in the same order, asked after the same questions. Anything else breaks the series.
 * A language that only one of them has changes nothing.
 */
export function sameMeasure(id: string, a: Instrument, b: Instrument): boolean {
  const [first, second] = [a, b].map((instrument) => instrument.measures.find((measure) => measure.id === id));
  if (first === undefined || second === undefined) return false;
  if (first.minAnswered !== second.minAnswered || !same(first.items, second.items)) return false;
  return same(questionsUpTo(a, first), questionsUpTo(b, second)) && first.items.every((item) => sameItem(item, a, b));
}

/** Whether the categories of a demographic are read from the same question in the same way. */
export function sameDemographic(id: string, a: Instrument, b: Instrument): boolean {
  const [first, second] = [a, b].map((instrument) => instrument.demographics.find((candidate) => candidate.id === id));
  if (first === undefined || second === undefined) return first === second;
  return first.item === second.item && same(rulesOf(first), rulesOf(second)) && sameItem(first.item, a, b);
}

/** Ids of the questions before and among the items: what was asked before colours an answer. Of a block that rotates, all. */
function questionsUpTo(instrument: Instrument, measure: Measure): readonly string[] {
  const ids = questions(instrument).map(({ id }) => id);
  const blocks = instrument.items.flatMap((item) => (item.type === "group" && item.rotate ? [item.items] : []));
  const blockOf = (id: string) => blocks.find((block) => block.includes(id)) ?? [id];
  const last = Math.max(...measure.items.flatMap(blockOf).map((item) => ids.indexOf(item)));
  return ids.slice(0, last + 1).map((id) => blockOf(id).toSorted().join(" "));
}

const rulesOf = ({ categories }: Demographic) => categories.map(({ label: _, ...rule }) => rule);

function sameItem(id: string, a: Instrument, b: Instrument): boolean {
  const [first, second] = [a, b].map((instrument) => questions(instrument).find((question) => question.id === id));
  if (first === undefined || second === undefined || first.type !== second.type) return false;
  return (
    sameText(first.text, second.text) &&
    (first.hint === undefined) === (second.hint === undefined) &&
    sameText(first.hint ?? {}, second.hint ?? {}) &&
    same(first.visibleIf ?? null, second.visibleIf ?? null) &&
    same(first.offers ?? [], second.offers ?? []) &&
    sameAnswers(answersOf(first, a), answersOf(second, b))
  );
}

interface PossibleAnswer {
  readonly label?: Text;
  readonly rest: unknown;
}

/** What can be answered, in its order. */
function answersOf(question: Question, instrument: Instrument): readonly PossibleAnswer[] {
  switch (question.type) {
    case "scale":
      return (instrument.scales[question.scale]?.options ?? []).map(({ label, ...rest }) => ({ label, rest }));
    case "choice":
    case "choices":
      return question.options.map(({ label, ...rest }) => ({ label, rest }));
    case "integer":
      return [{ rest: [question.min, question.max] }];
    default:
      return [];
  }
}

function sameAnswers(a: readonly PossibleAnswer[], b: readonly PossibleAnswer[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ label, rest }, i) => same(rest, b[i]!.rest) && sameText(label ?? {}, b[i]!.label ?? {}))
  );
}

/** In every language that both have. Texts without a language in common cannot be compared, so they are not the same. */
function sameText(a: Text, b: Text): boolean {
  const [first, second] = [Object.keys(a), Object.keys(b)];
  const shared = first.filter((language) => Object.hasOwn(b, language));
  if (shared.length === 0) return first.length + second.length === 0;
  return shared.every((language) => a[language] === b[language]);
}

/** Equal as data, whatever the order of keys. */
function same(a: unknown, b: unknown): boolean {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b;
  const [first, second] = [Object.entries(a), Object.entries(b)];
  return (
    Array.isArray(a) === Array.isArray(b) &&
    first.length === second.length &&
    first.every(([key, value]) => Object.hasOwn(b, key) && same(value, (b as Record<string, unknown>)[key]))
  );
}
