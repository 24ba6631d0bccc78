import type { EstimateRow, WaveEstimates } from "../../lib/estimation/wave-estimates.ts";
import { boundsOf } from "./linear-program.ts";
import { cellOf, everybody, type Place, UnknownCells } from "./unknown-cells.ts";

/** A row of a published CSV file, by column. */
export type CsvRow = Readonly<Record<string, string>>;

/** What is public of a wave and stream, and what the attacker is given besides: exact n, exact values and weights. */
export interface Published {
  readonly rows: readonly CsvRow[];
  readonly margins: readonly CsvRow[];
  readonly exact: WaveEstimates;
}

/** How closely a withheld cell was bounded, and how wide that has to be. */
export interface Attacked {
  readonly cell: string;
  readonly what: string;
  readonly width: number;
  readonly needed: number;
}

const isAdditive = ({ key }: EstimateRow): boolean => key.statistic !== "gap" && key.group !== "unflagged";
const placeOf = (row: CsvRow): Place => row as unknown as Place;
const rowOf = (row: CsvRow | EstimateRow["key"]): string => {
  const { area, group, category, measure, statistic, option } = row as EstimateRow["key"];
  return [area, group, category, measure, statistic, option].join("/");
};
/** Every second, third … of them: enough to find a hole, few enough to solve. */
const some = <Value>(values: readonly Value[], count: number): readonly Value[] =>
  values.filter((_, at) => at % Math.max(1, Math.ceil(values.length / count)) === 0);
const placesOf = (rows: readonly EstimateRow[]): readonly Place[] => [
  ...new Map(rows.map(({ key }) => [cellOf(key), key])).values(),
];

/**
 * Bounds the n of people about whom no file says how many they are, over all questions at once: the answers to each question are
 * among those who answered anything, and add up over areas and categories.
 */
export function attackCounts({ rows, margins, exact }: Published, count: number): readonly Attacked[] {
  const additive = exact.rows.filter(isAdditive);
  const places = placesOf(additive);
  const groups = new Set(places.map(({ group }) => group));
  const known = new Set<string>();
  for (const { margin = "", category = "", suppressed } of margins) {
    const place = groups.has(margin)
      ? { area: "all", group: margin, category }
      : { area: category, group: "all", category: "all" };
    if (suppressed === "") known.add(cellOf(place));
  }
  for (const row of rows) {
    if (row.suppressed === "" && row.statistic !== "gap" && row.group !== "unflagged") known.add(cellOf(placeOf(row)));
  }
  if (!known.has(everybody)) return [];
  const byQuestion = Map.groupBy(
    additive.filter(({ key }) => key.statistic !== "percent-missing"),
    ({ key }) => key.measure,
  );
  const questions = [...byQuestion.values()].map(
    (own) => new Map(own.map(({ key, estimate }) => [cellOf(key), estimate.n])),
  );
  const anything = new Map<string, number>();
  for (const { key, estimate } of additive)
    anything.set(cellOf(key), Math.max(estimate.n, anything.get(cellOf(key)) ?? 0));
  const hidden = places.map(cellOf).filter((cell) => !known.has(cell));
  const unknowns = new UnknownCells(places, hidden, [...questions, anything], () => 1e7, true);
  const asked = some(
    hidden.filter((cell) => (questions[0]?.get(cell) ?? 0) > 0),
    count,
  );
  return asked.map((cell) => {
    const { least, greatest } = boundsOf(unknowns.program, unknowns.numberOf(cell, 0)!);
    return { cell, what: "n", width: greatest - least + 1e-3, needed: 10 };
  });
}

/** Bounds the values that are withheld for their own sake, each number by itself, from shown values and the weights of all cells. */
export function attackValues({ rows, exact }: Published, count: number): readonly Attacked[] {
  const reasons = new Map(rows.map((row) => [rowOf(row), row.suppressed ?? ""]));
  const variables = Map.groupBy(exact.rows.filter(isAdditive), ({ key }) =>
    [key.measure, key.statistic, key.option].join(" "),
  );
  return [...variables].flatMap(([what, own]) => {
    const [whole] = own;
    const hiddenRows = own.filter(({ key }) => reasons.get(rowOf(key)) !== "");
    if (!whole || reasons.get(rowOf(whole.key)) !== "" || hiddenRows.length === own.length - 1) return [];
    const weight = ({ estimate }: EstimateRow) => estimate.weight ?? 0;
    const weights = new Map(own.map((row) => [cellOf(row.key), weight(row)]));
    // A weighted sum of 0 is a number like others: a thousandth keeps it apart from a cell with nobody.
    const sums = new Map(
      own.map((row) => [cellOf(row.key), row.estimate.n === 0 ? 0 : Math.max(1e-3, weight(row) * row.estimate.value!)]),
    );
    const hidden = hiddenRows.map(({ key }) => cellOf(key));
    const bound = (cell: string) => 100 * (weights.get(cell) ?? 0);
    const unknowns = new UnknownCells(placesOf(own), hidden, [sums], bound, false);
    const asked = hiddenRows.filter(
      ({ key, estimate }) => estimate.n > 0 && ["too-few", "unreliable"].includes(reasons.get(rowOf(key)) ?? ""),
    );
    return some(asked, count).map((row) => {
      const w = weight(row);
      const { least, greatest } = boundsOf(unknowns.program, unknowns.numberOf(cellOf(row.key), 0)!);
      const [all, sum] = [weight(whole), weight(whole) * (whole.estimate.value ?? 0)];
      const fromWhole = Math.min(100, sum / w) - Math.max(0, (sum - 100 * (all - w)) / w);
      return { cell: cellOf(row.key), what, width: (greatest - least) / w + 0.01, needed: Math.min(20, fromWhole) };
    });
  });
}
