import middy from "@middy/core";
import { answerProblems, type HttpMiddleware } from "../../lib/http/answer-problems.ts";
import { limitBody, residentBytes } from "../../lib/http/limit-body.ts";
import { limitRate } from "../../lib/http/limit-rate.ts";
import { onlyFromEdge } from "../../lib/http/only-from-edge.ts";
import { drawStatusPage } from "../../lib/http/page-door.ts";
import { securityHeaders } from "../../lib/http/security-headers.ts";
import { Problem } from "../../lib/problems/problem.ts";
import type { Needs } from "../needs.ts";
import { isForm, submitResponse } from "./submit-response.ts";

const ofForm = limitBody(residentBytes, "application/x-www-form-urlencoded");
const ofJson = limitBody(residentBytes, "application/json");
const limits: HttpMiddleware = {
  before: (request) => (isForm(request.event) ? ofForm : ofJson).before?.(request),
};

/** More than a family, a class or a library full of people sends over one connection. */
const mostPerMinute = 60;

/** `submitResponse` behind its middlewares: a form is answered with pages, JSON with problem+json. */
export const submitDoor = (needs: Needs) =>
  middy({
    // Better a resident who may send again than one who waits for nothing.
    timeoutEarlyInMillis: 300,
    timeoutEarlyResponse: () => {
      throw new Problem("store-unavailable", { reason: "it took too long" });
    },
  })
    .use([
      securityHeaders(),
      answerProblems(needs.log, (event, problem) => (isForm(event) ? drawStatusPage(event, problem) : undefined)),
      onlyFromEdge(needs),
      limits,
      limitRate(mostPerMinute),
    ])
    .handler(submitResponse(needs));
