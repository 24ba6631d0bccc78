import { isMissing } from "../survey/condition.ts";
import { type Instrument, type MissingCode, missingCodes } from "../survey/instrument.ts";
import type { Answers } from "../survey/response.ts";
import { leastAnswered, rangeOf, type ScorePlan } from "./score-plan.ts";
import type { IndexSums, ItemCounts, MeasureSums } from "./tally.ts";

/** What a cell of one instrument sums, as places in one array of numbers: adding a response touches that array alone. */
export interface CellLayout {
  /** Numbers per cell. */
  readonly size: number;
  /** Adds one response to the sums of its cell. @param answers as `decodeAnswers` of this instrument gives them */
  add(sums: Float64Array, answers: Answers): void;
  measures(sums: Float64Array): Record<string, MeasureSums>;
  items(sums: Float64Array): Record<string, ItemCounts>;
  indexes(sums: Float64Array): Record<string, IndexSums>;
}

interface ItemPlace {
  readonly id: string;
  readonly at: number;
  /** Place of each option's count after `at`; missing codes follow the options. */
  readonly options: ReadonlyMap<number | string, number>;
}
interface MeasurePlace {
  readonly id: string;
  readonly at: number;
  /** Positions in the list of counted items, their lowest values, and parts of the score per step. */
  readonly items: readonly number[];
  readonly lowest: readonly number[];
  readonly step: readonly number[];
  readonly least: number;
}
interface IndexPlace {
  readonly id: string;
  readonly at: number;
  readonly items: readonly number[];
}

/** Only items of measures are counted: the tally holds nothing that no published number needs. */
export function cellLayout(instrument: Instrument, plans: ReadonlyMap<string, ScorePlan>): CellLayout {
  let size = 0;
  const reserve = (numbers: number): number => {
    size += numbers;
    return size - numbers;
  };

  const measured = new Set(instrument.measures.flatMap((measure) => measure.items));
  const items: ItemPlace[] = [];
  for (const id of measured) {
    const options = optionsOf(instrument, id);
    if (options.length === 0) continue;
    items.push({
      id,
      at: reserve(options.length + missingCodes.length),
      options: new Map(options.map((option, i) => [option, i])),
    });
  }
  const position = (item: string): number => items.findIndex(({ id }) => id === item);

  const measures: MeasurePlace[] = [];
  const indexes: IndexPlace[] = [];
  for (const measure of instrument.measures) {
    const plan = plans.get(measure.id);
    if (plan === undefined) continue;
    const ranges = measure.items.map((item) => rangeOf(instrument, item)!);
    measures.push({
      id: measure.id,
      at: reserve(3),
      items: measure.items.map(position),
      lowest: ranges.map(({ min }) => min),
      step: ranges.map(({ min, max }) => plan.parts / (max - min)),
      least: leastAnswered(measure),
    });
    // Another list of items under the same name makes another scale: its cross sums would not add up.
    const k = measure.items.length;
    if (k > 1 && measure.items.join() === plan.items.join())
      indexes.push({ id: measure.id, at: reserve(1 + k + (k * (k + 1)) / 2), items: measure.items.map(position) });
  }

  const answered = new Float64Array(items.length);
  return {
    size,
    add(sums, answers) {
      for (const [i, { id, at, options }] of items.entries()) {
        const answer = answers[id] as number | string | { missing: MissingCode };
        const missing = isMissing(answer);
        answered[i] = missing ? Number.NaN : Number(answer);
        sums[at + (missing ? options.size + missingCodes.indexOf(answer.missing) : options.get(answer)!)]! += 1;
      }
      for (const measure of measures) addScore(sums, measure, answered);
      for (const index of indexes) addCrossSums(sums, index, answered);
    },
    measures: (sums) => named(measures, ({ at }) => measureSums(sums, at)),
    items: (sums) => named(items, (item) => itemCounts(sums, item)),
    indexes: (sums) => named(indexes, (index) => indexSums(sums, index)),
  };
}

/** Values that may be counted; a choice's are texts. Items of several choices or of text have none. */
function optionsOf(instrument: Instrument, id: string): readonly (number | string)[] {
  const item = instrument.items.find((candidate) => candidate.id === id);
  switch (item?.type) {
    case "scale":
      return instrument.scales[item.scale]?.options.map(({ value }) => value) ?? [];
    case "choice":
      return item.options.map(({ value }) => value);
    case "integer":
      return Array.from({ length: item.max - item.min + 1 }, (_, i) => item.min + i);
    default:
      return [];
  }
}

function addScore(sums: Float64Array, { at, items, lowest, step, least }: MeasurePlace, answered: Float64Array): void {
  let count = 0;
  let parts = 0;
  for (let i = 0; i < items.length; i++) {
    const x = answered[items[i]!]!;
    if (Number.isNaN(x)) continue;
    count += 1;
    parts += (x - lowest[i]!) * step[i]!;
  }
  if (count < least || count === 0) return;
  const y = parts / count;
  sums[at]! += 1;
  sums[at + 1]! += y;
  sums[at + 2]! += y * y;
}

function addCrossSums(sums: Float64Array, { at, items }: IndexPlace, answered: Float64Array): void {
  if (items.some((item) => Number.isNaN(answered[item]!))) return;
  sums[at]! += 1;
  let cross = at + 1 + items.length;
  for (let i = 0; i < items.length; i++) {
    const x = answered[items[i]!]!;
    sums[at + 1 + i]! += x;
    for (let j = i; j < items.length; j++) sums[cross++]! += x * answered[items[j]!]!;
  }
}

function named<Place extends { readonly id: string }, Sums>(
  places: readonly Place[],
  read: (place: Place) => Sums | undefined,
): Record<string, Sums> {
  const all: Record<string, Sums> = {};
  for (const place of places) {
    const sums = read(place);
    if (sums !== undefined) all[place.id] = sums;
  }
  return all;
}

// What nobody answered has no entry: most cells are small, most modules not asked.
function measureSums(sums: Float64Array, at: number): MeasureSums | undefined {
  const n = sums[at]!;
  return n === 0 ? undefined : { n, sum: sums[at + 1]!, sumOfSquares: sums[at + 2]! };
}

function itemCounts(sums: Float64Array, { at, options }: ItemPlace): ItemCounts | undefined {
  const given: Record<string, number> = {};
  for (const [option, place] of options) if (sums[at + place]! > 0) given[option] = sums[at + place]!;
  const missing: Partial<Record<MissingCode, number>> = {};
  for (const [i, code] of missingCodes.entries()) {
    const count = sums[at + options.size + i]!;
    if (count > 0) missing[code] = count;
  }
  return { options: given, missing };
}

function indexSums(sums: Float64Array, { at, items }: IndexPlace): IndexSums | undefined {
  const n = sums[at]!;
  if (n === 0) return undefined;
  const cross = at + 1 + items.length;
  const pairs = (items.length * (items.length + 1)) / 2;
  return {
    n,
    sums: Array.from(sums.subarray(at + 1, cross)),
    cross: Array.from(sums.subarray(cross, cross + pairs)),
  };
}
