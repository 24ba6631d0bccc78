import { commandProblems } from "./command.ts";
import { departmentProblems } from "./department.ts";
import { estimationProblems } from "./estimation.ts";
import { publishingProblems } from "./publishing.ts";
import { requestProblems } from "./request.ts";
import { storeProblems } from "./store.ts";
import { surveyProblems } from "./survey.ts";

/** Every refusal of the system, once: its code, and the sentence made from its typed detail. */
const sentences = {
  ...commandProblems,
  ...departmentProblems,
  ...estimationProblems,
  ...publishingProblems,
  ...requestProblems,
  ...storeProblems,
  ...surveyProblems,
};

export type ProblemCode = keyof typeof sentences;
export type ProblemDetail<Code extends ProblemCode> = Parameters<(typeof sentences)[Code]>[0];

/**
 * Something a person can do wrong or has to know: what, where, what was expected, what to do.
 * Anything else that is thrown is a bug. The HTTP status is decided in `lib/http`, the exit code in `bin`.
 * @example new Problem("unknown-link", { link: "k7q2" }).message // "There is no survey at the link k7q2. …"
 */
export class Problem<Code extends ProblemCode = ProblemCode> extends Error {
  readonly code: Code;
  readonly detail: ProblemDetail<Code>;

  constructor(code: Code, detail: ProblemDetail<Code>, options?: ErrorOptions) {
    super((sentences[code] as (detail: ProblemDetail<Code>) => string)(detail), options);
    this.name = "Problem";
    this.code = code;
    this.detail = detail;
  }
}

/** Narrows anything caught to a Problem, optionally of one code. */
export function isProblem<Code extends ProblemCode>(error: unknown, code?: Code): error is Problem<Code> {
  return error instanceof Problem && (code === undefined || error.code === code);
}
