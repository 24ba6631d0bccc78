import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { crc32 } from "node:zlib";
import {
  CreateBucketCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { clientSettings } from "./cloud-engines.ts";
import { type S3Endpoint, startS3Endpoint } from "./s3-endpoint/endpoint.ts";
import { accessKeyId } from "./s3-endpoint/presigned.ts";

let endpoint: S3Endpoint;
let client: S3Client;
let now = Date.now();
const Bucket = "shelf";
beforeAll(async () => {
  endpoint = await startS3Endpoint("127.0.0.1", () => now);
  client = new S3Client({ ...clientSettings(endpoint.url), forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket }));
});
afterAll(async () => {
  client.destroy();
  await endpoint.close();
});

const put = (Key: string, Body: string | Readable, more = {}) =>
  client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const textOf = async (Key: string, more = {}) =>
  (await client.send(new GetObjectCommand({ Bucket, Key, ...more }))).Body!.transformToString();
const signed = { authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}` };
const raw = (path: string, init: RequestInit = {}) =>
  fetch(`${endpoint.url}/${Bucket}/${path}`, { ...init, headers: { ...signed, ...init.headers } });
const codeOf = async (answer: globalThis.Response) => [answer.status, /<Code>(.*?)</.exec(await answer.text())?.[1]];

test("a stream arrives without its chunk framing and with its trailing checksum", async () => {
  const text = "ثقة ".repeat(40_000);
  const Body = Readable.from([Buffer.from(text.slice(0, 50_000)), Buffer.from(text.slice(50_000))]);
  const { ChecksumCRC32 } = await put("streamed", Body, { ContentLength: Buffer.byteLength(text) });
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(text));
  expect(ChecksumCRC32).toBe(sum.toString("base64"));
  expect(await textOf("streamed")).toBe(text);
});

const sha256 = (text: string) => createHash("sha256").update(text).digest("base64");
test.each([
  ["SHA-256", { "x-amz-checksum-sha256": sha256("other") }, [400, "BadDigest"]],
  ["CRC32", { "x-amz-checksum-crc32": "AAAAAA==" }, [400, "BadDigest"]],
  ["MD5", { "content-md5": "AAAA" }, [400, "BadDigest"]],
  ["the length before framing", { "x-amz-decoded-content-length": "9" }, [400, "IncompleteBody"]],
  ["a checksum it does not know", { "x-amz-checksum-crc99": "AAAA" }, [400, "InvalidRequest"]],
  [
    "a trailer that is announced but missing",
    { "x-amz-trailer": "x-amz-checksum-crc32" },
    [400, "MalformedTrailerError"],
  ],
])("a wrong body is refused by %s", async (_what, headers, expected) => {
  expect(
    await codeOf(await raw("wrong", { method: "PUT", body: "body", headers: headers as Record<string, string> })),
  ).toEqual(expected);
  expect((await raw("wrong")).status).toBe(404);
});

test.each([
  ["cut in the middle of a chunk", "8\r\nabc"],
  ["a chunk longer than it says", "2\r\nabc\r\n0\r\n\r\n"],
  ["a size that is no number", "zz\r\nabc\r\n0\r\n\r\n"],
])("broken framing is refused: %s", async (_what, body) => {
  const answer = await raw("broken", { method: "PUT", body, headers: { "content-encoding": "aws-chunked" } });
  expect(answer.status).toBe(400);
});

test.each([
  ["bytes=0-3", "0123", "bytes 0-3/10"],
  ["bytes=4-", "456789", "bytes 4-9/10"],
  ["bytes=-2", "89", "bytes 8-9/10"],
  ["bytes=8-99", "89", "bytes 8-9/10"],
])("the range %s is %s", async (Range, text, ContentRange) => {
  await put("digits", "0123456789");
  expect(await client.send(new GetObjectCommand({ Bucket, Key: "digits", Range }))).toMatchObject({ ContentRange });
  expect(await textOf("digits", { Range })).toBe(text);
});

test("a range behind the end is refused", async () => {
  await put("digits", "0123456789");
  expect((await raw("digits", { headers: { range: "bytes=10-" } })).status).toBe(416);
});

test("a get may depend on the etag", async () => {
  const { ETag } = await put("tagged", "x");
  expect((await raw("tagged", { headers: { "if-none-match": ETag! } })).status).toBe(304);
  expect((await raw("tagged", { headers: { "if-match": '"other"' } })).status).toBe(412);
  expect((await raw("tagged", { headers: { "if-match": ETag! } })).status).toBe(200);
});

test("conditional writes answer 412, and 404 where there is nothing to match", async () => {
  await put("once", "x", { IfNoneMatch: "*" });
  await expect(put("once", "y", { IfNoneMatch: "*" })).rejects.toMatchObject({ $metadata: { httpStatusCode: 412 } });
  await expect(put("once", "y", { IfMatch: '"other"' })).rejects.toMatchObject({ $metadata: { httpStatusCode: 412 } });
  await expect(put("nothing", "y", { IfMatch: '"other"' })).rejects.toMatchObject({
    $metadata: { httpStatusCode: 404 },
  });
});

test("metadata and content headers come back", async () => {
  await put("described", "x", { ContentType: "text/csv", CacheControl: "no-store", Metadata: { mark: "1" } });
  expect(await client.send(new HeadObjectCommand({ Bucket, Key: "described" }))).toMatchObject({
    ContentType: "text/csv",
    CacheControl: "no-store",
    Metadata: { mark: "1" },
    ContentLength: 1,
  });
});

test("a list pages over keys and common prefixes in order", async () => {
  for (const name of ["a", "b/1", "b/2", "c&<d>", "e/1", "f"]) await put(`list/${name}`, name);
  const seen: string[] = [];
  let pages = 0;
  let ContinuationToken: string | undefined;
  do {
    const page = await client.send(
      new ListObjectsV2Command({ Bucket, Prefix: "list/", Delimiter: "/", MaxKeys: 2, ContinuationToken }),
    );
    expect((page.Contents?.length ?? 0) + (page.CommonPrefixes?.length ?? 0)).toBe(page.KeyCount);
    seen.push(
      ...(page.Contents ?? []).map(({ Key }) => Key!),
      ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix!),
    );
    ContinuationToken = page.NextContinuationToken;
    pages++;
  } while (ContinuationToken);
  expect(pages).toBe(3);
  expect(seen.toSorted()).toEqual(["list/a", "list/b/", "list/c&<d>", "list/e/", "list/f"]);
});

test("several objects are deleted at once", async () => {
  for (const name of ["one", "two & three"]) await put(`gone/${name}`, name);
  const Objects = [{ Key: "gone/one" }, { Key: "gone/two & three" }, { Key: "gone/never" }];
  expect((await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }))).Deleted).toHaveLength(3);
  expect((await client.send(new ListObjectsV2Command({ Bucket, Prefix: "gone/" }))).KeyCount).toBe(0);
});

test("nobody reads without a signature", async () => {
  await put("secret", "x");
  expect((await fetch(`${endpoint.url}/${Bucket}/secret`)).status).toBe(403);
});

/** The address of an object that anybody may get for a minute, signed by the SDK. */
async function presign(key: string): Promise<URL> {
  const { hostname, port } = new URL(endpoint.url);
  const signer = await (client.config.signer as unknown as () => Promise<Presigner>)();
  const { query } = await signer.presign(
    {
      method: "GET",
      protocol: "http:",
      hostname,
      port: Number(port),
      path: `/${Bucket}/${key}`,
      query: {},
      headers: { host: `${hostname}:${port}`, "x-amz-content-sha256": "UNSIGNED-PAYLOAD" },
    },
    { expiresIn: 60, signingDate: new Date(now), signingRegion: "us-east-1", signingService: "s3" },
  );
  const url = new URL(`${endpoint.url}/${Bucket}/${key}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
}
interface Presigner {
  presign(request: object, options: object): Promise<{ query: Record<string, string> }>;
}

test("a presigned address opens its object until it expires, and no other", async () => {
  await put("shared", "for you");
  await put("sharee", "not for you");
  const url = await presign("shared");
  expect(await (await fetch(url)).text()).toBe("for you");
  expect(await codeOf(await fetch(String(url).replace("shared", "sharee")))).toEqual([403, "SignatureDoesNotMatch"]);
  expect(await codeOf(await fetch(String(url).replace("Expires=60", "Expires=99")))).toEqual([
    403,
    "SignatureDoesNotMatch",
  ]);
  now += 60_000;
  expect(await codeOf(await fetch(url))).toEqual([403, "AccessDenied"]);
});
