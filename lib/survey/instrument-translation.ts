import type { Language, Text } from "./instrument.ts";

/** The texts of an instrument in one more language, in a file of their own, so that one person can read one language at a time. */
export interface InstrumentTranslation {
  /** BCP 47. */
  readonly language: Language;
  /** Name or office of the native speaker who read these texts; null: nobody has yet. */
  readonly reviewedBy: string | null;
  /** By the name of the text, see `instrumentTexts`. */
  readonly texts: Readonly<Record<string, string>>;
}

const textKeys = ["title", "text", "hint", "label"];

/**
 * Every text of an instrument file by its name: its place in the file, with ids and values for positions and without a last
 * `text` or `label`: `title`, `scales.agree.options.5`, `items.fair`, `items.race.hint`, `items.race.options.white`.
 */
export function instrumentTexts(file: unknown): ReadonlyMap<string, Text> {
  return new Map(texts(file, []));
}

/**
 * An instrument file with the texts of translations beside its own, their languages after its own. A text that a translation
 * lacks stays missing: `parseInstrument` refuses that, and names item and language.
 */
export function withTranslations<File extends { readonly languages: readonly Language[] }>(
  file: File,
  translations: readonly InstrumentTranslation[],
): File {
  const languages = [...file.languages, ...translations.map(({ language }) => language)];
  const translated = structuredClone({ ...file, languages });
  for (const [name, text] of texts(translated, []))
    for (const translation of translations) {
      const words = translation.texts[name];
      if (words !== undefined) Object.assign(text, { [translation.language]: words });
    }
  return translated;
}

/** An instrument with its texts in these languages only. @example inLanguages(core1, ["en"]).languages // ["en"] */
export function inLanguages<File extends { readonly languages: readonly Language[] }>(
  file: File,
  languages: readonly Language[],
): File {
  const kept = file.languages.filter((language) => languages.includes(language));
  const copy = structuredClone({ ...file, languages: kept });
  for (const [, text] of texts(copy, []))
    for (const language of Object.keys(text))
      if (!kept.includes(language)) delete (text as Record<string, string>)[language];
  return copy;
}

function* texts(value: unknown, names: readonly string[]): Generator<[string, Text]> {
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    const name = Array.isArray(value) ? nameOf(inner, key) : key;
    const isText = typeof inner === "object" && textKeys.includes(key);
    if (isText) yield [[...names, ...(key === "text" || key === "label" ? [] : [key])].join("."), inner as Text];
    else yield* texts(inner, [...names, name]);
  }
}

/** What a list calls its entry: id or value, else the position. */
function nameOf(entry: unknown, position: string): string {
  const { id, value } = (typeof entry === "object" && entry !== null ? entry : {}) as { id?: string; value?: unknown };
  return String(id ?? value ?? position);
}
