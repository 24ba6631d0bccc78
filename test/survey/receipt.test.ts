import { createHmac, randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import {
  checkSignedReceipt,
  givesReceipt,
  newReceipt,
  normalizeReceipt,
  printedReceipt,
  signReceipt,
} from "../../lib/survey/receipt.ts";

const hmac = (text: string): string => createHmac("sha256", "key").update(text).digest("hex");
const subject = { submission: "0".repeat(32), link: "k7q2m9", wave: "2026-q1" };

test("what is printed can be typed again", () => {
  const receipt = newReceipt(randomBytes);
  expect(receipt).toMatch(/^[0-9a-hjkmnp-tv-z]{12}$/);
  expect(printedReceipt(receipt)).toMatch(/^.{4}-.{4}-.{4}$/);
  expect(normalizeReceipt(` ${printedReceipt(receipt)} `)).toBe(receipt);
});

test("it is made of random bits alone", () => {
  expect(newReceipt((bytes) => new Uint8Array(bytes).fill(31))).toBe("z".repeat(12));
});

const signed = signReceipt("k7q2m9xr4tab", subject, hmac);
test.each([
  ["as it was signed", signed, subject, "k7q2m9xr4tab"],
  ["another receipt", signed.replace("k7q2", "k7q3"), subject, undefined],
  ["another submission", signed, { ...subject, submission: "1".repeat(32) }, undefined],
  ["another link", signed, { ...subject, link: "aaaaaa" }, undefined],
  ["another wave", signed, { ...subject, wave: "2026-q2" }, undefined],
  ["unsigned", "k7q2m9xr4tab", subject, undefined],
  ["printed", signed.toUpperCase(), subject, undefined],
  ["more behind it", `${signed}.1`, subject, undefined],
  ["nothing", "", subject, undefined],
])("a page gives only the receipt it was made with: %s", (_name, field, of, expected) => {
  expect(checkSignedReceipt(field, of, hmac)).toBe(expected);
});

test.each([
  [true, "web", true],
  [undefined, "web", false],
  [false, "web", false],
  [true, "kiosk", false],
  [true, "interviewer", false],
] as const)("receipts: %s, mode %s → %s", (receipts, mode, given) => {
  expect(givesReceipt(receipts === undefined ? {} : { receipts }, { mode })).toBe(given);
});
