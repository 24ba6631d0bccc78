import { describeMistakes, type Mistake } from "./mistake.ts";

/** Refusals about links, waves, instruments and answers. */
export const surveyProblems = {
  "unknown-link": ({ link }: { link: string }) =>
    `There is no survey at the link ${link}. Check the address, letter by letter, against the poster or letter it came from.`,
  "answers-refused": ({ fields }: { fields: readonly RefusedField[] }) =>
    `${fields.length === 1 ? "One answer" : `${fields.length} answers`} cannot be stored: ${fields.map((field) => `${field.field}: ${field.reason}`).join("; ")}.`,
  "instrument-refused": ({ mistakes }: { mistakes: readonly Mistake[] }) =>
    `The instrument cannot be used. ${describeMistakes(mistakes)}`,
  "answers-unreadable": ({ instrument, expected }: { instrument: string; expected: string }) =>
    `Stored answers do not fit the instrument ${instrument}: expected ${expected}. They were damaged or belong to another instrument.`,
};

/** One answer that cannot be stored as it is, and why. */
export interface RefusedField {
  readonly field: string;
  /** A code of `lib/language`'s refusal texts, so that a page says it in the resident's language. */
  readonly code:
    | "unknown-item"
    | "not-an-option"
    | "not-a-number"
    | "wrong-type"
    | "out-of-range"
    | "too-long"
    | "too-many"
    | "required";
  readonly reason: string;
}
