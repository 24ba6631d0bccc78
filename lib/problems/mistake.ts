/** One mistake in a file that somebody wrote: where, what is there, what was expected. */
export interface Mistake {
  readonly file: string;
  /** From 1; null where the whole file is meant, such as a missing one. */
  readonly line: number | null;
  /** Path of the field, such as `items[3].scale`, or a column; empty for the whole file. */
  readonly field: string;
  /** What is there, shortened; null where nothing is. */
  readonly value: string | null;
  readonly expected: string;
}

/** @example describeMistake({ file: "survey.json", line: 4, field: "id", value: "Q1", expected: "an id" }) // "survey.json, line 4, id: found Q1, expected an id" */
export function describeMistake({ file, line, field, value, expected }: Mistake): string {
  const place = [file, line === null ? "" : `line ${line}`, field].filter((part) => part !== "").join(", ");
  return `${place}: ${value === null ? "" : `found ${value}, `}expected ${expected}`;
}

/** All of them, one after the other: somebody who mends a file wants to do it once. */
export function describeMistakes(mistakes: readonly Mistake[]): string {
  return mistakes.map((mistake) => `${describeMistake(mistake)}.`).join(" ");
}
