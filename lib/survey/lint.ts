import { builtInNames, builtInTranslations } from "./built-in-instruments.ts";
import type { DepartmentFolder } from "./department.ts";
import type { Instrument, Item, Scale } from "./instrument.ts";
import { loneCategories } from "./lone-categories.ts";
import { longTexts } from "./long-texts.ts";

/** Advice is no refusal: the folder can be used as it is. */
export interface Advice {
  readonly file: string;
  /** Id of an item, scale or demographic; "" for the file. */
  readonly item: string;
  readonly advice: string;
}

const mostWords = 25;
/** The plain-language goal of most public bodies. A single sentence measures roughly, so advice begins well above it. */
const goalGrade = 8;
const highestGrade = 12;
const mostQuestions = 25;

/**
 * Looks at wording, scales and languages as a reviewer of questionnaires would. Wording is judged in English, lengths and names
 * of officers in every language;
 * that of built-in instruments is not, as nobody can change it without breaking the series.
 */
export function lint(folder: DepartmentFolder): readonly Advice[] {
  const { department, survey, instruments } = folder;
  const about = (file: string) => (item: string, advice: string) => ({ file, item, advice });
  return [
    ...Object.entries(instruments)
      .filter(([file]) => !builtInNames.includes(file))
      .flatMap(([file, instrument]) => instrumentAdvice(instrument, about(file))),
    ...loneCategories(folder).map(({ group, advice }) => about("survey.json")(group, advice)),
    ...languageAdvice(folder).map((advice) => about("department.json")(department.id, advice)),
    ...(survey.margins.length > 0
      ? []
      : [
          about("survey.json")(
            survey.id,
            "There are no margins, so results describe those who answered, not residents.",
          ),
        ]),
  ];
}

type About = (item: string, advice: string) => Advice;

function instrumentAdvice(instrument: Instrument, about: About): readonly Advice[] {
  const questions = instrument.items.filter(({ type }) => type !== "note" && type !== "group");
  return [
    ...(questions.length > mostQuestions
      ? [about("", `${questions.length} questions are many; people leave surveys of more than ${mostQuestions}.`)]
      : []),
    ...instrument.items.flatMap((item) => wordingAdvice(item).map((advice) => about(item.id, advice))),
    ...questions
      .filter((item) => item.type === "scale" && !("offers" in item && item.offers?.length))
      .map(({ id }) =>
        about(id, "Offer “don’t know” or “prefer not to answer”, or people who have no opinion invent one."),
      ),
    ...longTexts(instrument).map(({ item, advice }) => about(item, advice)),
    ...Object.entries(instrument.scales).flatMap(([id, scale]) =>
      scaleAdvice(scale).map((advice) => about(id, advice)),
    ),
    ...(instrument.measures.some(({ primary }) => primary)
      ? []
      : [about("", "No measure is primary; declare the few that success is judged by before the first wave.")]),
  ];
}

function wordingAdvice(item: Item): readonly string[] {
  const advice: string[] = [];
  if (item.type !== "note" && item.type !== "group") {
    const labels = "options" in item ? item.options.map(({ label }) => label) : [];
    if ([item.text, item.hint ?? {}, ...labels].flatMap((text) => Object.values(text)).some(namesOfficer))
      advice.push("It seems to name an officer. Ask about the department: answers about a person are personal data.");
    else if (asksForOfficer(`${item.text.en} ${item.hint?.en ?? ""}`))
      advice.push(
        "It seems to ask which officer it was. Answers about a person are personal data, and who was there can be found out.",
      );
  }
  const text = item.text.en;
  if (text === undefined) return advice;
  const count = words(text).length;
  if (count > mostWords) advice.push(`${count} words; at most ${mostWords} are read to the end.`);
  const grade = readingGrade(text);
  if (count >= 8 && grade > highestGrade)
    advice.push(
      `The reading grade is about ${Math.round(grade)}; aim for ${goalGrade}: shorter words, shorter sentences.`,
    );
  if (item.type === "note" || item.type === "group") return advice;
  if (isDoubleBarrelled(text))
    advice.push("It may ask two things at once (and, or): somebody may agree with one of them.");
  if (/\b(?:do|did|are|is|was|would|should)n['’]t (?:you|it|they|we)\b|\byou (?:surely|of course)\b/iu.test(text))
    advice.push("It suggests its answer. Ask so that every answer is as easy to give.");
  if (/\bnot\b.*\bnot\b|\bnever\b.*\bnot\b|\bdo(?:n['’]t| not)\b.*\bun\w+/iu.test(text))
    advice.push("A double negative is answered the wrong way round by many.");
  if (item.type === "text")
    advice.push("Free text carries names and places; leave it out unless somebody reads and cleans it.");
  return advice;
}

/** Ranks, in languages that write them before a name, and then a name; or a badge number. */
function namesOfficer(text: string): boolean {
  return /(?<!\p{L})(?:[Oo]fficer|[Ss]ergeant|[Dd]etective|[Dd]eputy|[Ll]ieutenant|[Cc]aptain|[Aa]gente?|[Oo]ficial|[Ss]argento|[Tt]eniente|[Cc]apitán|[Oo]fficier|[Ss]ergent|[Cc]apitaine)\s+(?:\p{Lu}\.?\s*)?\p{Lu}\p{Ll}+|\b[Bb]adge\b\D{0,12}\d/u.test(
    text,
  );
}

function asksForOfficer(text: string): boolean {
  return /\b(?:(?:which|what|whose) officer|(?:who was|name of) the officer|officers?['’]s? names?|badge numbers?)\b/iu.test(
    text,
  );
}

/** Two verbs or two adjectives joined. Pairs that are one idea in this field are not two questions. */
function isDoubleBarrelled(text: string): boolean {
  const oneIdea =
    /\b(people and groups|people or groups|race or ethnicity|own or rent|police and community|terms and conditions)\b/giu;
  return /\b(and|or)\b/iu.test(text.replace(oneIdea, "").replace(/\([^)]*\)/gu, ""));
}

function scaleAdvice({ options }: Scale): readonly string[] {
  const advice: string[] = [];
  if (options.length < 3 || options.length > 7)
    advice.push(`${options.length} options; scales of 3 to 7 are answered alike by most people.`);
  return [...advice, ...balanceAdvice(options)];
}

function balanceAdvice(options: Scale["options"]): readonly string[] {
  const favourable = options.filter((option) => option.favourable).length;
  const half = options.length / 2;
  if (favourable === 0) return ["No option is favourable, so no share can be published beside the mean."];
  if (favourable > half)
    return [`${favourable} of ${options.length} options are favourable: the scale leans to one side.`];
  return favourable < Math.floor(half) - 1
    ? [`Only ${favourable} of ${options.length} options is favourable: the scale leans to one side.`]
    : [];
}

function languageAdvice({ department, survey, instruments }: DepartmentFolder): readonly string[] {
  const more = (instruments[survey.instrument]?.languages ?? []).filter((tag) => !department.languages.includes(tag));
  const english = department.languages.every((tag) => tag === "en");
  const unread = builtInTranslations(survey.instrument)
    .filter(({ language, reviewedBy }) => reviewedBy === null && department.languages.includes(language))
    .map(({ language }) => languageNames.of(language) ?? language);
  if (more.length > 0 && !builtInNames.includes(survey.instrument))
    return [`The instrument also speaks ${more.join(", ")}; add them to the department’s languages.`];
  return [
    ...(english ? ["English alone leaves residents out; add the languages spoken there."] : []),
    ...(unread.length > 0
      ? [
          `No native speaker has read the texts of ${survey.instrument} in ${list.format(unread)} yet; ask one to before the first wave.`,
        ]
      : []),
  ];
}

const list = new Intl.ListFormat("en");
const languageNames = new Intl.DisplayNames("en", { type: "language" });

const words = (text: string): readonly string[] => text.match(/[\p{L}\p{N}’']+/gu) ?? [];

/**
 * Flesch-Kincaid grade of an English text: 0.39 words per sentence + 11.8 syllables per word − 15.59 (Kincaid et al. 1975).
 * Syllables are counted as groups of vowels, a silent e at the end apart.
 * @example readingGrade("The cat sat on the mat.") // -1.4…
 */
export function readingGrade(text: string): number {
  const all = words(text);
  if (all.length === 0) return 0;
  const sentences = Math.max(1, text.match(/[.!?](\s|$)/gu)?.length ?? 0);
  const syllables = all.reduce((sum, word) => sum + syllablesOf(word), 0);
  return 0.39 * (all.length / sentences) + 11.8 * (syllables / all.length) - 15.59;
}

function syllablesOf(word: string): number {
  const groups = word
    .toLowerCase()
    .replace(/(?<=[^aeiouyl])e$/u, "")
    .match(/[aeiouy]+/gu);
  return Math.max(1, groups?.length ?? 0);
}
