import type { HttpMiddleware } from "./answer-problems.ts";

const always = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/**
 * Headers of every answer, its own winning: nothing may be loaded, framed, guessed or remembered. A page says itself what it
 * needs (`pageAnswer`). HTTPS-only is the edge's to say, for it knows whether there is HTTPS.
 */
export function securityHeaders(): HttpMiddleware {
  const add: HttpMiddleware["after"] = (request) => {
    const { response } = request;
    if (response) response.headers = { "content-type": "application/json", ...always, ...response.headers };
  };
  return { after: add, onError: add };
}
