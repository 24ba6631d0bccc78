import { createHash } from "node:crypto";
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { Page } from "../pages/page.ts";
import { retryHeaders } from "./problem-json.ts";

const hashes = new Map<string, string>();

/**
 * A page as an answer. Its policy allows nothing but its own inline styles, by hash, and forms to this address.
 * @param keep how a browser may keep it: `private` so that going back shows the same page with the same answers (a second
 * sending of it is then recognised), `no-store` for a device that many people use
 */
export function pageAnswer(
  statusCode: number,
  { html, styles }: Page,
  keep: "private, max-age=0" | "no-store" = "private, max-age=0",
): APIGatewayProxyStructuredResultV2 {
  const allowed = styles.map((style) => `'sha256-${hashOf(style)}'`).join(" ");
  return {
    statusCode,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": keep,
      "content-security-policy": `default-src 'none'; style-src ${allowed}; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
      ...retryHeaders(statusCode),
    },
    body: html,
  };
}

function hashOf(style: string): string {
  let hash = hashes.get(style);
  if (hash === undefined) {
    hash = createHash("sha256").update(style).digest("base64");
    if (hashes.size > 1000) hashes.clear();
    hashes.set(style, hash);
  }
  return hash;
}
