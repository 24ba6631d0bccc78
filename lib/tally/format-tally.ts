import { byCodePoint } from "./cell-key.ts";
import type { Tally } from "./tally.ts";

/** Canonical bytes: equal tallies have equal bytes. UTF-8 JSON without spaces, keys in code point order, one line. */
export function formatTally(tally: Tally): Uint8Array {
  return new TextEncoder().encode(`${formatJson(tally)}\n`);
}

/** JSON with the keys of every object in code point order; `undefined` entries are left out. */
export function formatJson(value: unknown): string {
  if (typeof value === "number") return String(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  let text = "";
  if (Array.isArray(value)) {
    for (const part of value) text += `${text === "" ? "" : ","}${formatJson(part)}`;
    return `[${text}]`;
  }
  const fields = value as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(fields).sort(byCodePoint))
    if (fields[key] !== undefined) text += `${text === "" ? "" : ","}${JSON.stringify(key)}:${formatJson(fields[key])}`;
  return `{${text}}`;
}
