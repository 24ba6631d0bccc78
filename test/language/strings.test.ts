import { readdirSync, readFileSync } from "node:fs";
import { IntlMessageFormat } from "intl-messageformat";
import { expect, test } from "vitest";
import { compileMessages, type LanguageFile } from "../../lib/language/compile-messages.ts";
import { formattingLocale } from "../../lib/language/formatting-locale.ts";
import { sayer } from "../../lib/language/sayer.ts";
import { type MessageKey, strings } from "../../lib/language/strings.ts";

const folder = new URL("../../lib/language/strings/", import.meta.url);
const files = readdirSync(folder).map(
  (name) => JSON.parse(readFileSync(new URL(name, folder), "utf8")) as LanguageFile<string>,
);
const english = files.find(({ language }) => language === "en")!;

test("at most 100 texts have to be translated", () => {
  expect(Object.keys(english.messages).length).toBeLessThanOrEqual(100);
});

test.each(files)("$language says the same parsed at build time as parsed when it runs", (file) => {
  const values = {
    sponsor: "A",
    minutes: 2,
    date: "B",
    count: 3,
    number: 1,
    title: "C",
    min: 1,
    max: 9,
    most: 2000,
    example: 4,
    wave: "D",
  };
  const fromBuild = sayer<MessageKey>(compileMessages(file));
  const say = strings(file.language);
  for (const key of Object.keys(file.messages) as MessageKey[]) {
    const direct = new IntlMessageFormat(file.messages[key]!, formattingLocale(file.language), undefined, {
      ignoreTag: true,
    });
    expect(say(key, values), key).toBe(String(direct.format(values)));
    expect(fromBuild(key, values), key).toBe(say(key, values));
  }
});

test("plurals follow the language", () => {
  expect(strings("en")("problems-title", { count: 1 })).toBe("There is a problem with one answer");
  expect(strings("es")("consent-effort", { minutes: 3 })).toBe(
    "Toma unos 3 minutos. Puede saltarse cualquier pregunta.",
  );
});

test("a message that is no ICU stops the build and is named", () => {
  const broken = { ...english, messages: { send: "Send {" } };
  expect(() => compileMessages(broken)).toThrow('en.json: "send" is no ICU message: Send {');
});

/** Flesch-Kincaid grade, syllables counted by groups of vowels. */
function grade(text: string): number {
  const sentences = text.split(/[.!?:]+\s/).filter(Boolean).length;
  const words = text.match(/[\p{L}’']+/gu) ?? [];
  const syllables = words.map(
    (word) =>
      word
        .toLowerCase()
        .replace(/(?:[^laeiouy]es|ed|[^laeiouy]e)$/, "")
        .match(/[aeiouy]{1,2}/g)?.length ?? 1,
  );
  return 0.39 * (words.length / sentences) + 11.8 * (syllables.reduce((a, b) => a + b, 0) / words.length) - 15.59;
}

test("the English is that of the sixth school year at most", () => {
  const say = strings("en");
  const values = {
    sponsor: "The city",
    minutes: 3,
    date: "May 4",
    count: 2,
    number: 1,
    title: "Survey",
    min: 1,
    max: 9,
    most: 2000,
    example: 4,
    wave: "D",
  };
  const texts = (Object.keys(english.messages) as MessageKey[])
    .map((key) => say(key, values))
    .filter((text) => text.length > 40);
  expect(grade(texts.join(" "))).toBeLessThanOrEqual(6);
});
