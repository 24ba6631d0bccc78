import {
  type Instrument,
  type Measure as InstrumentMeasure,
  type MissingCode,
  missingCodes,
} from "../survey/instrument.ts";
import type { ItemCounts, Tally, TallyCell } from "../tally/tally.ts";
import { integerMoments, type Measure } from "./measure.ts";
import type { HashedInstrument } from "./survey-plan.ts";
import type { EstimateKey } from "./wave-estimates.ts";

/** One column of numbers to estimate in every domain: what it is called, and its sums per cell. */
export interface WaveStatistic extends Pick<EstimateKey, "measure" | "statistic" | "option"> {
  readonly kind: "mean" | "share";
  /** Distributions and missing shares: too fine for an area crossed with a group. */
  readonly detail: boolean;
  /** Whether anybody was shown one of the measure's questions. */
  readonly asked: boolean;
  readonly measured: Measure;
}

/** Those who were shown the question, whether or not they answered it. */
const asked = missingCodes.filter((code) => code !== "na" && code !== "notasked");

/**
 * Everything that is estimated of a wave's measures, in the order of the instruments' measures. A measure has its mean; one of
 * a single item also its favourable share (of substantive answers), the share of each answer, and of each missing code (of
 * those asked): don't know and refused where the question offers them, left blank always, broken off where it occurs.
 * @param used instruments of the wave, oldest first
 * @param cells whose sums are taken, in the order of the sample
 */
export function waveStatistics(
  tally: Tally,
  cells: readonly TallyCell[],
  used: readonly HashedInstrument[],
): readonly WaveStatistic[] {
  return measuresOf(used).flatMap(({ id, items }) => {
    const plan = tally.measures[id];
    const statistics: WaveStatistic[] = plan === undefined ? [] : [meanOf(id, plan.scale, cells)];
    const isAsked = cells.some((cell) => items.some((item) => shownTo(cell.items[item]) > 0));
    const [item] = items;
    if (items.length === 1 && item !== undefined) statistics.push(...sharesOf(id, item, cells, used));
    return statistics.map((statistic) => ({ ...statistic, asked: isAsked }));
  });
}

/** Measures of all instruments of a wave, each as the newest one that has it defines it. */
export function measuresOf(used: readonly HashedInstrument[]): readonly InstrumentMeasure[] {
  const measures = new Map<string, InstrumentMeasure>();
  for (const { instrument } of used.toReversed())
    for (const measure of instrument.measures) if (!measures.has(measure.id)) measures.set(measure.id, measure);
  return [...measures.values()];
}

function meanOf(measure: string, scale: number, cells: readonly TallyCell[]): WaveStatistic {
  const sums = cells.map((cell) => cell.measures[measure]);
  return {
    measure,
    statistic: "mean100",
    option: "",
    kind: "mean",
    detail: false,
    asked: true,
    measured: {
      statistic: "mean",
      scale,
      moments: integerMoments(
        sums.map((cell) => cell?.n ?? 0),
        sums.map((cell) => cell?.sum ?? 0),
        sums.map((cell) => cell?.sumOfSquares ?? 0),
      ),
    },
  };
}

function sharesOf(
  measure: string,
  item: string,
  cells: readonly TallyCell[],
  used: readonly HashedInstrument[],
): readonly WaveStatistic[] {
  const counts = cells.map((cell) => cell.items[item] ?? { options: {}, missing: {} });
  const answered = counts.map(({ options }) => total(options));
  const shown = counts.map(shownTo);
  const share = (
    statistic: "percent" | "percent-missing",
    option: string,
    of: readonly number[],
    count: (counts: ItemCounts, cell: number) => number,
  ): WaveStatistic => {
    const sums = counts.map(count);
    return {
      measure,
      statistic,
      option,
      kind: "share",
      detail: option !== "",
      asked: true,
      measured: { statistic: "share", scale: 100, moments: integerMoments(of, sums, sums) },
    };
  };

  const statistics: WaveStatistic[] = [];
  const favourable = new Map(used.map(({ hash, instrument }) => [hash, favourableOf(instrument, item)]));
  const optionsOf = (cell: number) => favourable.get(cells[cell]!.instrument) ?? [];
  if ([...favourable.values()].some((options) => options.length > 0))
    statistics.push(share("percent", "", answered, ({ options }, cell) => total(options, optionsOf(cell))));
  for (const option of answersOf(used, item, counts))
    statistics.push(share("percent", option, answered, ({ options }) => options[option] ?? 0));
  const offered = new Set<MissingCode>(["skip", ...used.flatMap(({ instrument }) => offersOf(instrument, item))]);
  for (const code of asked)
    if (offered.has(code) || counts.some(({ missing }) => missing[code] !== undefined))
      statistics.push(share("percent-missing", code, shown, ({ missing }) => missing[code] ?? 0));
  return statistics;
}

function shownTo(counts: ItemCounts | undefined): number {
  return counts === undefined ? 0 : total(counts.options) + total(counts.missing, asked);
}

function total(
  counts: Readonly<Partial<Record<string, number>>>,
  names: readonly string[] = Object.keys(counts),
): number {
  return names.reduce((sum, name) => sum + (counts[name] ?? 0), 0);
}

function favourableOf(instrument: Instrument, id: string): readonly string[] {
  const item = instrument.items.find((candidate) => candidate.id === id);
  const options = item?.type === "scale" ? (instrument.scales[item.scale]?.options ?? []) : [];
  return options.filter(({ favourable }) => favourable).map(({ value }) => String(value));
}

/** Answers in the order of the newest instrument that asks, then those that only earlier ones had; numbers of an integer item as given. */
function answersOf(used: readonly HashedInstrument[], id: string, counts: readonly ItemCounts[]): readonly string[] {
  const declared = used.toReversed().flatMap(({ instrument }) => {
    const item = instrument.items.find((candidate) => candidate.id === id);
    if (item?.type === "scale") return (instrument.scales[item.scale]?.options ?? []).map(({ value }) => String(value));
    return item?.type === "choice" ? item.options.map(({ value }) => value) : [];
  });
  const given = counts.flatMap(({ options }) => Object.keys(options)).toSorted((a, b) => Number(a) - Number(b));
  return [...new Set([...declared, ...given])];
}

function offersOf(instrument: Instrument, id: string): readonly ("dk" | "ref")[] {
  const item = instrument.items.find((candidate) => candidate.id === id);
  return item === undefined || item.type === "note" || item.type === "group" ? [] : (item.offers ?? []);
}
