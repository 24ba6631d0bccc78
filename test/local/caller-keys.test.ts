import { expect, test } from "vitest";
import { callerKeys } from "../../lib/local/caller-keys.ts";
import { passedHeaders } from "../../lib/local/request.ts";

const noon = Date.UTC(2026, 2, 10, 12);
const tomorrow = noon + 86_400_000;

test("an address has one name a day, another one tomorrow, and another one in another process", () => {
  const nameOf = callerKeys();
  const name = nameOf("203.0.113.7", noon)!;
  expect(name).toMatch(/^[\w-]{16}$/);
  expect(nameOf("203.0.113.7", noon + 3_600_000)).toBe(name);
  expect(nameOf("203.0.113.8", noon)).not.toBe(name);
  expect(nameOf("203.0.113.7", tomorrow)).not.toBe(name);
  // Even with yesterday's clock: the key of that day is gone.
  expect(nameOf("203.0.113.7", noon)).not.toBe(name);
  expect(callerKeys()("203.0.113.7", noon)).not.toBe(name);
});

test.each([
  ["::ffff:203.0.113.7", "203.0.113.7", true],
  ["2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true],
  ["2001:db8::1", "2001:0db8:0:0:1::", true],
  ["2001:db8:1:2::1", "2001:db8:1:3::1", false],
  ["fe80::1%eth0", "fe80::2", true],
])("%s and %s are one caller: %s", (one, other, same) => {
  const nameOf = callerKeys();
  expect(nameOf(one, noon) === nameOf(other, noon)).toBe(same);
});

test.each(["127.0.0.1", "127.77.1.2", "::1", "::ffff:127.0.0.1", undefined])("%s has no name", (address) => {
  expect(callerKeys()(address, noon)).toBeUndefined();
});

test("nobody can give themselves a name: what came over the network under that header is dropped", () => {
  expect(passedHeaders({ "x-trust-caller": "me" }).headers).toEqual({});
  expect(passedHeaders({ "x-trust-caller": "me" }, "given").headers).toEqual({ "x-trust-caller": "given" });
});
