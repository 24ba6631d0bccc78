import { createHash } from "node:crypto";
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { Page } from "../pages/page.ts";
import { retryHeaders } from "./problem-json.ts";

const hashes = new Map<string, string>();

/**
 * A page as an answer. Its policy allows nothing but its own inline styles and scripts, by hash, and forms to this address,
 * sent by the browser or by a script.
 * @param keep how a browser may keep it: `private` so that going back shows the same page with the same answers (a second
 * sending of it is then recognised), `no-store` for a device that many people use
 */
export function pageAnswer(
  statusCode: number,
  { html, styles, scripts = [] }: Page,
  keep: "private, max-age=0" | "no-store" = "private, max-age=0",
): APIGatewayProxyStructuredResultV2 {
  const allowed = hashesOf(styles);
  const scriptPolicy = scripts.length > 0 ? ` script-src ${hashesOf(scripts)}; connect-src 'self';` : "";
  return {
    statusCode,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": keep,
      "content-security-policy": `default-src 'none'; style-src ${allowed};${scriptPolicy} img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
      ...retryHeaders(statusCode),
    },
    body: html,
  };
}

const hashesOf = (inline: readonly string[]): string => inline.map((text) => `'sha256-${hashOf(text)}'`).join(" ");

function hashOf(text: string): string {
  let hash = hashes.get(text);
  if (hash === undefined) {
    hash = createHash("sha256").update(text).digest("base64");
    if (hashes.size > 1000) hashes.clear();
    hashes.set(text, hash);
  }
  return hash;
}
