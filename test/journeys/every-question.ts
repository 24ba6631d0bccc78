import { interfaceLanguages, type MessageKey, strings } from "../../lib/language/strings.ts";
import { builtInInstrument } from "../../lib/survey/built-in-instruments.ts";
import type { Instrument, Text } from "../../lib/survey/instrument.ts";

/** A sentence that the interface has in every language, in the place of an author's. */
const sentence = (key: MessageKey): Text =>
  Object.fromEntries(interfaceLanguages.map((language) => [language, strings(language)(key)]));

/** `core-1` with a question of each type that it lacks at its end, in all thirteen languages. */
export function everyQuestion(): Instrument {
  const core = builtInInstrument("core-1")!;
  return {
    ...core,
    id: "every-question",
    // As a file says it: those of the options are understood.
    demographics: core.demographics.map(({ categories, ...rest }) =>
      categories.length > 0 ? { ...rest, categories } : rest,
    ) as Instrument["demographics"],
    items: [
      ...core.items,
      { id: "years", type: "integer", text: sentence("check-label"), min: 0, max: 120, offers: ["dk"] },
      { id: "before-words", type: "note", text: sentence("home-lead") },
      {
        id: "words",
        type: "text",
        text: sentence("kept-text"),
        maxLength: 200,
        visibleIf: { item: "years", answered: true },
      },
    ],
  };
}
