import { defaultPolicy } from "./policy.ts";

const step = 25;

/**
 * How many lines a wave's published list of receipts has. Its length must not say how many people answered where that is
 * withheld, so it depends only on streams large enough to be shown, and what is missing is filled with random lines.
 * @param responses responses of each stream of the wave
 * @returns a multiple of 25 that is at least the number of all responses, as a stream that is left out has fewer than 10
 * @example receiptListLength([103, 4]) // 150
 */
export function receiptListLength(responses: readonly number[]): number {
  const shown = responses.filter((count) => count >= defaultPolicy.leastRespondents);
  const sum = shown.reduce((total, count) => total + count, 0);
  return Math.ceil(sum / step) * step + step;
}

/**
 * The list as it is published: receipts and random lines that look alike, sorted.
 * @param hashes    SHA-256 of each receipt, lower-case hex
 * @param randomLine makes a line that is nobody's receipt, 64 hex digits
 */
export function receiptList(
  hashes: readonly string[],
  responses: readonly number[],
  randomLine: () => string,
): readonly string[] {
  const missing = Math.max(0, receiptListLength(responses) - hashes.length);
  return [...hashes, ...Array.from({ length: missing }, randomLine)].toSorted();
}
