import { formattingLocale } from "../language/formatting-locale.ts";
import type { Text } from "../survey/instrument.ts";

/** A text in a language, else in the first that it has. */
export function inLanguage(text: Text | undefined, language: string): string {
  if (text === undefined) return "";
  return (Object.hasOwn(text, language) ? text[language] : Object.values(text)[0]) ?? "";
}

const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * A day as it is said in a language, in a department's time zone.
 * @param instant ms since 1970
 * @example dayInLanguage(Date.UTC(2026, 2, 1), "en", "America/Phoenix") // "February 28, 2026"
 */
export function dayInLanguage(instant: number, language: string, timeZone: string): string {
  const key = `${language}\n${timeZone}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(formattingLocale(language), { timeZone, dateStyle: "long" });
    formats.set(key, format);
  }
  return format.format(instant);
}
