import { readSync } from "node:fs";
import { unreadable } from "./files.ts";

const pieceBytes = 1 << 18;

/**
 * An open file a quarter of a megabyte at a time, always in the same memory: a large file takes no more than a small one.
 * @param name  what messages call it
 * @param from  first byte; without it from where the file stands, as something that is no file on a disk can only be read
 * @param to    byte to stop before
 * @throws Problem `file-unreadable`
 */
export function* readPieces(
  file: number,
  name: string,
  from?: number,
  to = Number.POSITIVE_INFINITY,
): Generator<Uint8Array> {
  const buffer = new Uint8Array(Math.min(pieceBytes, to - (from ?? 0)));
  for (let at = from ?? 0; at < to; ) {
    let bytes: number;
    try {
      bytes = readSync(file, buffer, 0, Math.min(buffer.length, to - at), from === undefined ? null : at);
    } catch (cause) {
      throw unreadable(name, cause);
    }
    if (bytes === 0) return;
    at += bytes;
    yield buffer.subarray(0, bytes);
  }
}
