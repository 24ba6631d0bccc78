import { type MessageFormatElement, parse } from "@formatjs/icu-messageformat-parser";
import { isPlain } from "./is-plain.ts";

/** A language file: interface texts as ICU messages, who has reviewed them (null: nobody yet), and the direction of the script. */
export interface LanguageFile<Message = string | readonly MessageFormatElement[]> {
  /** BCP 47. */
  readonly language: string;
  /** In the language itself. */
  readonly name: string;
  readonly direction: "ltr" | "rtl";
  readonly reviewedBy: string | null;
  readonly messages: Readonly<Record<string, Message>>;
}

/**
 * Parses the messages of a language file, so that a built function ships syntax trees and no parser; plain ones stay as they are.
 * The build calls it for every language file; without it, `strings` parses on first use.
 * @throws SyntaxError that names the message which is not ICU
 * @example compileMessages({ language: "en", name: "English", direction: "ltr", reviewedBy: null, messages: { send: "Send {n}" } }).messages.send // [{ type: 0, value: "Send " }, { type: 1, value: "n" }]
 */
export function compileMessages(file: LanguageFile<string>): LanguageFile {
  const messages = Object.entries(file.messages).map(([key, message]) => {
    if (isPlain(message)) return [key, message] as const;
    try {
      return [key, parse(message, { ignoreTag: true, captureLocation: false })] as const;
    } catch (error) {
      throw new SyntaxError(`${file.language}.json: "${key}" is no ICU message: ${message}`, { cause: error });
    }
  });
  return { ...file, messages: Object.fromEntries(messages) };
}
