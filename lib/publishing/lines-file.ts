import type { ReleaseFile } from "./release-file.ts";

const encoder = new TextEncoder();
/** Bytes that a letter takes at most. */
const widest = 3;
/** Letters that are put together before they are encoded. */
const block = 4096;

/** A file of many lines. It grows in place, so that a large table is never in memory as a text, nor twice as bytes. */
export function linesFile(path: string, contentType: string, lines: Iterable<string>): ReleaseFile {
  let buffer = new ArrayBuffer(16 * block);
  let length = 0;
  let waiting = "";
  const encode = () => {
    const most = length + widest * waiting.length;
    if (buffer.byteLength < most) buffer = buffer.transfer(Math.ceil(1.25 * most));
    length += encoder.encodeInto(waiting, new Uint8Array(buffer, length)).written;
    waiting = "";
  };
  for (const line of lines) {
    waiting += line;
    if (waiting.length >= block) encode();
  }
  encode();
  return { path, contentType, bytes: new Uint8Array(buffer.transfer(length)) };
}
