import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { newCode, normalizeCode, printedCode } from "../../lib/survey/letter-code.ts";
import { type Link, newLinkId, normalizeLinkId, storedPlace } from "../../lib/survey/link.ts";

test("link ids and codes use no letter that is taken for another, and every one that is left", () => {
  const ids = Array.from({ length: 2000 }, () => newLinkId(randomBytes));
  expect(ids.every((id) => /^[0-9a-hjkmnp-tv-z]{6}$/.test(id))).toBe(true);
  expect(new Set(ids.join("")).size).toBe(32);
  expect(newCode(randomBytes)).toMatch(/^[0-9a-hjkmnp-tv-z]{10}$/);
});

test("an id is made of the random bytes and nothing else", () => {
  expect(newLinkId((count) => new Uint8Array(count))).toBe("000000");
  expect(newLinkId((count) => new Uint8Array(count).fill(255))).toBe("zzzzzz");
});

test("a printed code reads back, however it is typed", () => {
  const code = newCode(randomBytes);
  expect(printedCode(code)).toMatch(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/);
  expect(normalizeCode(printedCode(code))).toBe(code);
});

test.each([
  [" k7q2m-9xr4t ", "k7q2m9xr4t"],
  ["K7Q2M–9XR4T", "k7q2m9xr4t"],
  ["k7q 2m9 xr4 t", "k7q2m9xr4t"],
  ["OIL2M-9XR4T", "0112m9xr4t"],
  ["k7q2m-9xr4", undefined],
  ["k7q2m-9xr4tt", undefined],
  ["k7q2m-9xr4u", undefined],
  ["k7q2m-9xr4é", undefined],
  ["", undefined],
  ["-".repeat(10_000), undefined],
])("the code %j is read as %s", (typed, expected) => {
  expect(normalizeCode(typed)).toBe(expected);
});

test("a link typed off a poster is found", () => {
  expect(normalizeLinkId("K7Q2MO")).toBe("k7q2m0");
});

test("a place is stored only where three links of the survey share it", () => {
  const link = (id: string, place: string | null, survey = "trust"): Link => ({
    id,
    department: "riverton",
    survey,
    place,
    mode: "web",
  });
  const library = [link("a", "library"), link("b", "library")];
  expect(storedPlace(library[0]!, library)).toBeNull();
  expect(storedPlace(library[0]!, [...library, link("c", "library", "other")])).toBeNull();
  const third = { ...link("c", "library"), revoked: "2026-01-01T00:00:00Z" };
  expect(storedPlace(library[0]!, [...library, third])).toBe("library");
  const nowhere = ["x", "y", "z"].map((id) => link(id, null));
  expect(storedPlace(nowhere[0]!, nowhere)).toBeNull();
});
