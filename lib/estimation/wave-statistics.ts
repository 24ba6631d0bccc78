import type { Instrument, Measure as InstrumentMeasure, MissingCode } from "../survey/instrument.ts";
import type { MeasureSums, Tally, TallyCell } from "../tally/tally.ts";
import { askedCodes, type ItemColumns, itemColumns } from "./item-columns.ts";
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
  const columns = new Map<string, ItemColumns>();
  const columnsOf = (item: string): ItemColumns => {
    if (!columns.has(item)) columns.set(item, itemColumns(cells, item));
    return columns.get(item)!;
  };
  return measuresOf(used).flatMap(({ id, items }) => {
    const plan = tally.measures[id];
    const statistics: WaveStatistic[] = plan === undefined ? [] : [meanOf(id, plan.scale, cells)];
    const [item] = items;
    if (items.length === 1 && item !== undefined) statistics.push(...sharesOf(id, item, columnsOf(item), cells, used));
    const asked = items.some((item) => columnsOf(item).shown.some((n) => n > 0));
    return statistics.map((statistic) => ({ ...statistic, asked }));
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
  const column = (read: (sums: MeasureSums) => number) =>
    Float64Array.from(cells, ({ measures }) => (measures[measure] === undefined ? 0 : read(measures[measure])));
  const moments = integerMoments(
    column(({ n }) => n),
    column(({ sum }) => sum),
    column(({ sumOfSquares }) => sumOfSquares),
  );
  return {
    measure,
    statistic: "mean100",
    option: "",
    kind: "mean",
    detail: false,
    asked: true,
    measured: { statistic: "mean", scale, moments },
  };
}

function sharesOf(
  measure: string,
  item: string,
  { options, missing, answered, shown }: ItemColumns,
  cells: readonly TallyCell[],
  used: readonly HashedInstrument[],
): readonly WaveStatistic[] {
  const nobody = new Float64Array(cells.length);
  const share = (
    statistic: "percent" | "percent-missing",
    option: string,
    counts: Float64Array,
    of: Float64Array,
  ): WaveStatistic => ({
    measure,
    statistic,
    option,
    kind: "share",
    detail: option !== "",
    asked: true,
    // An answer is 0 or 1: its square is itself.
    measured: { statistic: "share", scale: 100, moments: integerMoments(of, counts, counts) },
  });

  const favourable = new Map(used.map(({ hash, instrument }) => [hash, favourableOf(instrument, item)]));
  const favourableCounts = () =>
    Float64Array.from(cells, ({ instrument }, at) =>
      (favourable.get(instrument) ?? []).reduce((sum, option) => sum + (options.get(option)?.[at] ?? 0), 0),
    );
  const offered = new Set<MissingCode>(["skip", ...used.flatMap(({ instrument }) => offersOf(instrument, item))]);
  return [
    ...([...favourable.values()].some(({ length }) => length > 0)
      ? [share("percent", "", favourableCounts(), answered)]
      : []),
    ...answersOf(used, item, options.keys()).map((option) =>
      share("percent", option, options.get(option) ?? nobody, answered),
    ),
    ...askedCodes
      .filter((code) => offered.has(code) || missing.has(code))
      .map((code) => share("percent-missing", code, missing.get(code) ?? nobody, shown)),
  ];
}

function favourableOf(instrument: Instrument, id: string): readonly string[] {
  const item = instrument.items.find((candidate) => candidate.id === id);
  const options = item?.type === "scale" ? (instrument.scales[item.scale]?.options ?? []) : [];
  return options.filter(({ favourable }) => favourable).map(({ value }) => String(value));
}

/** Answers in the order of the newest instrument that asks, then those that only earlier ones had; numbers of an integer item as given. */
function answersOf(used: readonly HashedInstrument[], id: string, given: Iterable<string>): readonly string[] {
  const declared = used.toReversed().flatMap(({ instrument }) => {
    const item = instrument.items.find((candidate) => candidate.id === id);
    if (item?.type === "scale") return (instrument.scales[item.scale]?.options ?? []).map(({ value }) => String(value));
    return item?.type === "choice" ? item.options.map(({ value }) => value) : [];
  });
  return [...new Set([...declared, ...[...given].toSorted((a, b) => Number(a) - Number(b))])];
}

function offersOf(instrument: Instrument, id: string): readonly ("dk" | "ref")[] {
  const item = instrument.items.find((candidate) => candidate.id === id);
  return item === undefined || item.type === "note" || item.type === "group" ? [] : (item.offers ?? []);
}
