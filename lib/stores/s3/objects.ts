import { randomUUID } from "node:crypto";
import type { S3Client } from "@aws-sdk/client-s3";
import { Problem } from "../../problems/problem.ts";
import { isObjectKey, requireObjectKey } from "../object-key.ts";
import type { ListedObject, NewObject, ObjectHead, ObjectStore } from "../object-store.ts";
import { inWords, mostAttempts, pause } from "../unavailable.ts";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from "./sdk.ts";

interface Headers {
  readonly ContentType?: string | undefined;
  readonly CacheControl?: string | undefined;
  readonly ETag?: string | undefined;
  readonly ContentLength?: number | undefined;
  readonly Metadata?: Record<string, string> | undefined;
}

/** Only when there is none, or only when this is the one. */
type Precondition = { readonly IfNoneMatch: "*" } | { readonly IfMatch: string };

/** Objects in a bucket of S3. */
export function s3Objects(client: S3Client, bucket: string): ObjectStore {
  const at = (Key: string) => ({ Bucket: bucket, Key });

  const put = (object: NewObject, precondition?: Precondition, mark?: string) => {
    const { key, bytes, contentType, cacheControl } = object;
    const command = new PutObjectCommand({
      ...at(key),
      Body: bytes,
      ContentType: contentType,
      CacheControl: cacheControl,
      ...(mark && { Metadata: { mark } }),
      ...precondition,
    });
    return patiently(() => client.send(command));
  };

  const headers = (key: string) => absentAsUndefined(() => client.send(new HeadObjectCommand(at(key))));

  /** @returns the new etag, or undefined when the precondition failed. Our own write, whose reply got lost, is told by its mark. */
  const putIf = async (object: NewObject, precondition: Precondition): Promise<string | undefined> => {
    requireObjectKey(object.key);
    const mark = randomUUID();
    try {
      const { ETag } = await put(object, precondition, mark);
      return ETag!;
    } catch (error) {
      if (!isRefused(error)) throw error;
      const stored = await headers(object.key);
      return stored?.Metadata?.mark === mark ? stored.ETag : undefined;
    }
  };

  return {
    async read(key) {
      if (!isObjectKey(key)) return undefined;
      const object = await absentAsUndefined(async () => {
        const answer = await client.send(new GetObjectCommand(at(key)));
        return { answer, bytes: await answer.Body!.transformToByteArray() };
      });
      return object && { ...headOf(key, object.answer), bytes: object.bytes };
    },
    async head(key) {
      const found = isObjectKey(key) ? await headers(key) : undefined;
      return found && headOf(key, found);
    },
    async put(object) {
      requireObjectKey(object.key);
      const { ETag } = await put(object);
      return ETag!;
    },
    create: async (object) => ((await putIf(object, { IfNoneMatch: "*" })) === undefined ? "exists" : "created"),
    async replace(object, etag) {
      const written = await putIf(object, { IfMatch: etag });
      if (written === undefined) throw new Problem("store-conflict", { key: object.key });
      return written;
    },
    list: (prefix) => keysUnder(client, bucket, prefix),
    async remove(key) {
      requireObjectKey(key);
      await patiently(() => client.send(new DeleteObjectCommand(at(key))));
    },
  };
}

async function* keysUnder(client: S3Client, bucket: string, prefix: string): AsyncGenerator<ListedObject> {
  let ContinuationToken: string | undefined;
  do {
    const command = new ListObjectsV2Command({
      Bucket: bucket,
      Prefix: prefix,
      ...(ContinuationToken && { ContinuationToken }),
    });
    const page = await patiently(() => client.send(command));
    for (const { Key, ETag, Size } of page.Contents ?? []) yield { key: Key!, etag: ETag!, size: Size! };
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken);
}

function headOf(key: string, { ContentType, CacheControl, ETag, ContentLength }: Headers): ObjectHead {
  return {
    key,
    contentType: ContentType ?? "application/octet-stream",
    cacheControl: CacheControl ?? "",
    etag: ETag!,
    size: ContentLength!,
  };
}

function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
}

/** The precondition failed; replacing what is not there is told as 404. */
function isRefused(error: unknown): boolean {
  const status = statusOf(error);
  return status === 412 || status === 404;
}

async function absentAsUndefined<Value>(read: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await patiently(read);
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

/** Tries again what the SDK does not: 409, another writer of the same key at the same moment. */
async function patiently<Output>(send: () => Promise<Output>): Promise<Output> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await send();
    } catch (error) {
      if (statusOf(error) !== 409 || attempt === mostAttempts) throw inWords(error);
      await pause(attempt);
    }
  }
}
