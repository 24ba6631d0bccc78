/** What an interviewer or a clerk presses for the first, second … option; printed beside the options of a paper form. */
export const optionKeys = "123456789abcefghijklmnopq";

/** The same for “don't know” and “prefer not to answer”: on every keypad. */
export const apartKeys = { dk: "0", ref: "-" } as const;
