import { statusPage } from "../pages/status-page.ts";
import { answerProblems, type DrawRefusal, type HttpMiddleware } from "./answer-problems.ts";
import { compressAnswer } from "./compress-answer.ts";
import { eventLanguage } from "./event-language.ts";
import { limitBody, residentBytes } from "./limit-body.ts";
import { type DoorNeeds, onlyFromEdge } from "./only-from-edge.ts";
import { pageAnswer } from "./page-answer.ts";
import { securityHeaders } from "./security-headers.ts";
import { statusOf } from "./status-of.ts";

/** A refusal, or a bug, as a page in the resident's language. */
export const drawStatusPage: DrawRefusal = (event, problem) => {
  const status = problem ? statusOf(problem.code) : 500;
  const link = status === 404 ? undefined : event.pathParameters?.link;
  return pageAnswer(status, statusPage({ status, language: eventLanguage(event), link }), "no-store");
};

/**
 * The middlewares of a route that answers pages: headers, refusals as pages, the edge, limits before parsing.
 * @example middy().use(pageDoor(needs)).handler(surveyPage(needs))
 */
export function pageDoor(needs: DoorNeeds): HttpMiddleware[] {
  return [
    compressAnswer(),
    securityHeaders(),
    answerProblems(needs.log, drawStatusPage),
    onlyFromEdge(needs),
    limitBody(residentBytes, "application/x-www-form-urlencoded"),
  ];
}
