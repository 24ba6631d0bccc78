import { describeMistakes, type Mistake } from "./mistake.ts";

/** Refusals about links, waves, instruments and answers. */
export const surveyProblems = {
  "unknown-link": ({ link }: { link: string }) =>
    `There is no survey at the link ${link}. Check the address, letter by letter, against the poster or letter it came from.`,
  "submission-refused": (_: Record<never, never>) =>
    "This submission or this code cannot be used. If answers were sent with it before, those stand.",
  "wave-closed": ({ wave, openWave }: { wave: string; openWave?: string }) =>
    openWave === undefined
      ? `The wave ${wave} takes no answers now, and no other wave of this survey is open.`
      : `The wave ${wave} takes no answers now. The link leads to the wave ${openWave}; ask for its page and answer that.`,
  "answers-refused": ({ fields }: { fields: readonly RefusedField[] }) =>
    `${fields.length === 1 ? "One answer" : `${fields.length} answers`} cannot be stored: ${fields.map((field) => `${field.field}: ${field.reason}`).join("; ")}.`,
  "instrument-refused": ({ mistakes }: { mistakes: readonly Mistake[] }) =>
    `The instrument cannot be used. ${describeMistakes(mistakes)}`,
  "folder-refused": ({ mistakes }: { mistakes: readonly Mistake[] }) =>
    `The department folder cannot be used. ${describeMistakes(mistakes)}`,
  "answers-unreadable": ({ instrument, expected }: { instrument: string; expected: string }) =>
    `Stored answers do not fit the instrument ${instrument}: expected ${expected}. They were damaged or belong to another instrument.`,
  "bad-id": ({ what, id }: { what: string; id: string }) =>
    `“${id}” cannot name a ${what}. Use 1 to 40 of a-z, 0-9, dot, dash and underscore, beginning with a letter or digit.`,
  "bad-instant": ({ value }: { value: string }) =>
    `“${value}” is not an instant. Write it with its offset from UTC, such as 2026-04-01T00:00:00-05:00 or …Z.`,
  "wave-exists": ({ wave }: { wave: string }) =>
    `There already is a wave ${wave} in this department, and a name is never used twice. Choose another one.`,
  "wave-times": ({ wave, opens, closes }: { wave: string; opens: string; closes: string }) =>
    `Wave ${wave} would open ${opens} and close ${closes}. It has to close after it opens.`,
  "wave-too-old": ({ wave, closes, retentionDays }: { wave: string; closes: string; retentionDays: number }) =>
    `Wave ${wave} closed ${closes}, and with ${retentionDays} days of retention its answers would expire before they could be released. For history, give survey.json a longer retentionDays.`,
  "waves-overlap": (detail: { wave: string; other: string; opens: string; closes: string }) =>
    `Wave ${detail.wave} would be open together with wave ${detail.other} (${detail.opens} to ${detail.closes}), and a link leads to one wave at a time. Choose other times.`,
  "wave-not-open": ({ wave, phase, verb }: { wave: string; phase: string; verb: string }) =>
    `Wave ${wave} cannot be ${verb}, as it is not open but ${phase}.`,
  "wave-released": ({ wave, release }: { wave: string; release: string }) =>
    `Wave ${wave} is in the release ${release}, and what was published stays. It cannot be cancelled any more.`,
  "too-close-to-closing": ({ wave, closes }: { wave: string; closes: string }) =>
    `Wave ${wave} closes ${closes}, and it can be extended until 2 minutes before. Open a new wave instead.`,
  "extension-too-early": ({ wave, closes, before }: { wave: string; closes: string; before: string }) =>
    `Wave ${wave} closes ${before} already, so ${closes} is no extension. Choose a later time, or close the wave now: trust close ${wave}`,
  "extension-too-long": ({ wave, closes, latest }: { wave: string; closes: string; latest: string }) =>
    `Wave ${wave} cannot be extended to ${closes}: its answers expire on the day that was promised, and 60 days must be left for the results. The latest closing is ${latest}.`,
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
