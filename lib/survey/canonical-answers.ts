import { Problem } from "../problems/problem.ts";
import { isMissing } from "./condition.ts";
import type { Sha256 } from "./hashing.ts";
import type { Instrument, MissingCode, Question } from "./instrument.ts";
import { missingCodes } from "./instrument.ts";
import { type Asked, asked } from "./questions.ts";
import type { Answer, Answers, Response } from "./response.ts";

const codes: ReadonlySet<unknown> = new Set(missingCodes);

/**
 * Answers as stored: a compact JSON array in the order of the questions. A missing answer is its code as a text; the answer to
 * a text item is a list of one, so that no text is ever taken for a code (option values and area ids are never codes).
 * @example encodeAnswers(instrument, { respect: 4, listen: { missing: "dk" }, race: ["white"] }) // '[4,"dk",["white"]]'
 */
export function encodeAnswers(instrument: Instrument, answers: Answers): string {
  return JSON.stringify(
    asked(instrument).map(({ question }) => {
      const answer = Object.hasOwn(answers, question.id) ? answers[question.id] : undefined;
      if (answer === undefined) return "notasked" satisfies MissingCode;
      if (isMissing(answer)) return answer.missing;
      return question.type === "text" ? [answer] : answer;
    }),
  );
}

/**
 * The inverse of `encodeAnswers`.
 * @throws Problem `answers-unreadable` when the text is not what this instrument's answers look like
 */
export function decodeAnswers(instrument: Instrument, text: string): Answers {
  const questions = asked(instrument);
  const values = parsed(text);
  if (!Array.isArray(values) || values.length !== questions.length)
    throw new Problem("answers-unreadable", {
      expected: `a JSON array of ${questions.length} answers`,
      instrument: instrument.id,
    });
  return Object.fromEntries(
    questions.map((question, at) => {
      const answer = decoded(question, values[at]);
      if (answer === undefined)
        throw new Problem("answers-unreadable", {
          expected: `an answer to ${question.question.id} at place ${at + 1}`,
          instrument: instrument.id,
        });
      return [question.question.id, answer];
    }),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function decoded({ question, values }: Asked, value: unknown): Answer | undefined {
  if (codes.has(value)) return { missing: value as MissingCode };
  const one = Array.isArray(value) && value.length === 1 ? value[0] : undefined;
  switch (question.type) {
    case "scale":
    case "choice":
      return values.has(value as string | number) ? (value as string | number) : undefined;
    case "choices":
      return Array.isArray(value) && value.length > 0 && value.every((choice) => values.has(choice))
        ? value
        : undefined;
    case "integer":
      return fitsInteger(question, value) ? value : undefined;
    case "area":
      return typeof value === "string" ? value : undefined;
    case "text":
      return typeof one === "string" ? one : undefined;
  }
}

/** Whether a value is an integer within the bounds of the item. */
export function fitsInteger(item: Extract<Question, { type: "integer" }>, value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= item.min && (value as number) <= item.max;
}

/**
 * The digest of a submission: over its id, instrument, canonical answers and language, never over a code. The same answers
 * sent again have the same digest.
 */
export function responseDigest(
  response: Pick<Response, "submission" | "instrument" | "answers" | "language">,
  sha256: Sha256,
): string {
  const { submission, instrument, answers, language } = response;
  return sha256(`response\n${submission}\n${instrument}\n${language}\n${answers}`);
}
