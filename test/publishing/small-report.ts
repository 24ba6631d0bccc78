import type { WaveEstimates } from "../../lib/estimation/wave-estimates.ts";
import type { PublishedSurvey } from "../../lib/publishing/published-survey.ts";
import { row, wave } from "../disclosure/made-up-wave.ts";
import { department, survey } from "../functions/small-town.ts";
import { smallInstrument } from "../tally/small-survey.ts";

/** Names and wording of a small survey whose events and areas try to be markup and formulas. */
export const published: PublishedSurvey = {
  department: { ...department, demo: true },
  survey,
  areas: [
    { id: "north", name: 'North <b>&amp; "East"' },
    { id: "south", name: "=South" },
    { id: "west", name: "West" },
  ],
  events: [{ date: "2026-02-15", label: { en: "<script>alert(1)</script>" } }],
  instruments: { i1: smallInstrument },
};

const distribution = (shares: readonly number[], n: number) =>
  shares.map((value, at) =>
    row(
      { measure: "safety", statistic: "percent", option: String(at + 1) },
      { n, value, ciLow: value - 3.2, ciHigh: value + 3.4 },
    ),
  );

/** Four monthly waves: a rise, a break in the series, a small sample, a wave withheld; both streams in the last. */
export function smallEstimates(): readonly WaveEstimates[] {
  const people = (
    id: string,
    trust: number,
    n: number,
    verdict: "up" | "no-detectable-change" | "series-break" | undefined,
    from: string,
  ) => {
    const change = verdict && { change: { from, value: 6, low: 1.4, high: 10.8, verdict, detectable: 6.1 } };
    const broken = verdict === "series-break";
    return wave(
      id,
      [
        row({}, { n, value: trust, deff: 1.2 }, { ...change, seriesBreak: broken }),
        row({ measure: "safety" }, { n, value: 55.5, deff: 1.1 }),
        row({ measure: "safety", statistic: "percent" }, { n, value: 48, ciLow: 44, ciHigh: 53 }),
        ...distribution([12, 30, 38, 20], n),
        ...["north", "south", "west"].map((area, at) =>
          row(
            { area },
            { n: [Math.round(n * 0.55), Math.round(n * 0.43), Math.round(n * 0.02)][at]!, value: trust + 5 - 7 * at },
          ),
        ),
        ...["F", "M"].map((category, at) =>
          row({ group: "sex", category }, { n: Math.round(n / 2), value: trust + 4 - 8 * at }),
        ),
        row({ group: "sex", category: "F:M", statistic: "gap" }, { n, value: 8, ciLow: 2.3, ciHigh: 13.7 }),
        row({ group: "unflagged", category: "unflagged" }, { n: n - 20, value: trust + 0.4 }),
      ],
      {
        n: n + 6,
        kish: 1.14,
        representation: ["F", "M"].map((category, at) => ({
          margin: "sex",
          category,
          n: Math.round(n / 2),
          population: at === 0 ? 51 : 49,
          before: 50,
          after: at === 0 ? 51 : 49,
        })),
        quality: [{ index: "trust", n, alpha: 0.8123, omega: null }],
        collapsed: ["age: young+middle joined"],
      },
    );
  };
  const open = wave("2026-04", [row({}, { n: 90, value: 52 })], {
    stream: "open",
    samplingMode: "nonprobability",
    n: 92,
  });
  return [
    people("2026-01", 58.2, 420, undefined, ""),
    people("2026-02", 64.3, 440, "up", "2026-01"),
    people("2026-03", 61, 45, "series-break", "2026-02"),
    people("2026-04", 62, 410, "no-detectable-change", "2026-03"),
    open,
  ];
}
