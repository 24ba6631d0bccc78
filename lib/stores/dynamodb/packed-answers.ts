import { missingCodes } from "../../survey/instrument.ts";

/**
 * Canonical answers with each missing code shortened to its place in `missingCodes`: `[4,{"missing":"dk"}]` is stored as
 * `[4,[0]]`. An answer of several choices is a list of texts, never of numbers, so the two cannot be confused.
 * Text that is not canonical is kept as it is, after a `=`.
 */
export function packAnswers(answers: string): string {
  const packed = shorten(answers);
  return packed !== undefined && unpackAnswers(packed) === answers ? packed : `=${answers}`;
}

/** The very text that `packAnswers` was given. */
export function unpackAnswers(packed: string): string {
  if (packed.startsWith("=")) return packed.slice(1);
  const answers: unknown[] = JSON.parse(packed);
  return JSON.stringify(
    answers.map((answer) =>
      Array.isArray(answer) && typeof answer[0] === "number" ? { missing: missingCodes[answer[0]] } : answer,
    ),
  );
}

function shorten(answers: string): string | undefined {
  try {
    const parsed: unknown[] = JSON.parse(answers);
    return JSON.stringify(parsed.map((answer) => (isMissing(answer) ? [codeOf(answer.missing)] : answer)));
  } catch {
    return undefined;
  }
}

function isMissing(answer: unknown): answer is { missing: string } {
  return typeof answer === "object" && answer !== null && "missing" in answer;
}

function codeOf(missing: string): number {
  return (missingCodes as readonly string[]).indexOf(missing);
}
