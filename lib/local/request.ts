import { isUtf8 } from "node:buffer";
import type { IncomingHttpHeaders } from "node:http";

/** Headers that a function may see. Agent, address, referrer, client hints and credentials are not among them. */
const passed: readonly string[] = [
  "accept",
  "accept-encoding",
  "accept-language",
  "content-encoding",
  "content-type",
  "host",
  "idempotency-key",
  "if-match",
  "if-none-match",
  "origin",
  "sec-fetch-site",
  "x-forwarded-proto",
];

/** As `lib/http/limit-rate.ts` reads it. */
const callerHeader = "x-trust-caller";

export interface PassedHeaders {
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[] | undefined;
}

/**
 * @param caller how the host names who sent it, see `caller-keys.ts`; whatever came under that header is dropped
 * @example passedHeaders({ accept: "text/html", "user-agent": "x" }).headers // { accept: "text/html" }
 */
export function passedHeaders(all: IncomingHttpHeaders, caller?: string): PassedHeaders {
  const headers: Record<string, string> = caller === undefined ? {} : { [callerHeader]: caller };
  for (const name of passed) {
    const value = all[name];
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(",") : value;
  }
  const cookies = all.cookie?.split(";").map((cookie) => cookie.trim());
  return { headers, cookies };
}

export interface EventBody {
  readonly body: string | undefined;
  readonly isBase64Encoded: boolean;
}

const textType = /^(?:text\/|application\/(?:[a-z0-9.-]+\+)?(?:json|javascript|xml)\b)/i;

/**
 * A body as API Gateway's HTTP APIs put it into the event: text types as text, everything else, forms too, in base64.
 * Text that is not UTF-8 stays bytes, so that the function can refuse it.
 */
export function eventBody(bytes: Buffer | undefined, contentType: string | undefined): EventBody {
  if (!bytes || bytes.length === 0) return { body: undefined, isBase64Encoded: false };
  const isText = textType.test(contentType ?? "") && isUtf8(bytes);
  return { body: bytes.toString(isText ? "utf8" : "base64"), isBase64Encoded: !isText };
}

/**
 * Path and query of a request target, as sent.
 * @returns undefined when the target is no path, such as `*`
 */
export function splitTarget(target: string): { path: string; query: string } | undefined {
  const local = target.startsWith("/") ? target : /^https?:\/\/[^/?]*(\/.*)?$/i.exec(target)?.[1];
  if (local === undefined) return undefined;
  const at = local.indexOf("?");
  return at < 0 ? { path: local, query: "" } : { path: local.slice(0, at), query: local.slice(at + 1) };
}
