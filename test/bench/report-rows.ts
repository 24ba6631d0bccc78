import { defaultPolicy } from "../../lib/disclosure/policy.ts";
import { protect } from "../../lib/disclosure/protect.ts";
import type {
  ProtectedEstimates,
  PublishedRow,
  PublishedRowKey,
  PublishedWave,
  WithheldNumbers,
} from "../../lib/disclosure/protected-estimates.ts";
import { monthAfter } from "../../lib/local/demo/months.ts";
import type { PublishedSurvey } from "../../lib/publishing/published-survey.ts";
import { builtInInstrument } from "../../lib/survey/built-in-instruments.ts";
import type { Department, Survey } from "../../lib/survey/department.ts";
import type { Instrument } from "../../lib/survey/instrument.ts";

const months = 24;
const areas = Array.from({ length: 22 }, (_, at) => ({ id: `district-${at + 1}`, name: `District ${at + 1}` }));
const ages = ["18-24", "25-34", "35-44", "45-54", "55-64", "65-over"];
const measureCount = 12;
const hash = "c0ffee".repeat(10).slice(0, 64);

const department: Department = {
  id: "harborview",
  name: { en: "Harborview Police Department" },
  languages: ["en"],
  timeZone: "America/Chicago",
  demo: true,
};
const survey: Survey = {
  id: "trust",
  title: { en: "Trust and safety in Harborview" },
  instrument: "core-1.json",
  samplingMode: { invited: "probability" },
  population: { en: "adults living in Harborview" },
  graceMinutes: 0,
  retentionDays: 730,
  areas: "area",
  margins: ["age"],
  groups: ["age"],
  confidence: 0.95,
  release: "automatic",
  licence: "CC-BY-4.0",
  sponsor: { en: "City of Harborview" },
};

/**
 * The largest report that the budget names: 24 waves × 22 areas × 6 groups × 12 measures, each also over everybody (24 × 23 × 7 × 12
 * rows), one row in nine withheld. Made-up numbers, the same every time.
 */
export function largestReport(): {
  readonly estimates: ProtectedEstimates;
  readonly published: PublishedSurvey;
} {
  const instrument = twelveMeasures();
  const waves = Array.from({ length: months }, (_, at) => waveOf(monthAfter(new Date("2025-01-01T00:00:00Z"), at)));
  const rows = waves.flatMap((wave) =>
    ["all", ...areas.map(({ id }) => id)].flatMap((area, a) =>
      ["all", ...ages].flatMap((age, g) =>
        instrument.measures.map(({ id: measure }, m) => {
          const group = age === "all" ? "all" : "age";
          return rowOf(
            wave,
            { area, group, category: age, measure },
            Number(wave.wave.slice(5)) + 7 * m + 11 * g + 13 * a,
          );
        }),
      ),
    ),
  );
  const released = { waves, rows, representation: [], quality: [] };
  return {
    estimates: protect([], defaultPolicy, { released, estimates: [] }),
    published: { department, survey, events: [], areas, instruments: { [hash]: instrument } },
  };
}

/** The built-in instrument with its measures repeated until they are twelve. */
function twelveMeasures(): Instrument {
  const instrument = builtInInstrument("core-1", ["en"]);
  if (!instrument) throw new Error("there is no core-1");
  const { measures } = instrument;
  const again = measures.map((measure) => ({ ...measure, id: `${measure.id}-again`, primary: false }));
  const more = [...measures, ...again].slice(0, measureCount);
  return { ...instrument, measures: more };
}

function waveOf(opens: Date): PublishedWave {
  return {
    department: department.id,
    survey: survey.id,
    wave: opens.toISOString().slice(0, 7),
    opens: opens.toISOString(),
    closes: monthAfter(opens, 1).toISOString(),
    stream: "invited",
    samplingMode: "probability",
    method: "raked-linearized-1",
    n: 14_000,
    kish: 1.2,
    collapsed: [],
  };
}

type Cell = Pick<PublishedRow, "area" | "group" | "category" | "measure">;

function rowOf(wave: PublishedWave, cell: Cell, seed: number): PublishedRow {
  const { department, survey, opens, closes, stream, method } = wave;
  const key: PublishedRowKey = {
    ...{ department, survey, wave: wave.wave, opens, closes, stream, ...cell },
    ...{ statistic: "mean100", option: "", instrument: hash, method },
  };
  if (cell.area !== "all" && seed % 9 === 4) return { ...key, ...nothing };
  const value = 42 + ((seed * 37) % 29);
  const n = cell.area === "all" ? 2000 : 90 + 5 * (seed % 30);
  return {
    ...key,
    ...{ value, se: 2.4, ci_low: value - 5, ci_high: value + 5, df: n - 1, n },
    ...{ n_effective: 5 * Math.floor(n / 6), deff: 1.2 },
    ...{ change: 1, change_low: -6, change_high: 8, change_verdict: "no-detectable-change", detectable_change: 7 },
    ...{ flag: "", suppressed: "" },
  };
}

const nothing: WithheldNumbers = {
  ...{ value: null, se: null, ci_low: null, ci_high: null, df: null, n: null, n_effective: null, deff: null },
  ...{ change: null, change_low: null, change_high: null, change_verdict: "", detectable_change: null },
  ...{ flag: "", suppressed: "protects-another" },
};
