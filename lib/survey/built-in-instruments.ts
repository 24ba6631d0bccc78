import type { Instrument } from "./instrument.ts";
import core1 from "./instruments/core-1.json" with { type: "json" };
import { parseInstrument } from "./parse-instrument.ts";

const files: ReadonlyMap<string, unknown> = new Map([["core-1", core1]]);

/** Names a `survey.json` may use without a file in the folder. */
export const builtInNames: readonly string[] = [...files.keys()];

/** An instrument that comes with the program; undefined when there is none of that name. */
export function builtInInstrument(name: string): Instrument | undefined {
  const file = files.get(name);
  return file === undefined ? undefined : parseInstrument(JSON.stringify(file), `${name}.json`);
}
