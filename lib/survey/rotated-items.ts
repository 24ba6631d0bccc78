import type { Instrument, Item } from "./instrument.ts";

/** Hex digits of a submission's id that decide about one block. */
const digits = 6;
const mostDigits = 24;

/**
 * The items in the order of one resident's page: the questions of a group that rotates begin with another one from page to page, each as
 * often as the others, so that none is always asked first. The order follows from the submission's id and nothing is stored of it.
 * @param submission 32 random hex digits; anything else keeps the order of the file
 */
export function rotatedItems({ items }: Pick<Instrument, "items">, submission: string): readonly Item[] {
  const ordered = [...items];
  let from = 0;
  for (const [at, group] of items.entries()) {
    if (group.type !== "group" || !group.rotate) continue;
    const block = items.slice(at + 1, at + 1 + group.items.length);
    const turn = Number.parseInt(submission.slice(from, from + digits), 16) % block.length || 0;
    ordered.splice(at + 1, block.length, ...block.slice(turn), ...block.slice(0, turn));
    from = (from + digits) % mostDigits;
  }
  return ordered;
}
