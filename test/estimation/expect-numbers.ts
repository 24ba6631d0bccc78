import { expect } from "vitest";

/** Numbers of an expected entry agree to 1e-9 relative (a true 0 to 1e-12); a null needs its `why`; NaN is a failure. */
export function expectNumbers(actual: Record<string, unknown>, expected: Record<string, unknown>, what: string): void {
  for (const [key, wanted] of Object.entries(expected)) {
    if (key === "why" || key === "estimates") continue;
    const found = actual[key];
    if (typeof wanted !== "number") expect(found, `${what}: ${key}`).toEqual(wanted);
    else if (key === "rakingPasses") expect(Number(found) === 0, `${what}: ${key} ${found}`).toBe(wanted === 0);
    else expect(found, `${what}: ${key}`).toSatisfy((number) => agrees(key, number, wanted), `${wanted}, got ${found}`);
  }
  const anyNull = Object.values(expected).includes(null);
  expect(typeof actual.why === "string", `${what}: why is there where a number is null`).toBe(anyNull);
}

function agrees(key: string, found: unknown, wanted: number): boolean {
  if (typeof found !== "number") return false;
  if (key === "maxMarginError") return Math.abs(found - wanted) <= 1e-9;
  return Math.abs(found - wanted) <= (wanted === 0 ? 1e-12 : 1e-9 * Math.abs(wanted));
}
