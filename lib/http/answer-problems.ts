import type { MiddlewareObj } from "@middy/core";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { isProblem, type Problem } from "../problems/problem.ts";
import { stackFrames } from "../problems/stack-frames.ts";
import { internalError, problemJson } from "./problem-json.ts";

export type HttpMiddleware = MiddlewareObj<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>;

/** One line per outcome: counts and codes only. */
export type Log = (outcome: Readonly<Record<string, string | number | boolean>>) => void;

/** Draws a refusal as a page; undefined for a bug. Returns undefined where the route answers JSON. */
export type DrawRefusal = (
  event: APIGatewayProxyEventV2,
  problem: Problem | undefined,
) => APIGatewayProxyStructuredResultV2 | undefined;

/**
 * Answers a thrown Problem with its status, as a page or as problem+json, and anything else with a 500 that tells nothing. What
 * is logged is a code: a message may quote what somebody answered.
 */
export function answerProblems(log: Log, draw: DrawRefusal = () => undefined): HttpMiddleware {
  return {
    onError: (request) => {
      const { error, event } = request;
      const problem = isProblem(error) ? error : undefined;
      log({ outcome: problem ? "refused" : "fault", ...causeOf(error) });
      request.response = draw(event, problem) ?? (problem ? problemJson(problem) : internalError());
    },
  };
}

/** The code of a problem; of a bug its name and the line of code it was thrown at. */
function causeOf(error: unknown): Readonly<Record<string, string>> {
  if (isProblem(error)) return { code: error.code };
  if (!(error instanceof Error)) return { code: typeof error };
  const place = /^\s+at (?:.*[/(])?([^/()\s]+:\d+:\d+)\)?$/m.exec(stackFrames(error))?.[1];
  return { code: error.name, ...(place && { place }) };
}
