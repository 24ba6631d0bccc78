import { randomCharacters, typedCharacters } from "./crockford.ts";
import type { Survey } from "./department.ts";
import type { Random } from "./hashing.ts";

const length = 10;

/** A letter code: 50 random bits, printed in two halves by `printedCode`. */
export function newCode(random: Random): string {
  return randomCharacters(length, random);
}

/** What can be a code, however it is typed, as the `pattern` of a field: nothing that `normalizeCode` takes is left out. */
export const codePattern = `(?:[\\s\\p{Pd}]*[0-9A-TV-Za-tv-z]){${length}}[\\s\\p{Pd}]*`;

/** @example printedCode("k7q2m9xr4t") // "K7Q2M-9XR4T" */
export function printedCode(code: string): string {
  return `${code.slice(0, length / 2)}-${code.slice(length / 2)}`.toUpperCase();
}

/** A typed code as `newCode` made it; undefined when it cannot be one. @example normalizeCode(" K7Q2M-9XR4T ") // "k7q2m9xr4t" */
export function normalizeCode(typed: string): string | undefined {
  return typedCharacters(typed, length);
}

/** Whether a survey has only an invited sample: nobody can answer it without a letter. */
export function codeIsNeeded({ samplingMode }: Pick<Survey, "samplingMode">): boolean {
  return samplingMode.invited !== undefined && samplingMode.open === undefined;
}
