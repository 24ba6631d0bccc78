import { IntlMessageFormat } from "intl-messageformat";
import en from "./results/en.json" with { type: "json" };
import es from "./results/es.json" with { type: "json" };

export type ResultMessage = keyof typeof en.messages;

/** The words of the result pages in one language. Kept apart from `strings`, so that no resident waits for them. */
export interface ResultStrings {
  (key: ResultMessage, values?: Readonly<Record<string, string | number>>): string;
  readonly language: string;
  readonly direction: "ltr" | "rtl";
}

const files = new Map([en, es].map((file) => [file.language, file] as const));

const spoken = new Map<string, ResultStrings>();

/** @example resultStrings("es")("who-answered") // "Quién respondió" */
export function resultStrings(language: string): ResultStrings {
  const known = spoken.get(language);
  if (known) return known;
  const file = files.get(language) ?? en;
  const formats = new Map<ResultMessage, IntlMessageFormat>();
  const say = (key: ResultMessage, values?: Readonly<Record<string, string | number>>): string => {
    let format = formats.get(key);
    if (!format) {
      format = new IntlMessageFormat(file.messages[key], file.language, undefined, { ignoreTag: true });
      formats.set(key, format);
    }
    return String(format.format(values));
  };
  const made = Object.assign(say, { language: file.language, direction: file.direction as "ltr" | "rtl" });
  spoken.set(language, made);
  return made;
}
