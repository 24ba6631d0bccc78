import { numberAt, type RowNumbers } from "./number-fields.ts";
import type { DesignMeasure } from "./parse-design.ts";
import { plainNumber } from "./plain-number.ts";
import { comparesTexts } from "./row-plan.ts";
import type { TextKeys } from "./text-keys.ts";

/** The answer of a row to a measure: NaN where it is missing. The score of the design is `scale` times this. */
export type Score = { readonly scale: number } & (NumberScore | MadeScore);

/** Made of one number of the row: `of` turns a digit into a whole number from 0 to 255. */
export interface NumberScore {
  /** Place of the number. */
  readonly at: number;
  readonly of: (value: number) => number;
}

/** Made of several numbers, or of a text. */
export interface MadeScore {
  readonly make: (numbers: RowNumbers, combination: number) => number;
}

/** Where a row's fields are: the place of each column among the numbers and among the texts. */
export interface Places {
  readonly numbers: ReadonlyMap<string, number>;
  readonly texts: ReadonlyMap<string, number>;
  readonly keys: TextKeys;
}

/**
 * How a row answers a measure. Items that are whole numbers give whole numbers: the mean of up to k items counts in steps of
 * 1 / lcm(1…k), so that sums over rows are exact.
 */
export function scoreOf(measure: DesignMeasure, places: Places): Score {
  if (measure.statistic === "mean100") return meanOfItems(measure, places);
  if (comparesTexts(measure)) return { scale: 1, make: textShare(measure, places) };
  const at = places.numbers.get(measure.items[0]!)!;
  if (measure.statistic !== "share") return { scale: 1, at, of: (value) => value };
  const values = Float64Array.from(measure.values as number[]);
  return { scale: 1, at, of: (value) => (values.includes(value) ? 1 : 0) };
}

function meanOfItems(measure: Extract<DesignMeasure, { statistic: "mean100" }>, places: Places): Score {
  const { min, max, items, minAnswered = Math.ceil(items.length / 2) } = measure;
  const steps = items.reduce((multiple, _, i) => leastCommonMultiple(multiple, i + 1), 1);
  const at = Int32Array.from(items, (item) => places.numbers.get(item)!);
  const sign = max > min ? 1 : -1;
  const scale = 100 / (steps * Math.abs(max - min));
  if (at.length === 1 && Number.isInteger(min)) return { scale, at: at[0]!, of: (value) => sign * (value - min) };
  const make = (numbers: RowNumbers): number => {
    let answered = 0;
    let sum = 0;
    for (let i = 0; i < at.length; i++) {
      const value = numberAt(numbers, at[i]!);
      if (!Number.isNaN(value)) {
        answered++;
        sum += value - min;
      }
    }
    return answered >= minAnswered ? (sign * sum * steps) / answered : Number.NaN;
  };
  return { scale, make };
}

function textShare(measure: DesignMeasure, { texts, keys }: Places): MadeScore["make"] {
  const values = measure.statistic === "share" ? measure.values : [];
  const at = texts.get(measure.items[0]!)!;
  const names = keys.names(at);
  const matches: number[] = [];
  return (_, combination) => {
    const code = keys.code(combination, at);
    if (names[code] === "") return Number.NaN;
    matches[code] ??= values.some((value) => value === names[code] || value === numberOf(names[code]!)) ? 1 : 0;
    return matches[code];
  };
}

function numberOf(text: string): number {
  const bytes = new TextEncoder().encode(text);
  return plainNumber(bytes, 0, bytes.length);
}

function leastCommonMultiple(a: number, b: number): number {
  let [high, low] = [a, b];
  while (low > 0) [high, low] = [low, high % low];
  return (a / high) * b;
}
