import { IntlMessageFormat } from "intl-messageformat";
import type { LanguageFile } from "./compile-messages.ts";
import { formattingLocale } from "./formatting-locale.ts";
import { isPlain } from "./is-plain.ts";

export type MessageValues = Readonly<Record<string, string | number>>;

/**
 * Says the messages of a language file; each is made ready when it is first said.
 * @throws Error that names language and message, where the file lacks it
 */
export function sayer<Key extends string>(file: LanguageFile): (key: Key, values?: MessageValues) => string {
  const formats = new Map<Key, IntlMessageFormat>();
  return (key, values) => {
    const message = file.messages[key];
    if (message === undefined) throw new Error(`${file.language}.json has no message "${key}"`);
    if (typeof message === "string" && isPlain(message)) return message;
    let format = formats.get(key);
    if (!format) {
      format = new IntlMessageFormat(
        typeof message === "string" ? message : [...message],
        formattingLocale(file.language),
        undefined,
        { ignoreTag: true },
      );
      formats.set(key, format);
    }
    return String(format.format(values));
  };
}
