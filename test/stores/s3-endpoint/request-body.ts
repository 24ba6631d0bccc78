import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { crc32 } from "node:zlib";
import { S3Refusal } from "./refusal.ts";

const checksums: Readonly<Record<string, (bytes: Uint8Array) => string>> = {
  "x-amz-checksum-crc32": (bytes) => {
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(bytes));
    return sum.toString("base64");
  },
  "x-amz-checksum-sha256": (bytes) => createHash("sha256").update(bytes).digest("base64"),
  "x-amz-checksum-sha1": (bytes) => createHash("sha1").update(bytes).digest("base64"),
  "content-md5": (bytes) => createHash("md5").update(bytes).digest("base64"),
};

/**
 * The bytes a request stands for: chunk framing taken off, length and every checksum it names compared.
 * @throws S3Refusal `BadDigest`, `IncompleteBody`, `InvalidRequest`
 */
export async function readBody(request: IncomingMessage): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  const sent = Buffer.concat(parts);
  const isChunked = /aws-chunked/.test(String(request.headers["content-encoding"] ?? ""));
  const { bytes, trailers }: Unchunked = isChunked ? unchunk(sent) : { bytes: sent, trailers: {} };

  const stated = request.headers["x-amz-decoded-content-length"];
  if (stated !== undefined && Number(stated) !== bytes.length) throw new S3Refusal(400, "IncompleteBody");
  for (const name of String(request.headers["x-amz-trailer"] ?? "")
    .split(",")
    .filter(Boolean)) {
    if (trailers[name.trim()] === undefined) throw new S3Refusal(400, "MalformedTrailerError");
  }
  for (const [name, value] of Object.entries({ ...request.headers, ...trailers })) {
    const known = checksums[name];
    if (known && known(bytes) !== value) throw new S3Refusal(400, "BadDigest");
    if (!known && /^x-amz-checksum-(?!algorithm|type|mode)/.test(name)) throw new S3Refusal(400, "InvalidRequest");
  }
  const whole = String(request.headers["x-amz-content-sha256"] ?? "");
  if (/^[0-9a-f]{64}$/.test(whole) && createHash("sha256").update(sent).digest("hex") !== whole) {
    throw new S3Refusal(400, "XAmzContentSHA256Mismatch");
  }
  return bytes;
}

interface Unchunked {
  readonly bytes: Uint8Array;
  readonly trailers: Readonly<Record<string, string>>;
}

/** `size[;extension]\r\n` bytes `\r\n` … `0\r\n` trailers `\r\n`, as the SDK sends streams. */
function unchunk(framed: Buffer): Unchunked {
  const chunks: Buffer[] = [];
  let at = 0;
  const line = (): string => {
    const end = framed.indexOf("\r\n", at);
    if (end < 0) throw new S3Refusal(400, "IncompleteBody");
    const text = framed.toString("latin1", at, end);
    at = end + 2;
    return text;
  };
  for (let size = chunkSize(line()); size > 0; size = chunkSize(line())) {
    if (at + size + 2 > framed.length || framed.toString("latin1", at + size, at + size + 2) !== "\r\n") {
      throw new S3Refusal(400, "IncompleteBody");
    }
    chunks.push(framed.subarray(at, at + size));
    at += size + 2;
  }
  const trailers: Record<string, string> = {};
  while (at < framed.length) {
    const text = line();
    if (text === "") break;
    const colon = text.indexOf(":");
    trailers[text.slice(0, colon).toLowerCase()] = text.slice(colon + 1).trim();
  }
  return { bytes: Buffer.concat(chunks), trailers };
}

function chunkSize(line: string): number {
  const size = Number.parseInt(line.split(";")[0]!, 16);
  if (!Number.isInteger(size)) throw new S3Refusal(400, "InvalidChunkSizeError");
  return size;
}

/** CRC32 as S3 states it in an answer. */
export function crc32Of(bytes: Uint8Array): string {
  return checksums["x-amz-checksum-crc32"]!(bytes);
}
