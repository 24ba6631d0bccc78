import { acceptedEncoding, isCompressible } from "../http/compression.ts";
import type { ObjectStore, StoredObject } from "../stores/object-store.ts";
import { pointer } from "../stores/object-store.ts";
import type { Reply } from "./call.ts";
import { compressionCache } from "./compression-cache.ts";
import { refusal } from "./reply.ts";

export interface ObjectRequest {
  readonly method: string;
  /** As sent, without query. */
  readonly path: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** Everybody may read releases and results from anywhere, also from a script of another site. */
export const openToAll = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "Accept-Ranges, Content-Length, Content-Range, ETag",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
};
/** Result pages are text and drawings: nothing in them runs. */
export const pagePolicy =
  "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'self'";

const mostCachedBytes = 32_000_000;

/** Whether a path is answered from the public objects. */
export const isPublicPath = (path: string): boolean => /^\/(?:results|data)(?:\/|$)/.test(path);

/**
 * The object key of a path, or undefined when the path could mean something outside: dot segments, empty segments,
 * backslashes, control characters, faulty percent signs.
 * @example keyOf("/data/riverton/latest/estimates.csv") // "data/riverton/latest/estimates.csv"
 * @example keyOf("/data/..%2fprivate") // undefined
 */
export function keyOf(path: string): string | undefined {
  let key: string;
  try {
    key = decodeURIComponent(path.slice(1));
  } catch {
    return undefined;
  }
  const segments = key.split("/");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (/[\\\u0000-\u001f\u007f]/.test(key) || segments.some((segment) => segment === "." || segment === ".."))
    return undefined;
  return segments.slice(0, -1).includes("") ? undefined : key;
}

/** Answers `/results` and `/data` as the CDN in front of the public bucket does. */
export function publicObjects(objects: ObjectStore): (request: ObjectRequest) => Promise<Reply> {
  const compressed = compressionCache(mostCachedBytes);
  return async ({ method, path, headers }) => {
    if (method === "OPTIONS") return { status: 204, headers: preflight, body: "" };
    if (method !== "GET" && method !== "HEAD") {
      return refusal(405, "Method not allowed", "Files can only be read.", { ...openToAll, allow: "GET, HEAD" });
    }
    const key = keyOf(path);
    const object = key === undefined ? undefined : await objects.read(key.endsWith("/") ? `${key}index.html` : key);
    if (!object) return missing(objects, path, key, headers.accept);

    const shared = {
      ...openToAll,
      "content-type": object.contentType,
      "cache-control": object.cacheControl,
      ...(object.contentType.startsWith("text/html") && { "content-security-policy": pagePolicy }),
    };
    const compressible = isCompressible(object.contentType, object.bytes.length);
    const encoding = compressible && !headers.range ? acceptedEncoding(headers["accept-encoding"]) : undefined;
    const etag = encoding ? weak(object.etag) : object.etag;
    const cached = { ...shared, etag, ...(compressible && { vary: "Accept-Encoding" }) };
    if (holds(headers["if-none-match"], object.etag)) return { status: 304, headers: cached, body: "" };
    if (encoding) {
      const body = await compressed(object.bytes, object.etag, encoding);
      return { status: 200, headers: { ...cached, "content-encoding": encoding }, body };
    }
    return ranged(object, { ...cached, "accept-ranges": "bytes" }, headers);
  };
}

export const preflight = {
  ...openToAll,
  "access-control-allow-methods": "GET, HEAD",
  "access-control-allow-headers": "Range, If-None-Match",
  "access-control-max-age": "86400",
};

/** A folder that was asked for without its slash moves there: links in its page are relative. */
async function missing(
  objects: ObjectStore,
  path: string,
  key: string | undefined,
  accept: string | undefined,
): Promise<Reply> {
  if (key !== undefined && !key.endsWith("/") && (await objects.head(`${key}/index.html`))) {
    return { status: 301, headers: { ...openToAll, location: `${path}/`, "cache-control": pointer }, body: "" };
  }
  const sentence = "Nothing is published here. It may come with the next release; the address may also be mistyped.";
  return refusal(404, "Not found", sentence, openToAll, accept);
}

const weak = (etag: string): string => (etag.startsWith("W/") ? etag : `W/${etag}`);
const strong = (etag: string): string => etag.replace(/^W\//, "");

/** `If-None-Match` compares weakly: RFC 9110, 13.1.2. */
function holds(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  if (header.trim() === "*") return true;
  return header.split(",").some((candidate) => strong(candidate.trim()) === strong(etag));
}

/** One range is honoured; several, or a faulty one, get the whole (RFC 9110, 14.2 allows it). */
function ranged(
  { bytes, etag }: StoredObject,
  shared: Readonly<Record<string, string>>,
  headers: ObjectRequest["headers"],
): Reply {
  const whole: Reply = { status: 200, headers: shared, body: bytes };
  const range = /^bytes=(\d*)-(\d*)$/.exec(headers.range?.trim() ?? "");
  const stale = headers["if-range"] !== undefined && headers["if-range"] !== etag;
  if (!range || stale) return whole;
  const [, first = "", last = ""] = range;
  if (first === "" && last === "") return whole;
  const start = first === "" ? Math.max(0, bytes.length - Number(last)) : Number(first);
  const end = first === "" || last === "" ? bytes.length - 1 : Math.min(Number(last), bytes.length - 1);
  if (first !== "" && last !== "" && Number(last) < Number(first)) return whole;
  if (start >= bytes.length || end < start) {
    return { status: 416, headers: { ...shared, "content-range": `bytes */${bytes.length}` }, body: "" };
  }
  return {
    status: 206,
    headers: { ...shared, "content-range": `bytes ${start}-${end}/${bytes.length}` },
    body: bytes.subarray(start, end + 1),
  };
}
