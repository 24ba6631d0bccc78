import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

export type Encoding = "br" | "gzip";

const brotli = promisify(brotliCompress);
const deflate = promisify(gzip);

/** Below this the header of a compressed body costs more than it saves; CloudFront's own bound. */
const leastBytes = 1_000;
/** Above this a CDN sends it as it is, and so do we. */
const mostBytes = 10_000_000;

/** Whether a CDN would compress it. */
export const isCompressible = (contentType: string | undefined, bytes: number): boolean =>
  bytes >= leastBytes &&
  bytes <= mostBytes &&
  /^(?:text\/|application\/(?:[a-z.-]+\+)?(?:json|xml)|application\/(?:javascript|yaml)|image\/svg\+xml)/.test(
    contentType ?? "",
  );

/**
 * The better of brotli and gzip that the client takes.
 * @example acceptedEncoding("gzip, br;q=0.5") // "br"
 * @example acceptedEncoding("br;q=0, gzip") // "gzip"
 */
export function acceptedEncoding(header: string | undefined): Encoding | undefined {
  if (!header) return undefined;
  const refused = new Set<string>();
  const named = new Set<string>();
  for (const part of header.toLowerCase().split(",")) {
    const [name = "", quality = ""] = part.split(";").map((text) => text.trim());
    (/^q=0(?:\.0*)?$/.test(quality) ? refused : named).add(name);
  }
  return (["br", "gzip"] as const).find((name) => named.has(name) || (named.has("*") && !refused.has(name)));
}

/** @param level brotli quality 0-11; gzip takes at most 9 */
export function compress(bytes: Uint8Array | string, encoding: Encoding, level: number): Promise<Buffer> {
  if (encoding === "gzip") return deflate(bytes, { level: Math.min(level, 9) });
  return brotli(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: level, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT },
  });
}
