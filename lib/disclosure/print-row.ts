import type { EstimateRow, WaveEstimates } from "../estimation/wave-estimates.ts";
import type { DisclosurePolicy } from "./policy.ts";
import { difference, down, nearest, type Places, printedEffective, printedN, up } from "./printed-grid.ts";
import type { PublishedRow, PublishedRowKey, ShownNumbers, Suppression } from "./protected-estimates.ts";
import { effectiveN } from "./reliability.ts";

type ChangeColumns = Pick<
  ShownNumbers,
  "change" | "change_low" | "change_high" | "change_verdict" | "detectable_change"
>;
const noChange: ChangeColumns = {
  change: null,
  change_low: null,
  change_high: null,
  change_verdict: "",
  detectable_change: null,
};

/**
 * A row as it is printed.
 * @param reason  why it is withheld, or "" when it is shown
 * @param before  the printed row of the same key in the wave compared with, if there is one
 */
export function printRow(
  wave: WaveEstimates,
  row: EstimateRow,
  reason: Suppression,
  before: PublishedRow | undefined,
  policy: DisclosurePolicy,
): PublishedRow {
  const key = printedKey(wave, row);
  const { estimate } = row;
  if (reason !== "") return { ...key, ...withheld, flag: flags(wave, row, []), suppressed: reason };
  const { value, se, ciLow, ciHigh } = estimate;
  // An estimate without a value or an interval is no number to publish, whatever its n.
  if (value === null || se === null || ciLow === null || ciHigh === null) {
    return { ...key, ...withheld, flag: flags(wave, row, []), suppressed: "unreliable" };
  }
  const n = printedN(estimate.n);
  const places: Places = n >= policy.tenthsFrom ? 1 : 0;
  const deff = estimate.deff === null ? null : nearest(estimate.deff, 1);
  const n_effective = deff === null ? Math.min(n, 5 * Math.floor(effectiveN(estimate) / 5)) : printedEffective(n, deff);
  const least = row.key.statistic === "gap" ? -100 : 0;
  const bounded = isBounded(row, value, n, policy);
  const share = bounded ? boundedShare(value, ciLow, ciHigh, n_effective) : undefined;
  const shown = share ?? {
    value: nearest(value, places),
    se: nearest(se, 1),
    ci_low: Math.max(least, down(ciLow, places)),
    ci_high: Math.min(100, up(ciHigh, places)),
  };
  const small = effectiveN(estimate) < policy.smallSampleBelow || n_effective < policy.smallSampleBelow;
  return {
    ...key,
    ...shown,
    df: n - row.strata,
    n,
    n_effective,
    deff,
    ...printChange(row, shown.value, before, places),
    flag: flags(wave, row, [small && "small-sample", bounded && "bounded"]),
    suppressed: "",
  };
}

const withheld = {
  value: null,
  se: null,
  ci_low: null,
  ci_high: null,
  df: null,
  n: null,
  n_effective: null,
  deff: null,
  change: null,
  change_low: null,
  change_high: null,
  change_verdict: "",
  detectable_change: null,
} as const;

function printedKey(wave: WaveEstimates, { key, instrument }: EstimateRow): PublishedRowKey {
  const { department, survey, opens, closes, stream, method } = wave;
  return { department, survey, wave: wave.wave, opens, closes, stream, ...key, instrument, method };
}

/** In the order of the contract, joined by a space. */
function flags(wave: WaveEstimates, row: EstimateRow, own: readonly (string | false)[]): string {
  const all = [...own, wave.samplingMode === "nonprobability" && "opt-in", row.seriesBreak && "series-break"];
  const order = ["small-sample", "opt-in", "series-break", "modelled", "bounded"];
  return order.filter((flag) => all.includes(flag)).join(" ");
}

function isBounded(row: EstimateRow, value: number, n: number, policy: DisclosurePolicy): boolean {
  const share = row.key.statistic === "percent" || row.key.statistic === "percent-missing";
  return share && n < policy.boundedBelow && (value < 5 || value > 95);
}

/** A share near 0 or 100 of few people: value, standard error and near end are those of the bound, the far end a multiple of 5. */
function boundedShare(value: number, ciLow: number, ciHigh: number, nEffective: number) {
  const se = nearest(Math.sqrt((5 * 95) / Math.max(1, nEffective)), 1);
  return value < 5
    ? { value: 5, se, ci_low: 0, ci_high: Math.max(10, 5 * Math.ceil(ciHigh / 5)) }
    : { value: 95, se, ci_low: Math.min(90, 5 * Math.floor(ciLow / 5)), ci_high: 100 };
}

/**
 * The change columns: `change` is the difference of the two printed values, and a verdict of `up` or `down` stands only with a
 * printed interval without 0, so that anyone can check it.
 */
export function printChange(
  row: EstimateRow,
  value: number,
  before: PublishedRow | undefined,
  places: Places,
): ChangeColumns {
  const { change } = row;
  if (!change) return noChange;
  if (row.seriesBreak || change.verdict === "series-break") return { ...noChange, change_verdict: "series-break" };
  if (before?.suppressed !== "" || change.low === null || change.high === null) {
    return { ...noChange, change_verdict: "too-few" };
  }
  const printed = difference(value, before.value);
  const change_low = Math.min(down(change.low, places), printed);
  const change_high = Math.max(up(change.high, places), printed);
  const claimed = change.verdict === "up" ? change_low > 0 : change.verdict === "down" && change_high < 0;
  return {
    change: printed,
    change_low,
    change_high,
    change_verdict: claimed ? change.verdict : change.verdict === "too-few" ? "too-few" : "no-detectable-change",
    detectable_change: change.detectable === null ? null : up(change.detectable, places),
  };
}
