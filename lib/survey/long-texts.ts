import type { Instrument, Item, Text } from "./instrument.ts";

/** A text that is longer than people read, with the item or scale it belongs to. */
export interface LongText {
  readonly item: string;
  readonly advice: string;
}

/** Words, of a language that writes them apart; of one that does not, so many characters count as a word. */
const charactersPerWord: Readonly<Record<string, number>> = { "zh-Hans": 1.7, ja: 2 };
const most = { question: 35, note: 60, hint: 30, option: 12 } as const;
type Kind = keyof typeof most;

/**
 * Texts of an instrument, in all of its languages, that are too long for their place. The limit for a question is wider than
 * that for English wording, as other languages need more words for the same.
 */
export function longTexts({ items, scales }: Instrument): readonly LongText[] {
  return [
    ...items.flatMap((item) => ofItem(item)),
    ...Object.entries(scales).flatMap(([id, { options }]) =>
      options.flatMap(({ label }) => tooLong(id, "option", label)),
    ),
  ];
}

function ofItem(item: Item): readonly LongText[] {
  const { id, type, text, hint } = item;
  const isNote = type === "note" || type === "group";
  return [
    // English questions are judged more strictly, with their wording.
    ...tooLong(
      id,
      isNote ? "note" : "question",
      Object.fromEntries(Object.entries(text).filter(([tag]) => tag !== "en")),
    ),
    ...(hint ? tooLong(id, "hint", hint) : []),
    ...("options" in item ? item.options.flatMap(({ label }) => tooLong(id, "option", label)) : []),
  ];
}

function tooLong(item: string, kind: Kind, text: Text): readonly LongText[] {
  return Object.entries(text).flatMap(([language, words]) => {
    const count = wordCount(words, language);
    if (count <= most[kind]) return [];
    return [
      { item, advice: `This ${kind} has about ${count} words in ${language}; people read at most ${most[kind]}.` },
    ];
  });
}

/** @example wordCount("How safe do you feel?", "en") // 5 */
export function wordCount(text: string, language: string): number {
  const characters = charactersPerWord[language];
  if (characters !== undefined) return Math.round((text.match(/[\p{L}\p{N}]/gu) ?? []).length / characters);
  return (text.match(/[\p{L}\p{N}\p{M}’'-]+/gu) ?? []).length;
}
