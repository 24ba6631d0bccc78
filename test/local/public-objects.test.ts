import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { keyOf, publicObjects } from "../../lib/local/public-objects.ts";
import { immutable, type ObjectStore, pointer, type StoredObject } from "../../lib/stores/object-store.ts";

const csv = "wave,value\n".repeat(300);
const page = `<!doctype html>${"<p>Trust</p>".repeat(200)}`;
const stored = (key: string, text: string, contentType: string, cacheControl: string): StoredObject => {
  const bytes = Buffer.from(text);
  return { key, bytes, contentType, cacheControl, etag: `"etag-of-${key.length}"`, size: bytes.length };
};
const objects = new Map(
  [
    stored("data/x/releases/r1/estimates.csv", csv, "text/csv; charset=utf-8", immutable),
    stored(
      "data/x/releases/r1/estimates.parquet",
      "0123456789".repeat(200),
      "application/vnd.apache.parquet",
      immutable,
    ),
    stored("results/index.html", page, "text/html; charset=utf-8", pointer),
    stored("results/x/index.html", page, "text/html; charset=utf-8", pointer),
    stored("data/x/tiny.json", "{}", "application/json", pointer),
  ].map((object) => [object.key, object]),
);
const store = {
  read: async (key: string) => objects.get(key),
  head: async (key: string) => objects.get(key),
} as Partial<ObjectStore> as ObjectStore;
const serve = publicObjects(store);
const get = (path: string, headers: Record<string, string> = {}, method = "GET") => serve({ method, path, headers });

const csvPath = "/data/x/releases/r1/estimates.csv";
const parquetPath = "/data/x/releases/r1/estimates.parquet";
const etag = objects.get(csvPath.slice(1))!.etag;

describe("a file is served as the CDN would", () => {
  test.each([
    [
      "whole",
      csvPath,
      {},
      200,
      { etag, "cache-control": immutable, "accept-ranges": "bytes", vary: "Accept-Encoding" },
    ],
    [
      "a page of a folder",
      "/results/",
      {},
      200,
      { "cache-control": pointer, "content-type": "text/html; charset=utf-8" },
    ],
    ["a folder without its slash moves", "/results/x", {}, 301, { location: "/results/x/" }],
    ["the top folder too", "/results", {}, 301, { location: "/results/" }],
    ["unchanged", csvPath, { "if-none-match": etag }, 304, { etag, "cache-control": immutable }],
    ["unchanged, weakly", csvPath, { "if-none-match": `"other", W/${etag}` }, 304, { etag }],
    ["unchanged, whatever it is", csvPath, { "if-none-match": "*" }, 304, { etag }],
    ["changed", csvPath, { "if-none-match": '"other"' }, 200, { etag }],
    ["a range", csvPath, { range: "bytes=0-9" }, 206, { "content-range": `bytes 0-9/${csv.length}` }],
    ["to the end", csvPath, { range: "bytes=3290-" }, 206, { "content-range": "bytes 3290-3299/3300" }],
    ["the last bytes", csvPath, { range: "bytes=-10" }, 206, { "content-range": "bytes 3290-3299/3300" }],
    [
      "more last bytes than there are",
      csvPath,
      { range: "bytes=-9999" },
      206,
      { "content-range": "bytes 0-3299/3300" },
    ],
    ["past the end", csvPath, { range: "bytes=9999-" }, 416, { "content-range": "bytes */3300" }],
    ["no bytes", csvPath, { range: "bytes=-0" }, 416, { "content-range": "bytes */3300" }],
    ["several ranges get the whole", csvPath, { range: "bytes=0-1,4-5" }, 200, {}],
    ["a faulty range gets the whole", csvPath, { range: "bytes=9-1" }, 200, {}],
    ["a range of what changed", csvPath, { range: "bytes=0-9", "if-range": '"old"' }, 200, {}],
    ["a range of what did not", csvPath, { range: "bytes=0-9", "if-range": etag }, 206, {}],
    ["missing", "/data/x/none.csv", {}, 404, { "content-type": "application/problem+json" }],
    [
      "missing, to a browser",
      "/results/none",
      { accept: "text/html" },
      404,
      { "content-type": "text/html; charset=utf-8" },
    ],
  ] as const)("%s: %s", async (_name, path, headers, status, expected) => {
    const reply = await get(path, headers);
    expect(reply.status).toBe(status);
    expect(reply.headers).toMatchObject({
      ...expected,
      "access-control-allow-origin": "*",
      "x-content-type-options": "nosniff",
    });
  });

  test("a range holds exactly its bytes", async () => {
    const { body } = await get(csvPath, { range: "bytes=5-10" });
    expect(Buffer.from(body).toString()).toBe(csv.slice(5, 11));
  });

  test.each([
    ["br", "gzip, br", brotliDecompressSync],
    ["gzip", "gzip;q=1.0, br;q=0", gunzipSync],
  ] as const)("compressed as %s it is the same file with a weak etag", async (encoding, accepted, decompress) => {
    const reply = await get(csvPath, { "accept-encoding": accepted });
    expect(reply.headers).toMatchObject({ "content-encoding": encoding, etag: `W/${etag}`, vary: "Accept-Encoding" });
    expect(reply.body.length).toBeLessThan(csv.length / 5);
    expect(decompress(reply.body as Uint8Array).toString()).toBe(csv);
  });

  test.each([
    ["a parquet file", parquetPath, { "accept-encoding": "br" }],
    ["a tiny file", "/data/x/tiny.json", { "accept-encoding": "br" }],
    ["a range", csvPath, { "accept-encoding": "br", range: "bytes=0-1" }],
    ["to a client that takes none", csvPath, { "accept-encoding": "identity" }],
  ])("%s is not compressed", async (_name, path, headers) => {
    expect((await get(path, headers)).headers).not.toHaveProperty("content-encoding");
  });
});

test.each(["POST", "PUT", "DELETE", "PATCH"])("%s is refused", async (method) => {
  const reply = await get(csvPath, {}, method);
  expect(reply.status).toBe(405);
  expect(reply.headers.allow).toBe("GET, HEAD");
});

test("a script of another site may ask first", async () => {
  const { status, headers } = await get(csvPath, {}, "OPTIONS");
  expect(status).toBe(204);
  expect(headers["access-control-allow-methods"]).toBe("GET, HEAD");
});

describe("no path leads out of the folders", () => {
  test.each([
    "/data/../private/x",
    "/data/..%2fprivate/x",
    "/data/%2e%2e/private",
    "/data/./x",
    "/data//x",
    "/data/x\\..\\y",
    "/data/%5c..%5cy",
    "/data/%00",
    "/data/%zz",
    "/data/%0d%0aset-cookie:x",
  ])("%s", async (path) => {
    expect(keyOf(path)).toBeUndefined();
    expect((await get(path)).status).toBe(404);
  });
});
