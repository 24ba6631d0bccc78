import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { Problem } from "../problems/problem.ts";
import { isHidden, statusOf } from "./status-of.ts";

const titles: Readonly<Record<number, string>> = {
  403: "Forbidden",
  404: "Not found",
  409: "Conflict",
  410: "Closed",
  413: "Too large",
  415: "Unsupported content",
  422: "Not as expected",
  429: "Too many requests",
  500: "Internal error",
  503: "Unavailable",
};

/** Seconds after which to try again. */
const retryAfter: Readonly<Record<number, string>> = { 429: "60", 503: "5" };

/**
 * A refusal as `application/problem+json` (RFC 9457): `code` is stable, `detail` is the sentence, and the problem's own typed
 * detail (such as `fields`) stands beside them.
 * @example problemJson(new Problem("unknown-link", { link: "k7q2" })).statusCode // 404
 */
export function problemJson(problem: Problem): APIGatewayProxyStructuredResultV2 {
  if (isHidden(problem.code)) return internalError();
  return answer(statusOf(problem.code), { ...problem.detail, code: problem.code, detail: problem.message });
}

/** What is answered to a bug: that there is one, and nothing else. */
export function internalError(): APIGatewayProxyStructuredResultV2 {
  return answer(500, { code: "internal-error", detail: "Something went wrong here. Nothing you sent is to blame." });
}

function answer(status: number, members: Readonly<Record<string, unknown>>): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode: status,
    headers: { "content-type": "application/problem+json", ...retryHeaders(status) },
    body: JSON.stringify({ type: "about:blank", title: titles[status] ?? "Refused", status, ...members }),
  };
}

/** @example retryHeaders(503) // { "retry-after": "5" } */
export function retryHeaders(status: number): Record<string, string> {
  const after = retryAfter[status];
  return after === undefined ? {} : { "retry-after": after };
}
