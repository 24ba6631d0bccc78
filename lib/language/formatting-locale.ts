const nearest: Readonly<Record<string, string>> = { ht: "fr" };

/**
 * The locale for dates, numbers, lists and plurals of a language: the language, or the nearest one that JavaScript knows. It does not know
 * Haitian Creole, and would fall back to the computer's own language; French names of months are read in Haiti.
 * @example formattingLocale("ht") // "fr"
 */
export function formattingLocale(language: string): string {
  return nearest[language] ?? language;
}
