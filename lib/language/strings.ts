import { IntlMessageFormat } from "intl-messageformat";
import type { LanguageFile } from "./compile-messages.ts";
import en from "./strings/en.json" with { type: "json" };
import es from "./strings/es.json" with { type: "json" };

export type MessageKey = keyof typeof en.messages;
type MessageValues = Readonly<Record<string, string | number>>;

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

const files = new Map([en, es].map((file) => [file.language, file as LanguageFile] as const));

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
  const formats = new Map<MessageKey, IntlMessageFormat>();
  const say = (key: MessageKey, values?: MessageValues): string => {
    let format = formats.get(key);
    if (!format) {
      const message = file.messages[key];
      if (message === undefined) throw new Error(`${language}.json has no message "${key}"`);
      format = new IntlMessageFormat(typeof message === "string" ? message : [...message], language, undefined, {
        ignoreTag: true,
      });
      formats.set(key, format);
    }
    return String(format.format(values));
  };
  const { direction, name: title, reviewedBy } = file;
  const made: Strings = Object.assign(say, { language, title, direction, reviewedBy });
  spoken.set(language, made);
  return made;
}
