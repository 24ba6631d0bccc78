import type { Reply } from "./call.ts";

/**
 * What API Gateway makes of a function's result: an object with `statusCode` is taken as it is, anything else is the body of
 * a 200 as JSON.
 * @throws TypeError when the status is not a number between 100 and 599
 */
export function replyOf(result: unknown): Reply {
  if (typeof result !== "object" || result === null || !("statusCode" in result)) {
    const body = typeof result === "string" ? result : (JSON.stringify(result) ?? "");
    return { status: 200, headers: { "content-type": "application/json" }, body };
  }
  const { statusCode, headers, cookies, body, isBase64Encoded } = result as {
    statusCode: unknown;
    headers?: Readonly<Record<string, unknown>>;
    cookies?: readonly string[];
    body?: string;
    isBase64Encoded?: boolean;
  };
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599) throw new TypeError("statusCode is no HTTP status");
  const lowered: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers ?? {})) lowered[name.toLowerCase()] = String(value);
  // API Gateway's default for a body without a type.
  if (body && lowered["content-type"] === undefined) lowered["content-type"] = "text/plain; charset=utf-8";
  return {
    status,
    headers: lowered,
    ...(cookies?.length && { cookies }),
    // Copied out of Node's shared pool: a message between threads would copy the whole of it.
    body: isBase64Encoded ? Uint8Array.from(Buffer.from(body ?? "", "base64")) : (body ?? ""),
  };
}

/**
 * The host's own refusal: a problem document, or a small page for a browser.
 * @param accept the request's `Accept`, when a page may be answered
 * @example refusal(404, "Not found", "There is nothing at /x.").headers["content-type"] // "application/problem+json"
 */
export function refusal(
  status: number,
  title: string,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
  accept?: string,
): Reply {
  const common = { "cache-control": "no-store", "x-content-type-options": "nosniff", ...headers };
  if (accept?.includes("text/html")) {
    const page = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title><h1>${escaped(title)}</h1><p>${escaped(detail)}</p>`;
    const policy = { "content-security-policy": "default-src 'none'; base-uri 'none'; frame-ancestors 'none'" };
    return { status, headers: { "content-type": "text/html; charset=utf-8", ...policy, ...common }, body: page };
  }
  const problem = { type: "about:blank", title, status, detail };
  return { status, headers: { "content-type": "application/problem+json", ...common }, body: JSON.stringify(problem) };
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
