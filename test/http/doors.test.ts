import { brotliDecompressSync, gunzipSync } from "node:zlib";
import middy from "@middy/core";
import type { Context } from "aws-lambda";
import { expect, test } from "vitest";
import { jsonDoor } from "../../lib/http/json-door.ts";
import { pageDoor } from "../../lib/http/page-door.ts";
import { problemJson } from "../../lib/http/problem-json.ts";
import { statusOf } from "../../lib/http/status-of.ts";
import { Problem } from "../../lib/problems/problem.ts";
import { answerOf, eventOf, formEvent, jsonEvent } from "../functions/resident-town.ts";

const logged: unknown[] = [];
const log = (outcome: object) => logged.push(outcome);
const failing = (error: unknown) => async () => {
  throw error;
};
const bug = new TypeError("cannot read Jane Doe at 203.0.113.7");

test.each([
  ["unknown-link", 404],
  ["unknown-wave", 404],
  ["body-too-large", 413],
  ["unsupported-content", 415],
  ["answers-refused", 422],
  ["not-json", 422],
  ["submission-refused", 409],
  ["store-conflict", 409],
  ["wave-closed", 410],
  ["too-many-requests", 429],
  ["store-unavailable", 503],
  ["folder-damaged", 500],
  ["release-unreadable", 500],
  ["document-damaged", 500],
] as const)("%s is a %d", (code, status) => {
  expect(statusOf(code)).toBe(status);
});

test("a problem document has the sentence, a stable code and the problem's own members", () => {
  const fields = [{ field: "respect", code: "not-an-option", reason: "6 is not on the scale" }] as const;
  const { statusCode, headers, body } = problemJson(new Problem("answers-refused", { fields }));
  expect({ statusCode, headers }).toEqual({ statusCode: 422, headers: { "content-type": "application/problem+json" } });
  expect(JSON.parse(body!)).toEqual({
    type: "about:blank",
    title: "Not as expected",
    status: 422,
    code: "answers-refused",
    detail: "One answer cannot be stored: respect: 6 is not on the scale.",
    fields,
  });
});

test.each([
  ["429", new Problem("too-many-requests", { seconds: 60 }), 429, "60"],
  ["503", new Problem("store-unavailable", { reason: "busy" }), 503, "5"],
])("%s says when to try again, as JSON and as a page", async (_, problem, status, after) => {
  for (const door of [middy().use(jsonDoor({ log })), middy().use(pageDoor({ log }))])
    expect(await answerOf(door.handler(failing(problem)), eventOf({ path: "/" }))).toMatchObject({
      status,
      headers: { "retry-after": after },
    });
});

const html = "<p>Trust</p>".repeat(500);
const page = async () => ({ statusCode: 422, headers: { "content-type": "text/html; charset=utf-8" }, body: html });
const list = async () => ({ statusCode: 200, body: JSON.stringify(Array.from({ length: 500 }, (_, n) => n)) });

test.each([
  ["a page", pageDoor, page, "gzip, br;q=0.5", "br"],
  ["a page for who takes gzip alone", pageDoor, page, "gzip", "gzip"],
  ["JSON", jsonDoor, list, "br", "br"],
  ["a refusal that is a page", pageDoor, failing(new Problem("store-unavailable", { reason: "busy" })), "br", "br"],
] as const)("%s is compressed, whatever its status", async (_, door, make, accepted, encoding) => {
  const handler = middy().use(door({ log })).handler(make);
  const event = (headers: Record<string, string>) => eventOf({ path: "/", headers });
  const plain = await handler(event({ "accept-encoding": "identity" }), {} as Context);
  const packed = await handler(event({ "accept-encoding": accepted }), {} as Context);
  expect([plain.isBase64Encoded, plain.headers?.vary]).toEqual([undefined, "Accept-Encoding"]);
  expect(packed).toMatchObject({
    statusCode: plain.statusCode,
    isBase64Encoded: true,
    headers: { ...plain.headers, "content-encoding": encoding, vary: "Accept-Encoding" },
  });
  const bytes = Buffer.from(packed.body!, "base64");
  expect(bytes.length).toBeLessThan(plain.body!.length / 2);
  const whole = encoding === "br" ? brotliDecompressSync(bytes) : gunzipSync(bytes);
  expect(whole.toString()).toBe(plain.body);
});

test("a short answer is left as it is", async () => {
  const handler = middy()
    .use(jsonDoor({ log }))
    .handler(async () => ({ statusCode: 200, body: "{}" }));
  const { headers, body } = await handler(eventOf({ path: "/", headers: { "accept-encoding": "br" } }), {} as Context);
  expect([headers?.["content-encoding"], headers?.vary, body]).toEqual([undefined, undefined, "{}"]);
});

test("damage that whoever manages an installation has to mend is named, with what to do", () => {
  const { statusCode, body } = problemJson(
    new Problem("release-unreadable", { release: "2026-q1-ab", file: "quality.csv" }),
  );
  expect(statusCode).toBe(500);
  expect(JSON.parse(body!)).toMatchObject({
    code: "release-unreadable",
    file: "quality.csv",
    detail: expect.stringMatching(/Restore/),
  });
});

test("a fault of this installation tells nothing about its folders", async () => {
  const problem = new Problem("folder-damaged", { folder: "/srv/trust", reason: "torn page" });
  const { status, body } = await answerOf(
    middy().use(jsonDoor({ log })).handler(failing(problem)),
    eventOf({ path: "/" }),
  );
  expect(status).toBe(500);
  expect(body).not.toContain("/srv");
});

test("a bug is a 500 without detail; the log has the error's name and the line, never its message", async () => {
  for (const door of [middy().use(jsonDoor({ log })), middy().use(pageDoor({ log }))]) {
    logged.length = 0;
    const { status, body } = await answerOf(door.handler(failing(bug)), eventOf({ path: "/" }));
    expect(status).toBe(500);
    expect(body + JSON.stringify(logged)).not.toMatch(/Jane|203\.0/);
    expect(logged).toEqual([
      { outcome: "fault", code: "TypeError", place: expect.stringMatching(/^doors\.test\.ts:\d+:\d+$/) },
    ]);
  }
});

const ok = async () => ({ statusCode: 200, body: "{}" });
test.each([
  ["JSON", middy().use(jsonDoor({ log })).handler(ok), eventOf({ path: "/" })],
  ["a page", middy().use(pageDoor({ log })).handler(ok), eventOf({ path: "/" })],
  [
    "a refusal",
    middy()
      .use(pageDoor({ log }))
      .handler(failing(new Problem("unknown-link", { link: "x" }))),
    eventOf({ path: "/" }),
  ],
  ["a bug", middy().use(jsonDoor({ log })).handler(failing(bug)), eventOf({ path: "/" })],
])("%s: nothing may be framed, guessed, referred or loaded from elsewhere", async (_, door, event) => {
  const { headers } = await answerOf(door, event);
  expect(headers).toMatchObject({ "referrer-policy": "no-referrer", "x-content-type-options": "nosniff" });
  expect(headers["content-security-policy"]).toContain("default-src 'none'");
  expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
  expect(headers["content-security-policy"]).not.toMatch(/unsafe|https?:|\*/);
});

test.each([
  ["a large body", jsonEvent("a".repeat(1001)), 413],
  [
    "a large body in base64",
    jsonEvent("", { body: Buffer.alloc(1001).toString("base64"), isBase64Encoded: true }),
    413,
  ],
  ["many small characters that are many bytes", jsonEvent("é".repeat(501)), 413],
  ["a form", formEvent({ a: "1" }), 415],
  [
    "a compressed body",
    jsonEvent("{}", { headers: { "content-type": "application/json", "content-encoding": "gzip" } }),
    415,
  ],
  ["JSON with a charset", jsonEvent("{}", { headers: { "content-type": "Application/JSON; charset=utf-8" } }), 200],
  ["as much as is read", jsonEvent("a".repeat(1000)), 200],
])("a limit before parsing: %s", async (_, event, status) => {
  expect((await answerOf(middy().use(jsonDoor({ log }, 1000)).handler(ok), event)).status).toBe(status);
});
