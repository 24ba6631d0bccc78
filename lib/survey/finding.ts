import type { Path } from "./json-file.ts";

/** A mistake inside a file, before its line is known. */
export interface Finding {
  readonly path: Path;
  readonly expected: string;
}

/** Entries that were there before. */
export function* repeated(
  values: readonly (string | number)[],
  path: (at: number) => Path,
  expected: string,
): Generator<Finding> {
  for (const [at, value] of values.entries()) if (values.indexOf(value) !== at) yield { path: path(at), expected };
}
