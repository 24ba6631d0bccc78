import type { Instrument, Measure } from "../survey/instrument.ts";

/** How a measure of scale or integer items is summed: the score on 0-100 is `scale * y` with y an integer. */
export interface ScorePlan {
  readonly scale: number;
  readonly items: readonly string[];
  /** Over all instruments of the tally: every average of answered items is a whole number of these parts. */
  readonly parts: number;
}

export interface Range {
  readonly min: number;
  readonly max: number;
}

/** Lowest and highest value of a scale or integer item; undefined for every other type, which has no score. */
export function rangeOf(instrument: Instrument, item: string): Range | undefined {
  const found = instrument.items.find(({ id }) => id === item);
  if (found?.type === "integer") return { min: found.min, max: found.max };
  if (found?.type !== "scale") return undefined;
  const values = instrument.scales[found.scale]?.options.map(({ value }) => value) ?? [];
  return values.length < 2 ? undefined : { min: Math.min(...values), max: Math.max(...values) };
}

/** Least number of answered items that gives a score: declared, else half of them rounded up. */
export function leastAnswered(measure: Measure): number {
  return measure.minAnswered ?? Math.ceil(measure.items.length / 2);
}

/**
 * The common denominator of a measure's scores, so that sums of scores are exact integers.
 * The average of a answered items, each rescaled to (x − min) / (max − min), is a multiple of 1 / lcm(a, ranges); `parts` is
 * the least common multiple over every possible a and every instrument. Undefined when an item has no score.
 * Three items from 1 to 5, two or three of them answered: 24 parts, scale 100 / 24.
 * @param instruments those that may occur in the tally; the last one's items are the measure's
 * @example scorePlan("trust", [core1]) // { scale: 12.5, items: ["respect", "listen"], parts: 8 }
 */
export function scorePlan(measure: string, instruments: readonly Instrument[]): ScorePlan | undefined {
  let parts = 1;
  let items: readonly string[] = [];
  for (const instrument of instruments) {
    const found = instrument.measures.find(({ id }) => id === measure);
    if (found === undefined) continue;
    items = found.items;
    for (const item of items) {
      const range = rangeOf(instrument, item);
      if (range === undefined) return undefined;
    }
    const ranges = items.map((item) => rangeOf(instrument, item)!).map(({ min, max }) => max - min);
    let answered = 1;
    for (let count = leastAnswered(found); count <= items.length; count++) answered = commonMultiple(answered, count);
    parts = commonMultiple(parts, answered * ranges.reduce(commonMultiple, 1));
  }
  return items.length === 0 ? undefined : { scale: 100 / parts, items, parts };
}

function commonMultiple(a: number, b: number): number {
  let [high, low] = [a, b];
  while (low !== 0) [high, low] = [low, high % low];
  return (a / high) * b;
}
