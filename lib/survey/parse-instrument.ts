import type { Mistake } from "../problems/mistake.ts";
import { Problem } from "../problems/problem.ts";
import { filledDemographic } from "./filled-demographic.ts";
import type { Sha256 } from "./hashing.ts";
import type { Instrument } from "./instrument.ts";
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

/** The file with what it leaves out. */
function filledIn({ $schema: _, demographics, ...instrument }: InstrumentFile): Instrument {
  return {
    ...(instrument as Omit<Instrument, "demographics">),
    demographics: demographics.map((demographic) => filledDemographic(instrument.items, demographic)),
  };
}
