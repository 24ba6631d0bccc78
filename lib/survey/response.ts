import type { Language, MissingCode } from "./instrument.ts";

/** `invited` answered with a code or by import of an invited sample, `open` by a public link. Never blended. */
export const streams = ["invited", "open"] as const;
export type Stream = (typeof streams)[number];

/** How somebody answered. */
export const modes = ["web", "paper", "phone", "kiosk", "interviewer"] as const;
export type Mode = (typeof modes)[number];

/** One answer: the value of a scale or integer, of a choice, of several choices, or why there is none. */
export type Answer = number | string | readonly string[] | { readonly missing: MissingCode };
export type Answers = Readonly<Record<string, Answer>>;

/** What is stored of a resident's submission. No time, address, agent, code or link: such fields do not exist. */
export interface Response {
  /** 128 random bits made with the page, 32 lower-case hex digits; the idempotency key, for ever. */
  readonly submission: string;
  /** Hash of the instrument the answers were given to. */
  readonly instrument: string;
  readonly stream: Stream;
  /** A group of at least three links, or null. */
  readonly place: string | null;
  readonly mode: Mode;
  readonly language: Language;
  /** `stratum@weight`, see `design-class.ts`. */
  readonly designClass: string;
  /** Quality flags, sorted, such as `fast`; flagged answers are counted, and the result is shown without them too. */
  readonly flags: readonly string[];
  /** Canonical answers: a JSON array in the order of the instrument's questions. */
  readonly answers: string;
  /** Over submission, instrument, canonical answers and language; never over a code. */
  readonly digest: string;
  /** Seconds since 1970 after which nobody may read it; the same for a whole wave. */
  readonly expires: number;
}
