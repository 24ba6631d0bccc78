import type { Mistake } from "../problems/mistake.ts";
import { Problem } from "../problems/problem.ts";
import type { Sha256 } from "./hashing.ts";
import type { Demographic, Instrument, Text } from "./instrument.ts";
import { instrumentMistakes } from "./instrument-checks.ts";
import { type InstrumentFile, instrumentSchema } from "./instrument-schema.ts";
import { checkJsonFile, readJsonFile } from "./json-file.ts";

/**
 * Reads an instrument file and checks it by itself.
 * @throws Problem `instrument-refused` with every mistake: file, line, field, value, expected
 */
export function parseInstrument(text: string, file: string): Instrument {
  const { instrument, mistakes } = readInstrument(text, file);
  if (!instrument) throw new Problem("instrument-refused", { mistakes });
  return instrument;
}

/** As `parseInstrument`, with the mistakes as a value: for a folder, where those of all files are shown at once. */
export function readInstrument(
  text: string,
  file: string,
): { readonly instrument: Instrument | undefined; readonly mistakes: readonly Mistake[] } {
  const json = readJsonFile(text, file);
  const { value, mistakes } = checkJsonFile(json, instrumentSchema);
  if (!value) return { instrument: undefined, mistakes };
  const found = instrumentMistakes(value).map(({ path, expected }) => json.mistake(path, expected));
  return found.length > 0 ? { instrument: undefined, mistakes: found } : { instrument: filledIn(value), mistakes: [] };
}

/**
 * Names an instrument by what it says: 16 hex digits of the SHA-256 of its canonical JSON (keys sorted, no spaces). The order
 * of keys and the layout of the file do not matter; a changed word, scale or order does.
 */
export function instrumentHash(instrument: Instrument, sha256: Sha256): string {
  return sha256(canonicalJson(instrument)).slice(0, 16);
}

/** @example canonicalJson({ b: 1, a: [true] }) // '{"a":[true],"b":1}' */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** What the file leaves out: categories that are the options, labels that are those of the options. */
function filledIn({ $schema: _, demographics, ...instrument }: InstrumentFile): Instrument {
  return { ...(instrument as Omit<Instrument, "demographics">), demographics: demographics.map(filledDemographic) };

  function filledDemographic(demographic: InstrumentFile["demographics"][number]): Demographic {
    const labels = optionLabels(instrument, demographic.item);
    const categories = demographic.categories ?? [...labels.keys()].map((id) => ({ id, label: undefined }));
    return {
      ...demographic,
      categories: categories.map((category) => ({
        ...category,
        label: category.label ?? labels.get(category.id)!,
        ...(decidesByItself(category) ? {} : { values: [category.id] }),
      })),
    };
  }
}

type CategoryFile = NonNullable<InstrumentFile["demographics"][number]["categories"]>[number];

/** Whether a category says which answers it is for; otherwise it is for the option of its own id. */
export function decidesByItself({ values, from, to, anyOf, several }: CategoryFile): boolean {
  return [values, from, to, anyOf, several].some((rule) => rule !== undefined);
}

/** Labels of the options of a choice or choices item by value; empty for other items. */
export function optionLabels(instrument: Pick<InstrumentFile, "items">, item: string): ReadonlyMap<string, Text> {
  const found = instrument.items.find(({ id }) => id === item);
  if (found?.type !== "choice" && found?.type !== "choices") return new Map();
  return new Map(found.options.map(({ value, label }) => [value, label]));
}
