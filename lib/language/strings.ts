import type { LanguageFile } from "./compile-messages.ts";
import { type MessageValues, sayer } from "./sayer.ts";
import ar from "./strings/ar.json" with { type: "json" };
import en from "./strings/en.json" with { type: "json" };
import es from "./strings/es.json" with { type: "json" };
import fr from "./strings/fr.json" with { type: "json" };
import ht from "./strings/ht.json" with { type: "json" };
import ja from "./strings/ja.json" with { type: "json" };
import ko from "./strings/ko.json" with { type: "json" };
import pl from "./strings/pl.json" with { type: "json" };
import pt from "./strings/pt.json" with { type: "json" };
import ru from "./strings/ru.json" with { type: "json" };
import tl from "./strings/tl.json" with { type: "json" };
import vi from "./strings/vi.json" with { type: "json" };
import zhHans from "./strings/zh-Hans.json" with { type: "json" };

export type MessageKey = keyof typeof en.messages;

/** The interface in one language: call it with a key and the values that its message names. */
export interface Strings {
  (key: MessageKey, values?: MessageValues): string;
  readonly language: string;
  /** Name of the language in itself, for the button that chooses it. */
  readonly title: string;
  readonly direction: "ltr" | "rtl";
  /** Null: no native speaker has checked these texts yet. */
  readonly reviewedBy: string | null;
}

// In the order of the online form of the 2020 Census. A built function holds the English messages; it reads the others from a
// file beside it when they are first said (`functions/bundle.ts`), so none is touched before.
const files = new Map(
  [en, es, zhHans, vi, ko, ru, ar, tl, pl, fr, ht, pt, ja].map(
    (file) => [file.language, file as LanguageFile] as const,
  ),
);

/** Languages the interface speaks, as BCP 47 tags. */
export const interfaceLanguages: readonly string[] = [...files.keys()];

const spoken = new Map<string, Strings>();

/**
 * The interface strings of a language; English where there are none.
 * @example strings("es")("send") // "Enviar respuestas"
 * @example strings("en")("consent-effort", { minutes: 1 }) // "It takes about 1 minute. Skip any question you like."
 */
export function strings(language: string): Strings {
  const known = spoken.get(language);
  if (known) return known;
  const file = files.get(language);
  if (!file) return strings("en");
  const { direction, name: title, reviewedBy } = file;
  const made: Strings = Object.assign(sayer<MessageKey>(file), { language, title, direction, reviewedBy });
  spoken.set(language, made);
  return made;
}
