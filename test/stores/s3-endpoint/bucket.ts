import { createHash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { S3Refusal } from "./refusal.ts";
import { crc32Of } from "./request-body.ts";

export interface Held {
  readonly bytes: Uint8Array;
  readonly etag: string;
  readonly crc32: string;
  readonly modified: Date;
  /** `content-type`, `cache-control`, `x-amz-meta-…` as they were sent. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The objects of one bucket in memory. Whatever changes one happens in one step of the event loop: that is its lock. */
export class HeldBucket {
  readonly #objects = new Map<string, Held>();

  get(key: string): Held {
    const held = this.#objects.get(key);
    if (!held) throw new S3Refusal(404, "NoSuchKey");
    return held;
  }

  /** @throws S3Refusal 412 or 404 when `If-None-Match: *` or `If-Match` does not hold */
  put(key: string, bytes: Uint8Array, headers: IncomingHttpHeaders): Held {
    const before = this.#objects.get(key);
    if (headers["if-none-match"] === "*" && before) throw new S3Refusal(412, "PreconditionFailed");
    const match = headers["if-match"];
    if (match !== undefined && !before) throw new S3Refusal(404, "NoSuchKey");
    if (match !== undefined && match !== before?.etag) throw new S3Refusal(412, "PreconditionFailed");
    const kept = Object.entries(headers).filter(([name]) =>
      /^(content-type|cache-control|x-amz-meta-.*)$/.test(name),
    ) as [string, string][];
    const held = {
      bytes,
      etag: `"${createHash("md5").update(bytes).digest("hex")}"`,
      crc32: crc32Of(bytes),
      modified: new Date(),
      headers: Object.fromEntries(kept),
    };
    this.#objects.set(key, held);
    return held;
  }

  delete(key: string): void {
    this.#objects.delete(key);
  }

  /** Keys in UTF-8 order, those that share a beginning up to the delimiter as one. */
  list({ prefix, delimiter, after, most }: ListRequest): ListAnswer {
    const keys = [...this.#objects.keys()]
      .filter((key) => key.startsWith(prefix))
      .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    const entries: ListAnswer["entries"] = [];
    for (const key of keys) {
      const end = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
      const name = end < 0 ? key : key.slice(0, end + delimiter.length);
      if (Buffer.compare(Buffer.from(name), Buffer.from(after)) <= 0 || entries.at(-1)?.name === name) continue;
      if (entries.length === most) return { entries, next: entries.at(-1)!.name };
      entries.push(end < 0 ? { name, held: this.#objects.get(key)! } : { name });
    }
    return { entries };
  }
}

export interface ListRequest {
  readonly prefix: string;
  readonly delimiter: string;
  readonly after: string;
  readonly most: number;
}
export interface ListAnswer {
  /** An entry without an object is a common prefix. */
  readonly entries: { readonly name: string; readonly held?: Held }[];
  readonly next?: string;
}
