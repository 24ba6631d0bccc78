import type { LanguageFile } from "./compile-messages.ts";
import ar from "./results/ar.json" with { type: "json" };
import en from "./results/en.json" with { type: "json" };
import es from "./results/es.json" with { type: "json" };
import fr from "./results/fr.json" with { type: "json" };
import ht from "./results/ht.json" with { type: "json" };
import ja from "./results/ja.json" with { type: "json" };
import ko from "./results/ko.json" with { type: "json" };
import pl from "./results/pl.json" with { type: "json" };
import pt from "./results/pt.json" with { type: "json" };
import ru from "./results/ru.json" with { type: "json" };
import tl from "./results/tl.json" with { type: "json" };
import vi from "./results/vi.json" with { type: "json" };
import zhHans from "./results/zh-Hans.json" with { type: "json" };
import { type MessageValues, sayer } from "./sayer.ts";

export type ResultMessage = keyof typeof en.messages;

/** The words of the result pages in one language. Kept apart from `strings`, so that no resident waits for them. */
export interface ResultStrings {
  (key: ResultMessage, values?: MessageValues): string;
  readonly language: string;
  /** Name of the language in itself. */
  readonly title: string;
  readonly direction: "ltr" | "rtl";
}

const files = new Map(
  [en, es, zhHans, vi, ko, ru, ar, tl, pl, fr, ht, pt, ja].map(
    (file) => [file.language, file as LanguageFile] as const,
  ),
);

const spoken = new Map<string, ResultStrings>();

/**
 * The words of the result pages in a language; English where there are none.
 * @example resultStrings("es")("who-answered") // "Quién respondió"
 */
export function resultStrings(language: string): ResultStrings {
  const known = spoken.get(language);
  if (known) return known;
  const file = files.get(language);
  if (!file) return resultStrings("en");
  const { direction, name: title } = file;
  const made: ResultStrings = Object.assign(sayer<ResultMessage>(file), { language, title, direction });
  spoken.set(language, made);
  return made;
}
