import { difference } from "../estimation/difference.ts";
import { benjaminiHochberg } from "../estimation/families.ts";
import { yearBefore } from "../estimation/year-before.ts";
import { down, difference as printedDifference, up } from "./printed-grid.ts";
import type { PublishedRow, PublishedWave, ReleasedEstimates, ShownRow } from "./protected-estimates.ts";

/**
 * A published score against the same wave a year before. Made of printed numbers only, so anybody can make it again; what the
 * two numbers rest on stands beside them.
 */
export interface YearChange {
  readonly wave: string;
  readonly stream: PublishedRow["stream"];
  readonly area: string;
  readonly group: string;
  readonly category: string;
  readonly measure: string;
  readonly statistic: PublishedRow["statistic"];
  /** Id of the wave a year before. */
  readonly compared_with: string;
  readonly value: number;
  readonly n: number;
  readonly n_effective: number;
  readonly value_before: number | null;
  readonly n_before: number | null;
  readonly n_effective_before: number | null;
  readonly change: number | null;
  readonly change_low: number | null;
  readonly change_high: number | null;
  readonly change_verdict: "up" | "down" | "no-detectable-change" | "too-few" | "series-break";
  /** Level of the interval, in percent. */
  readonly confidence: number;
  /** Warnings of either row. */
  readonly flag: string;
  readonly instrument: string;
  readonly method: string;
}

/** How many false claims there may be among the claims of a wave and stream, as a share. */
const level = 0.05;
/** In the order of the contract. */
const flagOrder = ["small-sample", "opt-in", "series-break", "modelled", "bounded"];
/** A printed standard error may be so much too small. */
const seRounding = 0.05;

/**
 * What changed in a year: every published score over everybody, in an area or in a group, against the wave that `yearBefore` finds in
 * the same stream, with the interval of the difference and a verdict from one family of tests per wave and stream
 * (Benjamini-Hochberg). It follows from the printed numbers alone, each taken at its least favourable within its rounding, so it
 * tells nobody more than they do, and claims less than a test of the exact values.
 * @param samePeople lists of waves that share people: between them nothing is compared
 * @returns          in the order of the rows; none for a row that is withheld, or whose key the earlier wave does not have
 */
export function yearChanges(
  { waves, rows }: Pick<ReleasedEstimates, "waves" | "rows">,
  confidence: number,
  samePeople: readonly (readonly string[])[] = [],
): readonly YearChange[] {
  const scores = rows.filter(isScore);
  const ofWave = Map.groupBy(scores, partOf);
  return waves.flatMap((wave) => {
    const stream = waves.filter((other) => other.stream === wave.stream);
    const before = yearBefore(stream, wave);
    if (!before || samePeople.some((list) => list.includes(wave.wave) && list.includes(before.wave))) return [];
    const within = stream.filter(({ opens }) => isAfter(opens, before.opens) && !isAfter(opens, wave.opens));
    const broken = brokenCells(before, within, ofWave);
    const earlier = new Map((ofWave.get(partOf(before)) ?? []).map((row) => [cellOf(row), row]));
    const compared = (ofWave.get(partOf(wave)) ?? []).flatMap((row) => {
      const old = earlier.get(cellOf(row));
      return row.suppressed === "" && old ? [compare(row, old, broken.has(cellOf(row)), confidence)] : [];
    });
    const adjusted = benjaminiHochberg(compared.map(({ p }) => p));
    return compared.map(({ made, p }, at): YearChange => {
      if (p === null || made.change_low === null || made.change_high === null) return made;
      const claimed = (adjusted[at] ?? 1) < level && (made.change_low > 0 || made.change_high < 0);
      const verdict = (made.change ?? 0) > 0 ? "up" : "down";
      return { ...made, change_verdict: claimed ? verdict : "no-detectable-change" };
    });
  });
}

const partOf = ({ wave, stream }: { readonly wave: string; readonly stream: string }): string => `${wave}\n${stream}`;
const cellOf = ({ area, group, category, measure }: PublishedRow): string =>
  `${area}\n${group}\n${category}\n${measure}`;
const isAfter = (a: string, b: string): boolean => Date.parse(a) > Date.parse(b);
const isScore = ({ statistic, area, group }: PublishedRow): boolean =>
  statistic === "mean100" && (area === "all" || group === "all");

/** Cells whose series breaks somewhere in the year, or that were not asked all along and come back in another questionnaire. */
function brokenCells(
  before: PublishedWave,
  within: readonly PublishedWave[],
  ofWave: ReadonlyMap<string, readonly PublishedRow[]>,
): ReadonlySet<string> {
  const broken = new Set<string>();
  let last = new Map((ofWave.get(partOf(before)) ?? []).map((row) => [cellOf(row), row.instrument]));
  const known = new Map(last);
  for (const wave of within) {
    const now = new Map<string, string>();
    for (const row of ofWave.get(partOf(wave)) ?? []) {
      const cell = cellOf(row);
      now.set(cell, row.instrument);
      const isBack = !last.has(cell) && known.has(cell) && known.get(cell) !== row.instrument;
      if (isBack || row.flag.split(" ").includes("series-break")) broken.add(cell);
      known.set(cell, row.instrument);
    }
    last = now;
  }
  return broken;
}

/** Before any verdict of a family: p is null where there is nothing to test. */
function compare(
  row: ShownRow,
  old: PublishedRow,
  isBroken: boolean,
  confidence: number,
): { readonly made: YearChange; readonly p: number | null } {
  const { wave, stream, area, group, category, measure, statistic, value, n, n_effective, instrument, method } = row;
  const flags = `${row.flag} ${old.flag}`.split(" ");
  const key = {
    ...{ wave, stream, area, group, category, measure, statistic, compared_with: old.wave },
    ...{ value, n, n_effective, value_before: old.value, n_before: old.n, n_effective_before: old.n_effective },
  };
  const about = {
    confidence: Math.round(confidence * 1000) / 10,
    flag: flagOrder.filter((flag) => flags.includes(flag)).join(" "),
    ...{ instrument, method },
  };
  const nothing = { ...key, change: null, change_low: null, change_high: null, ...about };
  if (isBroken) return { made: { ...nothing, change_verdict: "series-break" }, p: null };
  if (old.suppressed !== "" || row.df < 1 || old.df < 1)
    return { made: { ...nothing, change_verdict: "too-few" }, p: null };
  const change = printedDifference(row.value, old.value);
  const rounding = roundingOf(row) + roundingOf(old);
  const uncertain = ({ se, df }: ShownRow, value: number) => ({ value, se: se + seRounding, df });
  const between = (value: number) => difference(uncertain(old, 0), uncertain(row, value), confidence);
  const { low, high } = between(change);
  if (low === null || high === null) return { made: { ...nothing, change_verdict: "too-few" }, p: null };
  const places = isTenths(row) && isTenths(old) ? 1 : 0;
  const nearest0 = Math.sign(change) * Math.max(0, Math.abs(change) - rounding);
  return {
    made: {
      ...key,
      change,
      change_low: Math.min(down(low - rounding, places), change),
      change_high: Math.max(up(high + rounding, places), change),
      change_verdict: "no-detectable-change",
      ...about,
    },
    p: between(nearest0).p,
  };
}

/** Numbers over so many are printed in tenths (contract, section 4). */
const isTenths = ({ n }: ShownRow): boolean => n >= 400;
const roundingOf = (row: ShownRow): number => (isTenths(row) ? 0.05 : 0.5);
