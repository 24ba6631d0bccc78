import type { Instrument, Question, Text } from "./instrument.ts";
import { questions } from "./questions.ts";

/**
 * Silent reading of English non-fiction: mean of 190 studies with 18,573 adults (Brysbaert 2019, Journal of Memory and Language 109,
 * 104047). The same message takes about as long in other languages, whatever the number of their words.
 */
const wordsPerMinute = 238;

/**
 * What is left of a question beside its reading, in seconds. Of a choice: so that 20 questions like ours, with their answers, take the median 8.2 s of the
 * 55 of an online panel about the police (2022, 1,013 people). Of what is written: our guess, on the long side.
 */
const secondsToAnswer: Readonly<Record<Question["type"], number>> = {
  scale: 4,
  choice: 4,
  choices: 6,
  area: 6,
  integer: 8,
  text: 60,
};

// An instrument never changes.
const known = new WeakMap<Instrument, ReadonlyMap<string, number>>();

/**
 * Seconds that a question takes, by words and type, on average over those given; 0 of none. How long anybody took is nowhere stored
 * (`docs/decisions/0007-time-left.md`), so nothing observed can take its place.
 * @example Math.round(secondsPerQuestion(core1, questions(core1)) * 10) / 10 // 8.6
 */
export function secondsPerQuestion(instrument: Instrument, asked: readonly Question[]): number {
  const seconds = known.get(instrument) ?? secondsOf(instrument);
  known.set(instrument, seconds);
  const total = asked.reduce((sum, { id }) => sum + (seconds.get(id) ?? 0), 0);
  return asked.length === 0 ? 0 : total / asked.length;
}

/** A scale is read where it comes first. */
function secondsOf(instrument: Instrument): ReadonlyMap<string, number> {
  const language = instrument.languages.includes("en") ? "en" : (instrument.languages[0] ?? "en");
  const segments = new Intl.Segmenter(language, { granularity: "word" });
  const words = (text: Text | undefined): number =>
    [...segments.segment(text?.[language] ?? "")].filter(({ isWordLike }) => isWordLike).length;
  const read = new Set<string>();
  const options = (question: Question): readonly { readonly label: Text }[] => {
    if (question.type !== "scale") return "options" in question ? question.options : [];
    if (read.has(question.scale)) return [];
    read.add(question.scale);
    return instrument.scales[question.scale]?.options ?? [];
  };
  return new Map(
    questions(instrument).map((question) => {
      const labels = options(question).reduce((sum, { label }) => sum + words(label), 0);
      const reading = ((words(question.text) + words(question.hint) + labels) / wordsPerMinute) * 60;
      return [question.id, reading + secondsToAnswer[question.type]];
    }),
  );
}
