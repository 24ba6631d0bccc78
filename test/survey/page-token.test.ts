import { expect, test } from "vitest";
import { checkPageToken, makePageToken } from "../../lib/survey/page-token.ts";
import { hmacWith } from "./every-type.ts";

const hmac = hmacWith("page key of the wave");
const subject = { submission: "5f0c".repeat(8), link: "k7q2m9", wave: "2026-q1" };
const made = Date.parse("2026-01-31T23:59:59.999Z");
const token = makePageToken(subject, made, hmac);

test("a token tells to the millisecond when its page was made", () => {
  expect(checkPageToken(token, subject, hmac)).toBe(made);
  expect(token.length).toBeLessThanOrEqual(41);
});

test.each([
  ["another submission", { ...subject, submission: "0f0c".repeat(8) }],
  ["another link", { ...subject, link: "k7q2m8" }],
  ["another wave", { ...subject, wave: "2026-q2" }],
  [
    "a submission that takes a character of the link",
    { ...subject, submission: `${subject.submission}k`, link: "7q2m9" },
  ],
  ["a link that takes a character of the wave", { ...subject, link: "k7q2m92", wave: "026-q1" }],
])("it is worth nothing for %s", (_, other) => {
  expect(checkPageToken(token, other, hmac)).toBeUndefined();
});

test("it is worth nothing under the key of another wave", () => {
  expect(checkPageToken(token, subject, hmacWith("another key"))).toBeUndefined();
});

test("no character of it can be changed, such as for an earlier time", () => {
  for (let at = 0; at < token.length; at++) {
    const changed = `${token.slice(0, at)}${token[at] === "1" ? "2" : "1"}${token.slice(at + 1)}`;
    expect(checkPageToken(changed, subject, hmac)).toBeUndefined();
  }
});

test.each(["", ".", "abc", `${token}0`, ` ${token}`, token.toUpperCase(), "x".repeat(10_000), "zzzzzzzzzz.00"])(
  "%j is no token",
  (text) => expect(checkPageToken(text, subject, hmac)).toBeUndefined(),
);
