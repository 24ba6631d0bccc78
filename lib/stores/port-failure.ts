import { isProblem, Problem, type ProblemCode, type ProblemDetail } from "../problems/problem.ts";
import type { Failure } from "./port-calls.ts";

/** An error as it crosses a port. */
export function toFailure(error: unknown): Failure {
  if (isProblem(error)) return { code: error.code, detail: error.detail };
  return { message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

/** The same error on the other side. */
export function fromFailure(failure: Failure): Error {
  if (failure.code === undefined) return new Error(failure.message);
  return new Problem(failure.code, failure.detail as ProblemDetail<ProblemCode>);
}
