import { byCodePoint } from "./cell-key.ts";
import type { Tally } from "./tally.ts";

/** Canonical bytes: equal tallies have equal bytes. UTF-8 JSON without spaces, keys in code point order, one line. */
export function formatTally(tally: Tally): Uint8Array {
  return new TextEncoder().encode(`${formatJson(tally)}\n`);
}

/** JSON with the keys of every object in code point order; `undefined` entries are left out. */
export function formatJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(formatJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value)
    .filter(([, part]) => part !== undefined)
    .toSorted(([a], [b]) => byCodePoint(a, b))
    .map(([key, part]) => `${JSON.stringify(key)}:${formatJson(part)}`);
  return `{${entries.join(",")}}`;
}
