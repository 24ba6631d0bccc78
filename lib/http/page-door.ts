import { statusPage } from "../pages/status-page.ts";
import { answerProblems, type DrawRefusal, type HttpMiddleware, type Log } from "./answer-problems.ts";
import { compressAnswer } from "./compress-answer.ts";
import { eventLanguage } from "./event-language.ts";
import { limitBody, residentBytes } from "./limit-body.ts";
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
 * The middlewares of a route that answers pages: headers, refusals as pages, limits before parsing.
 * @example middy().use(pageDoor(needs.log)).handler(surveyPage(needs))
 */
export function pageDoor(log: Log): HttpMiddleware[] {
  return [
    compressAnswer(),
    securityHeaders(),
    answerProblems(log, drawStatusPage),
    limitBody(residentBytes, "application/x-www-form-urlencoded"),
  ];
}
