import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { builtInInstrument, builtInNames, builtInTranslations } from "../../lib/survey/built-in-instruments.ts";
import {
  type InstrumentTranslation,
  instrumentTexts,
  withTranslations,
} from "../../lib/survey/instrument-translation.ts";
import { instrumentHash, parseInstrument, readInstrument } from "../../lib/survey/parse-instrument.ts";
import { sameDemographic, sameMeasure } from "../../lib/survey/same-wording.ts";
import { sha256 } from "./every-type.ts";

const instruments = new URL("../../lib/survey/instruments/", import.meta.url);
const json = (name: string) => JSON.parse(readFileSync(new URL(name, instruments), "utf8"));
const source = json("core-1.json");
const english = new Map([...instrumentTexts(source)].map(([name, text]) => [name, text.en!]));
const translations: InstrumentTranslation[] = readdirSync(new URL("core-1/", instruments)).map((name) =>
  json(`core-1/${name}`),
);

/** Words that a language has from English. */
const alike: Readonly<Record<string, readonly string[]>> = {
  es: ["items.contact.options.no"],
  fr: ["items.home-language.options.tl"],
  tl: [
    "items.gender.options.nonbinary",
    "items.home-language.options.vi",
    "items.home-language.options.tl",
    "items.education.options.bachelor",
    "demographics.gender",
  ],
};

describe("core-1", () => {
  const core = builtInInstrument("core-1")!;

  test("speaks the languages of the online form of the 2020 Census", () => {
    expect(core.languages.join()).toBe("en,es,zh-Hans,vi,ko,ru,ar,tl,pl,fr,ht,pt,ja");
    expect(builtInTranslations("core-1").map(({ language }) => language)).toEqual(core.languages.slice(1));
    expect(translations.map(({ language }) => language).sort()).toEqual(core.languages.slice(1).toSorted());
  });

  test.each(translations)("$language has a text for each English one, and no other", ({ language, texts }) => {
    expect(Object.keys(texts)).toEqual([...english.keys()]);
    for (const [name, text] of Object.entries(texts)) {
      expect(text.trim(), name).toBe(text);
      expect(text, name).not.toBe("");
      expect(text.match(/\d+/g) ?? [], `numbers in ${name}`).toEqual(english.get(name)!.match(/\d+/g) ?? []);
    }
    const same = [...english].filter(([name, text]) => texts[name] === text).map(([name]) => name);
    expect(same).toEqual(alike[language] ?? []);
  });

  test.each(translations)("$language tells the answers of a question apart", ({ texts }) => {
    const lists = Map.groupBy(
      Object.keys(texts).filter((name) => name.includes(".options.")),
      (name) => name.split(".options.")[0],
    );
    for (const [list, names] of lists) expect(new Set(names.map((name) => texts[name])).size, list).toBe(names.length);
  });

  test("a text that a translation lacks is told by language and item", () => {
    const { "items.fair": _, ...texts } = translations.find(({ language }) => language === "vi")!.texts;
    const file = withTranslations(source, [{ language: "vi", reviewedBy: null, texts }]);
    const { mistakes } = readInstrument(JSON.stringify(file), "core-1.json");
    expect(mistakes.map(({ field, expected }) => `${field}: ${expected}`)).toEqual([
      "items[2].text.vi: a text in vi, one of the instrument's languages",
    ]);
  });

  test("no question says that it may be skipped: every one may, and the survey says so once", () => {
    for (const { text } of core.items) for (const said of Object.values(text)) expect(said).not.toMatch(/[)）]$/);
  });

  test("keeps its hash for a department of English and Spanish, whatever else it learns to speak", () => {
    expect(instrumentHash(builtInInstrument("core-1", ["es", "en"])!, sha256)).toBe("ec5ba30435fe6573");
    expect(builtInInstrument("core-1", ["vi", "xx"])!.languages).toEqual(["en", "vi"]);
  });

  test.each(core.languages.slice(1))("a department that adds %s breaks no series", (language) => {
    const before = builtInInstrument("core-1", ["en"])!;
    const after = builtInInstrument("core-1", ["en", language])!;
    expect(instrumentHash(after, sha256)).not.toBe(instrumentHash(before, sha256));
    for (const { id } of before.measures) expect(sameMeasure(id, before, after), id).toBe(true);
    for (const { id } of before.demographics) expect(sameDemographic(id, after, before), id).toBe(true);
  });

  test("fits in one document of the registry in all languages, and in a tenth of it in two", () => {
    const bytes = (languages?: string[]) => Buffer.byteLength(JSON.stringify(builtInInstrument("core-1", languages)));
    expect(bytes()).toBeLessThan(100_000);
    expect(bytes(["en", "es"])).toBeLessThan(20_000);
  });
});

test("an instrument says the same merged as written in one file", () => {
  const spanish = translations.find(({ language }) => language === "es")!;
  expect(parseInstrument(JSON.stringify(withTranslations(source, [spanish])), "core-1.json")).toEqual(
    builtInInstrument("core-1", ["es"]),
  );
  expect(Object.keys(source.title)).toEqual(["en"]);
  expect(builtInNames).toEqual(["core-1"]);
});
