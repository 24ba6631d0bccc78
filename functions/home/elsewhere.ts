import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { drawStatusPage } from "../../lib/http/page-door.ts";
import { problemJson } from "../../lib/http/problem-json.ts";
import { Problem } from "../../lib/problems/problem.ts";

/**
 * `GET` of an address that no other function answers: to a browser a page in its language that leads to the start page, or the way
 * to a page whose address was typed with a slash too many; to a program a problem.
 */
export function elsewhere(event: APIGatewayProxyEventV2): APIGatewayProxyStructuredResultV2 {
  const { rawPath, rawQueryString, headers } = event;
  const page = /^(\/(?:s\/[^/]+(?:\/thanks)?|check))\/+$/.exec(rawPath)?.[1];
  if (page !== undefined)
    return { statusCode: 308, headers: { location: `${page}${rawQueryString && `?${rawQueryString}`}` }, body: "" };
  const problem = new Problem("unknown-route", { method: "GET", path: rawPath.slice(0, 100) });
  const isBrowser = headers.accept?.includes("text/html") && !rawPath.startsWith("/api/");
  return (isBrowser && drawStatusPage(event, problem)) || problemJson(problem);
}
