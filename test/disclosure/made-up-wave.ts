import type { Estimate, EstimateKey, EstimateRow, WaveEstimates } from "../../lib/estimation/wave-estimates.ts";

export const everybody: EstimateKey = {
  area: "all",
  group: "all",
  category: "all",
  measure: "trust",
  statistic: "mean100",
  option: "",
};

/** A row as the estimator makes it: an unweighted mean with a standard deviation of 25, unless told otherwise. */
export function row(
  key: Partial<EstimateKey>,
  estimate: Partial<Estimate>,
  more: Partial<Omit<EstimateRow, "key" | "estimate">> = {},
): EstimateRow {
  const n = estimate.n ?? 100;
  const value = estimate.value === undefined ? 60 : estimate.value;
  const deff = estimate.deff === undefined ? 1 : estimate.deff;
  const se = 25 * Math.sqrt((deff ?? 1) / Math.max(1, n));
  const full = { ...everybody, ...key };
  return {
    key: full,
    kind: full.statistic === "mean100" || full.statistic === "gap" ? "mean" : "share",
    estimate: {
      n,
      value,
      se,
      df: n - 1,
      ciLow: (value ?? 0) - 1.96 * se,
      ciHigh: (value ?? 0) + 1.96 * se,
      deff,
      nEffective: n / (deff || 1),
      ...estimate,
    },
    strata: 1,
    instrument: "i1",
    seriesBreak: false,
    ...more,
  };
}

export function wave(id: string, rows: readonly EstimateRow[], more: Partial<WaveEstimates> = {}): WaveEstimates {
  const n = Math.max(0, ...rows.map(({ estimate }) => estimate.n));
  return {
    department: "riverton",
    survey: "trust",
    wave: id,
    opens: `${id}-01T00:00:00.000Z`,
    closes: `${id}-28T00:00:00.000Z`,
    stream: "invited",
    samplingMode: "probability",
    method: "raked-linearized-1",
    n,
    nEffective: n,
    kish: 1,
    rakingPasses: 1,
    maxMarginError: 0,
    collapsed: [],
    rows,
    representation: [],
    quality: [],
    ...more,
  };
}
