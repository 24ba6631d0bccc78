import { readdirSync, readFileSync } from "node:fs";
import { type MessageFormatElement, parse, TYPE } from "@formatjs/icu-messageformat-parser";
import { describe, expect, test } from "vitest";
import type { LanguageFile } from "../../lib/language/compile-messages.ts";
import { formattingLocale } from "../../lib/language/formatting-locale.ts";
import { resultStrings } from "../../lib/language/result-strings.ts";
import { interfaceLanguages, strings } from "../../lib/language/strings.ts";

/** Those of the online form of the 2020 Census. */
const languages = "en,es,zh-Hans,vi,ko,ru,ar,tl,pl,fr,ht,pt,ja".split(",");

const filesOf = (folder: string): LanguageFile<string>[] => {
  const place = new URL(`../../lib/language/${folder}/`, import.meta.url);
  return readdirSync(place).map((name) => JSON.parse(readFileSync(new URL(name, place), "utf8")));
};
const kinds = { strings: filesOf("strings"), results: filesOf("results") };

/** Messages that are the same words in both languages; `column-n` and `percent` are signs. */
const alike: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  strings: { es: ["error-title"] },
  results: {
    es: ["mode-web", "column-omega"],
    fr: ["aapor-contact", "column-verdict", "column-measure", "column-alpha"],
    ht: ["demo", "column-omega"],
    pl: ["mode-kiosk", "column-omega"],
    tl: ["demo", "mode-web", "mode-kiosk", "column-interval", "column-alpha", "column-omega", "interval-name"],
    vi: ["column-alpha", "column-omega"],
    "zh-Hans": ["column-alpha", "column-omega"],
  },
};

const parsed = (message: string) => parse(message, { ignoreTag: true });

/** Every element, also those inside plurals and selections. */
function elements(message: readonly MessageFormatElement[]): MessageFormatElement[] {
  return message.flatMap((element) => [
    element,
    ...("options" in element ? Object.values(element.options).flatMap(({ value }) => elements(value)) : []),
  ]);
}

/** Name and type of each value that a message takes, and the cases of a selection. */
function wanted(message: string): string[] {
  const all = elements(parsed(message)).flatMap((element) => {
    if (element.type === TYPE.literal || element.type === TYPE.pound || element.type === TYPE.tag) return [];
    const cases = element.type === TYPE.select ? Object.keys(element.options).sort().join() : "";
    return [`${element.value} ${TYPE[element.type]} ${cases}`];
  });
  return [...new Set(all)].sort();
}

describe.each(Object.entries(kinds))("%s", (kind, files) => {
  const english = files.find(({ language }) => language === "en")!.messages;

  test("are there in every language", () => {
    expect(files.map(({ language }) => language).sort()).toEqual(languages.toSorted());
  });

  test.each(files)("$language has every message, and takes the values that the English one takes", ({ messages }) => {
    expect(Object.keys(messages).filter((key) => !(key in english))).toEqual([]);
    expect(Object.keys(english).filter((key) => !(key in messages))).toEqual([]);
    for (const [key, message] of Object.entries(messages)) {
      expect(message.trim(), key).toBe(message);
      expect(message, key).not.toBe("");
      expect(wanted(message), key).toEqual(wanted(english[key]!));
    }
  });

  test.each(files)("$language has a text for each plural of its language, and no other", ({ language, messages }) => {
    const needed = new Intl.PluralRules(formattingLocale(language)).resolvedOptions().pluralCategories;
    // In these "many" is for millions; "other" says the same.
    const millions = ["es", "fr", "ht", "pt"].includes(language);
    const plurals = millions ? needed.filter((category) => category !== "many") : needed;
    for (const [key, message] of Object.entries(messages))
      for (const element of elements(parsed(message)))
        if (element.type === TYPE.plural) expect(Object.keys(element.options).sort(), key).toEqual(plurals.toSorted());
  });

  test.each(files)("$language is English nowhere by accident", ({ language, messages }) => {
    const same = Object.keys(messages).filter((key) => messages[key] === english[key]);
    const allowed = [...(alike[kind]?.[language] ?? []), "column-n", "percent"];
    expect(same.filter((key) => language !== "en" && !allowed.includes(key))).toEqual([]);
  });

  test.each(files)("$language writes in its script, and quotes are closed", ({ language, messages }) => {
    const script = new Intl.Locale(language).maximize().script ?? "";
    const letters =
      {
        Arab: /\p{Script=Arabic}/u,
        Cyrl: /\p{Script=Cyrillic}/u,
        Hans: /\p{Script=Han}/u,
        Jpan: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u,
        Kore: /\p{Script=Hangul}/u,
      }[script] ?? /\p{Script=Latin}/u;
    for (const [key, message] of Object.entries(messages)) {
      const words = parsed(message)
        .map((element) => (element.type === TYPE.literal ? element.value : ""))
        .join("");
      if (
        /\p{Letter}{3}/u.test(words) &&
        !alike[kind]?.[language]?.includes(key) &&
        !/^column-(n|alpha|omega)/.test(key)
      )
        expect(words, key).toMatch(letters);
      for (const pair of ["“”", "«»", "「」", "„”", "()", "（）"])
        if (message.includes(pair[0]!))
          expect(message.split(pair[0]!).length, `${key} ${pair}`).toBe(message.split(pair[1]!).length);
    }
  });

  test.each(files)("$language can be chosen, says who reviewed it, and goes the way its script goes", (file) => {
    expect(file.reviewedBy === null || file.reviewedBy.length > 0).toBe(true);
    const script = new Intl.Locale(file.language).maximize().script ?? "";
    expect(file.direction).toBe(["Arab", "Hebr"].includes(script) ? "rtl" : "ltr");
    const { language, title, direction } = kind === "strings" ? strings(file.language) : resultStrings(file.language);
    expect([language, title, direction]).toEqual([file.language, file.name, file.direction]);
  });
});

test("the languages of the interface are offered in one order", () => {
  expect(interfaceLanguages).toEqual(languages);
});

test.each([
  ["ru", [1, 2, 5, 21], ["1 минуты", "2 минут", "5 минут", "21 минуты"]],
  ["pl", [1, 2, 5, 22], ["1 minuty", "2 minut", "5 minut", "22 minut"]],
  ["ar", [1, 2, 3, 11, 100], ["دقيقة واحدة", "دقيقتين", "3 دقائق", "11 دقيقة", "100 دقيقة"]],
  ["ja", [1, 3], ["約1分", "約3分"]],
  ["ht", [1, 3], ["1 minit", "3 minit"]],
])("plurals of %s follow its rules", (language, numbers, texts) => {
  const say = strings(language);
  expect(numbers.map((minutes) => say("consent-effort", { minutes }))).toEqual(
    texts.map((text) => expect.stringContaining(text)),
  );
});

test("what the runtime cannot format in a language is formatted in the nearest", () => {
  const known = languages.map(formattingLocale);
  expect(Intl.DateTimeFormat.supportedLocalesOf(known)).toHaveLength(new Set(known).size);
  expect(Intl.PluralRules.supportedLocalesOf(known)).toHaveLength(new Set(known).size);
});
