import { type ReleaseFile, textFile } from "./release-file.ts";

/** Receipts of a wave as they are published: SHA-256 of each, among random lines, sorted. */
export interface WaveReceipts {
  readonly wave: string;
  readonly lines: readonly string[];
}

/** Name of a wave's list in the folder of the release that prints the wave for the first time or again. */
export const receiptsPath = (wave: string): string => `receipts-${wave}.txt`;

/** One list per wave: 64 hex digits and a line end, so that a line can be found by halving. */
export function receiptFiles(receipts: readonly WaveReceipts[]): readonly ReleaseFile[] {
  return receipts.map(({ wave, lines }) =>
    textFile(receiptsPath(wave), "text/plain; charset=utf-8", lines.map((line) => `${line}\n`).join("")),
  );
}

const lineBytes = 65;
const decoder = new TextDecoder();

/**
 * Whether a published list has a receipt.
 * @param list bytes of a file of `receiptFiles`
 * @param hash SHA-256 of the receipt, lower-case hex
 */
export function hasReceipt(list: Uint8Array, hash: string): boolean {
  let low = 0;
  let high = Math.floor(list.length / lineBytes);
  while (low < high) {
    const middle = (low + high) >> 1;
    const line = decoder.decode(list.subarray(middle * lineBytes, middle * lineBytes + lineBytes - 1));
    if (line === hash) return true;
    if (line < hash) low = middle + 1;
    else high = middle;
  }
  return false;
}
