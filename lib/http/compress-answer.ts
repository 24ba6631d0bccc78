import type { HttpMiddleware } from "./answer-problems.ts";
import { acceptedEncoding, compress, isCompressible } from "./compression.ts";

/** Quick: an answer is made for one person. */
const level = 4;

/**
 * Compresses what the client takes compressed. Neither API Gateway nor CloudFront does it for answers that are not to be cached. Use it
 * first: it has to come after everything that makes or draws an answer.
 */
export function compressAnswer(): HttpMiddleware {
  const compressed: HttpMiddleware["after"] = async ({ event, response }) => {
    if (!response?.body || response.isBase64Encoded || !response.headers) return;
    const type = response.headers["content-type"];
    if (!isCompressible(type === undefined ? type : String(type), Buffer.byteLength(response.body))) return;
    response.headers.vary = "Accept-Encoding";
    const encoding = acceptedEncoding(event.headers["accept-encoding"]);
    if (!encoding) return;
    response.headers["content-encoding"] = encoding;
    response.body = (await compress(response.body, encoding, level)).toString("base64");
    response.isBase64Encoded = true;
  };
  return { after: compressed, onError: compressed };
}
