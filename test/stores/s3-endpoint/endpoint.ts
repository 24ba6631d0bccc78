import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Held, HeldBucket } from "./bucket.ts";
import { checkPresigned } from "./presigned.ts";
import { escapeXml, S3Refusal } from "./refusal.ts";
import { readBody } from "./request-body.ts";

/**
 * A small S3 for tests, objects in memory: path style, conditional writes, checksums and chunked trailers, Range, list v2,
 * presigned GET, delete. Signatures in headers are not checked; a request without any is refused.
 */
export interface S3Endpoint {
  readonly url: string;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | number>>;
  readonly body?: Uint8Array | string;
}

/** @param now of presigned URLs, ms since 1970 */
export async function startS3Endpoint(address: string, now: () => number = () => Date.now()): Promise<S3Endpoint> {
  const buckets = new Map<string, HeldBucket>();
  const server = createServer((request, response) => {
    answer(request, buckets, now).then(
      (made) => send(response, made, request.method === "HEAD"),
      (error) => send(response, refuse(error), request.method === "HEAD"),
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, address, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${address}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(request: IncomingMessage, buckets: Map<string, HeldBucket>, now: () => number): Promise<Answer> {
  const url = new URL(request.url!, `http://${request.headers.host}`);
  const method = request.method!;
  if (url.searchParams.has("X-Amz-Signature")) checkPresigned(method, url, request.headers.host!, now());
  else if (!request.headers.authorization?.startsWith("AWS4-HMAC-SHA256 ")) throw new S3Refusal(403, "AccessDenied");

  const [, bucketName = "", ...rest] = url.pathname.split("/");
  const key = decodeURIComponent(rest.join("/"));
  const body = method === "PUT" || method === "POST" ? await readBody(request) : new Uint8Array();
  if (key === "" && method === "PUT") {
    if (!buckets.has(bucketName)) buckets.set(bucketName, new HeldBucket());
    return { status: 200 };
  }
  const bucket = buckets.get(bucketName);
  if (!bucket) throw new S3Refusal(404, "NoSuchBucket");
  if (key === "") {
    if (method === "GET" && url.searchParams.get("list-type") === "2") return list(bucket, bucketName, url);
    if (method === "POST" && url.searchParams.has("delete")) return deleteMany(bucket, body);
    throw new S3Refusal(501, "NotImplemented");
  }
  switch (method) {
    case "PUT": {
      const { etag, crc32 } = bucket.put(key, body, request.headers);
      return { status: 200, headers: { etag, "x-amz-checksum-crc32": crc32 } };
    }
    case "GET":
    case "HEAD":
      return read(bucket.get(key), request);
    case "DELETE":
      bucket.delete(key);
      return { status: 204 };
    default:
      throw new S3Refusal(501, "NotImplemented");
  }
}

function read({ bytes, etag, crc32, modified, headers }: Held, { headers: asked }: IncomingMessage): Answer {
  if (asked["if-match"] !== undefined && asked["if-match"] !== etag) throw new S3Refusal(412, "PreconditionFailed");
  const base = { ...headers, etag, "last-modified": modified.toUTCString(), "accept-ranges": "bytes" };
  if (asked["if-none-match"] === etag) return { status: 304, headers: base };
  if (asked.range === undefined) {
    const sum: Record<string, string> =
      asked["x-amz-checksum-mode"] === "ENABLED" ? { "x-amz-checksum-crc32": crc32 } : {};
    return { status: 200, headers: { ...base, ...sum }, body: bytes };
  }
  const [, from = "", to = ""] = /^bytes=(\d*)-(\d*)$/.exec(asked.range) ?? [];
  const first = from === "" ? Math.max(0, bytes.length - Number(to)) : Number(from);
  const last = from === "" || to === "" ? bytes.length - 1 : Math.min(Number(to), bytes.length - 1);
  if ((from === "" && to === "") || first > last) throw new S3Refusal(416, "InvalidRange");
  return {
    status: 206,
    headers: { ...base, "content-range": `bytes ${first}-${last}/${bytes.length}` },
    body: bytes.subarray(first, last + 1),
  };
}

function list(bucket: HeldBucket, name: string, { searchParams }: URL): Answer {
  const token = searchParams.get("continuation-token");
  const most = Math.min(Number(searchParams.get("max-keys") ?? 1_000), 1_000);
  const prefix = searchParams.get("prefix") ?? "";
  const { entries, next } = bucket.list({
    prefix,
    delimiter: searchParams.get("delimiter") ?? "",
    after: token ? Buffer.from(token, "base64url").toString() : (searchParams.get("start-after") ?? ""),
    most,
  });
  const rows = entries.map(({ name, held }) =>
    held
      ? `<Contents><Key>${escapeXml(name)}</Key><LastModified>${held.modified.toISOString()}</LastModified>` +
        `<ETag>${escapeXml(held.etag)}</ETag><Size>${held.bytes.length}</Size></Contents>`
      : `<CommonPrefixes><Prefix>${escapeXml(name)}</Prefix></CommonPrefixes>`,
  );
  const more =
    next === undefined
      ? ""
      : `<NextContinuationToken>${Buffer.from(next).toString("base64url")}</NextContinuationToken>`;
  return xml(
    `<ListBucketResult><Name>${name}</Name><Prefix>${escapeXml(prefix)}</Prefix><KeyCount>${rows.length}</KeyCount>` +
      `<MaxKeys>${most}</MaxKeys><IsTruncated>${next !== undefined}</IsTruncated>${more}${rows.join("")}</ListBucketResult>`,
  );
}

function deleteMany(bucket: HeldBucket, body: Uint8Array): Answer {
  const keys = [...new TextDecoder().decode(body).matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key]) =>
    key!.replace(/&(?:#(\d+)|(amp|lt|gt|quot|apos));/g, (_all, code, name) =>
      code ? String.fromCharCode(code) : { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" }[name as "amp"],
    ),
  );
  for (const key of keys) bucket.delete(key);
  const rows = keys.map((key) => `<Deleted><Key>${escapeXml(key)}</Key></Deleted>`);
  return xml(`<DeleteResult>${rows.join("")}</DeleteResult>`);
}

function xml(text: string, status = 200): Answer {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n${text}`;
  return { status, headers: { "content-type": "application/xml" }, body };
}

function refuse(error: unknown): Answer {
  const { status, code } = error instanceof S3Refusal ? error : new S3Refusal(500, "InternalError");
  return xml(`<Error><Code>${code}</Code><Message>${code}</Message></Error>`, status);
}

function send(response: ServerResponse, { status, headers = {}, body = "" }: Answer, headOnly: boolean): void {
  const bytes = typeof body === "string" ? Buffer.from(body) : body;
  const length = status === 204 || status === 304 ? {} : { "content-length": bytes.length };
  response.writeHead(status, { ...headers, ...length });
  response.end(headOnly || status === 304 ? undefined : bytes);
}
