import { readFileSync } from "node:fs";
import { expect } from "vitest";

/** JSON of a folder of test/golden. */
export function golden<Value>(path: string): Value {
  return JSON.parse(readFileSync(new URL(`../golden/${path}`, import.meta.url), "utf8"));
}

/** Every number to a relative 1e-9 (a true 0 to 1e-12), everything else exactly. NaN is a failure. */
export function expectEqualToR(actual: unknown, expected: unknown, at = "result"): void {
  if (typeof expected === "number") {
    const tolerance = expected === 0 ? 1e-12 : 1e-9 * Math.abs(expected);
    const off = typeof actual === "number" ? Math.abs(actual - expected) : Number.NaN;
    expect(off <= tolerance, `${at} is ${String(actual)}, R has ${expected}`).toBe(true);
  } else if (typeof expected === "object" && expected !== null) {
    for (const [key, value] of Object.entries(expected))
      expectEqualToR((actual as Record<string, unknown>)[key], value, `${at}.${key}`);
  } else {
    expect(actual, at).toBe(expected);
  }
}
