import { rangeOf } from "../tally/score-plan.ts";
import type { HashedInstrument } from "./survey-plan.ts";
import type { MeasureLink, ScoredAnswer } from "./wave-estimates.ts";
import { measuresOf } from "./wave-statistics.ts";

/**
 * Measures of several items, with the measures whose items are among these: those of one item together, and each of several
 * items with those of one item beside it.
 */
export function linksOf(used: readonly HashedInstrument[]): readonly MeasureLink[] {
  const measures = measuresOf(used);
  const single = measures.filter(({ items }) => items.length === 1);
  return measures
    .filter(({ items }) => items.length > 1)
    .flatMap(({ id, items }) => {
      const isPart = (part: readonly string[]) => part.every((item) => items.includes(item));
      const nested = measures.filter((other) => other.id !== id && other.items.length > 1 && isPart(other.items));
      return [undefined, ...nested].flatMap((part): readonly MeasureLink[] => {
        const beside = single.filter((one) => isPart(one.items) && !part?.items.includes(one.items[0] ?? ""));
        const own = part === undefined ? beside : [part, ...beside];
        if (own.length === 0) return [];
        return [
          {
            index: id,
            measures: own.map((one) => one.id),
            sizes: own.map((one) => one.items.length),
            items: items.length,
          },
        ];
      });
    });
}

/** By measure of one scale item: the answers with their score on 0-100, as far as every instrument of the wave says the same. */
export function scoredAnswersOf(used: readonly HashedInstrument[]): Readonly<Record<string, readonly ScoredAnswer[]>> {
  const found: Record<string, readonly ScoredAnswer[]> = {};
  for (const { id, items } of measuresOf(used)) {
    const [item] = items;
    if (item === undefined || items.length > 1) continue;
    const versions = used.map(({ instrument }) => {
      const asked = instrument.items.find((one) => one.id === item);
      const range = rangeOf(instrument, item);
      if (asked?.type !== "scale" || range === undefined) return undefined;
      return (instrument.scales[asked.scale]?.options ?? []).map(
        ({ value, favourable }): ScoredAnswer => ({
          option: String(value),
          score: (100 * (value - range.min)) / (range.max - range.min),
          favourable: favourable === true,
        }),
      );
    });
    const [first] = versions;
    if (first && versions.every((one) => JSON.stringify(one) === JSON.stringify(first))) found[id] = first;
  }
  return found;
}
