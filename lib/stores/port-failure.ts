import { isProblem, Problem, type ProblemCode, type ProblemDetail } from "../problems/problem.ts";
import type { Failure } from "./port-calls.ts";

/** An error as it crosses a port. */
export function toFailure(error: unknown): Failure {
  if (isProblem(error)) return { code: error.code, detail: error.detail };
  if (!(error instanceof Error)) return { name: typeof error, message: String(error) };
  const { name, message, stack } = error;
  return { name, message, ...(stack !== undefined && { stack }) };
}

/** The same error on the other side. */
export function fromFailure(failure: Failure): Error {
  if (failure.code === undefined) {
    const { name, message, stack } = failure;
    const error = new Error(message);
    // Where it was thrown, and not where it was heard of.
    return Object.assign(error, { name, stack });
  }
  return new Problem(failure.code, failure.detail as ProblemDetail<ProblemCode>);
}
