import { answerProblems, type HttpMiddleware } from "./answer-problems.ts";
import { compressAnswer } from "./compress-answer.ts";
import { limitBody } from "./limit-body.ts";
import { type DoorNeeds, onlyFromEdge } from "./only-from-edge.ts";
import { securityHeaders } from "./security-headers.ts";

/** Lambda takes an event of 6 MB in which the body is a JSON text, with a backslash before each of its quotes: a quarter is left for those. */
export const mostBytes = 4_500_000;

/**
 * The middlewares of a route that speaks JSON: headers, refusals as problem+json, the edge, limits before parsing. The body itself is
 * read by `jsonBody`.
 * @example middy().use(jsonDoor(needs)).handler(manage(needs))
 */
export function jsonDoor(needs: DoorNeeds, most: number = mostBytes): HttpMiddleware[] {
  return [
    compressAnswer(),
    securityHeaders(),
    answerProblems(needs.log),
    onlyFromEdge(needs),
    limitBody(most, "application/json"),
  ];
}
