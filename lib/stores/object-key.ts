import { Problem } from "../problems/problem.ts";

/** Whether a key can name an object: parts joined by `/`, each 1-200 bytes, none `.` or `..`, no NUL; 1,000 bytes in all. */
export function isObjectKey(key: string): boolean {
  const bytes = (text: string) => new TextEncoder().encode(text).byteLength;
  return (
    bytes(key) <= 1_000 &&
    key.isWellFormed() &&
    !key.includes("\0") &&
    key.split("/").every((part) => part !== "" && part !== "." && part !== ".." && bytes(part) <= 200)
  );
}

/** @throws Problem `object-key` */
export function requireObjectKey(key: string): void {
  if (!isObjectKey(key)) throw new Problem("object-key", { key: key.slice(0, 200) });
}
