import type { Instrument, Language } from "./instrument.ts";
import { type InstrumentTranslation, withTranslations } from "./instrument-translation.ts";
import ar from "./instruments/core-1/ar.json" with { type: "json" };
import es from "./instruments/core-1/es.json" with { type: "json" };
import fr from "./instruments/core-1/fr.json" with { type: "json" };
import ht from "./instruments/core-1/ht.json" with { type: "json" };
import ja from "./instruments/core-1/ja.json" with { type: "json" };
import ko from "./instruments/core-1/ko.json" with { type: "json" };
import pl from "./instruments/core-1/pl.json" with { type: "json" };
import pt from "./instruments/core-1/pt.json" with { type: "json" };
import ru from "./instruments/core-1/ru.json" with { type: "json" };
import tl from "./instruments/core-1/tl.json" with { type: "json" };
import vi from "./instruments/core-1/vi.json" with { type: "json" };
import zhHans from "./instruments/core-1/zh-Hans.json" with { type: "json" };
import core1 from "./instruments/core-1.json" with { type: "json" };
import { parseInstrument } from "./parse-instrument.ts";

interface BuiltIn {
  /** The structure, with the texts of its first language. */
  readonly file: { readonly languages: readonly Language[] };
  /** In the order in which the instrument lists its languages: that of the online form of the 2020 Census. */
  readonly translations: readonly InstrumentTranslation[];
}

const builtIns: ReadonlyMap<string, BuiltIn> = new Map([
  ["core-1", { file: core1, translations: [es, zhHans, vi, ko, ru, ar, tl, pl, fr, ht, pt, ja] }],
]);

/** Names a `survey.json` may use without a file in the folder. */
export const builtInNames: readonly string[] = [...builtIns.keys()];

/**
 * An instrument that comes with the program; undefined when there is none of that name.
 * @param languages those wanted; default all. What it was first worded in comes always. A department gets its own languages
 *   only, so what it stores and its hash stay as they are when the program learns a language more.
 * @example builtInInstrument("core-1", ["vi", "es", "tlh"])!.languages // ["en", "es", "vi"]
 */
export function builtInInstrument(name: string, languages?: readonly Language[]): Instrument | undefined {
  const builtIn = builtIns.get(name);
  if (builtIn === undefined) return undefined;
  const wanted = builtIn.translations.filter(({ language }) => languages?.includes(language) ?? true);
  return parseInstrument(JSON.stringify(withTranslations(builtIn.file, wanted)), `${name}.json`);
}

/**
 * Languages that a built-in instrument was translated into, and who of their native speakers read the texts (null: nobody yet).
 * @example builtInTranslations("core-1").find(({ language }) => language === "vi") // { language: "vi", reviewedBy: null }
 */
export function builtInTranslations(name: string): readonly Pick<InstrumentTranslation, "language" | "reviewedBy">[] {
  return (builtIns.get(name)?.translations ?? []).map(({ language, reviewedBy }) => ({ language, reviewedBy }));
}
