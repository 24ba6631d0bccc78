import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import type { NewObject, ObjectHead, StoredObject } from "../object-store.ts";

/** What a file says of itself in its first line, as JSON; the object's bytes follow. One rename thus changes both. */
interface FirstLine {
  readonly contentType: string;
  readonly cacheControl: string;
  readonly etag: string;
}
const longestFirstLine = 4_096;

/** The bytes of a file that holds the object. */
export function fileBytes({ bytes, contentType, cacheControl }: NewObject): { line: Uint8Array; etag: string } {
  const etag = `"${createHash("sha256").update(bytes).digest("hex").slice(0, 32)}"`;
  const line: FirstLine = { contentType, cacheControl, etag };
  return { line: new TextEncoder().encode(`${JSON.stringify(line)}\n`), etag };
}

/** @returns undefined where there is no such file */
export async function readObject(path: string, key: string): Promise<StoredObject | undefined> {
  const file = await openToRead(path);
  if (!file) return undefined;
  try {
    const bytes = new Uint8Array((await file.stat()).size);
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    const { line, length } = firstLine(bytes, path);
    return { key, ...line, size: bytes.length - length, bytes: bytes.subarray(length) };
  } finally {
    await file.close();
  }
}

/** @returns undefined where there is no such file */
export async function readHead(path: string, key: string): Promise<ObjectHead | undefined> {
  const file = await openToRead(path);
  if (!file) return undefined;
  try {
    const [{ size }, { buffer, bytesRead }] = await Promise.all([
      file.stat(),
      file.read(new Uint8Array(longestFirstLine), 0, longestFirstLine, 0),
    ]);
    const { line, length } = firstLine(buffer.subarray(0, bytesRead), path);
    return { key, ...line, size: size - length };
  } finally {
    await file.close();
  }
}

async function openToRead(path: string) {
  try {
    return await open(path, "r");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw error;
  }
}

function firstLine(bytes: Uint8Array, path: string): { line: FirstLine; length: number } {
  const end = bytes.subarray(0, longestFirstLine).indexOf(0x0a);
  if (end < 0) throw new Error(`${path} is not a stored object: its first line is missing`);
  const { contentType, cacheControl, etag } = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end)));
  return { line: { contentType, cacheControl, etag }, length: end + 1 };
}
