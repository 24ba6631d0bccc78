import { createHash, createHmac, randomBytes } from "node:crypto";
import { integerMoments, type Measure } from "../lib/estimation/measure.ts";
import type { WaveEstimates } from "../lib/estimation/wave-estimates.ts";
import type { SamplingFacts } from "../lib/language/sampling-language.ts";
import { builtInInstrument } from "../lib/survey/built-in-instruments.ts";
import { weigh } from "../lib/weighting/weigh.ts";

const core1 = builtInInstrument("core-1")!;
const trust: Measure = { statistic: "mean", scale: 25, moments: integerMoments([2, 2], [4, 6], [8, 20]) };
const openStream: SamplingFacts = {
  samplingMode: "nonprobability",
  population: "adults living in Riverton",
  weightedBy: [],
  precision: 4,
  deff: 1.2,
  confidence: 95,
};
const wave: WaveEstimates = {
  department: "riverton",
  survey: "trust",
  wave: "2026-q1",
  opens: "2026-01-01T00:00:00Z",
  closes: "2026-04-01T00:00:00Z",
  stream: "invited",
  samplingMode: "probability",
  method: "1",
  n: 412,
  nEffective: 343.3,
  kish: 1.2,
  rakingPasses: 0,
  maxMarginError: 0,
  collapsed: [],
  rows: [
    {
      key: { area: "all", group: "all", category: "all", measure: "trust", statistic: "mean100", option: "" },
      kind: "mean",
      estimate: { n: 412, value: 61.2, se: 1.3, df: 411, ciLow: 58.6, ciHigh: 63.8, deff: 1.2, nEffective: 343.3 },
      strata: 1,
      instrument: "5f",
      seriesBreak: false,
    },
  ],
  representation: [],
  quality: [],
};

/** What a caller has at hand: names that examples use without saying where they come from. */
export const exampleNames: Readonly<Record<string, unknown>> = {
  sha256: (text: string) => createHash("sha256").update(text).digest("hex"),
  hmac: (text: string) => createHmac("sha256", "key").update(text).digest("hex"),
  random: randomBytes,
  areas: [],
  core1,
  /** Three questions of it. */
  instrument: { ...core1, items: core1.items.filter(({ id }) => ["respect", "listen", "race"].includes(id)) },
  race: core1.demographics.find(({ id }) => id === "race"),
  openStream,
  estimates: [wave],
  integerMoments,
  trust,
  weigh,
  /** Two cells of two respondents each. */
  weighted: weigh({ n: [2, 2], baseWeight: [1, 1], margins: [] }),
};
