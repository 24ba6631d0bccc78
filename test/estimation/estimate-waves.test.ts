import { expect, test } from "vitest";
import { difference } from "../../lib/estimation/difference.ts";
import { estimateWaves } from "../../lib/estimation/estimate-waves.ts";
import type { EstimateRow, WaveEstimates } from "../../lib/estimation/wave-estimates.ts";
import type { Instrument } from "../../lib/survey/instrument.ts";
import type { Response } from "../../lib/survey/response.ts";
import { goldenInstrument, goldenPlan, goldenResponses, tallied, waveOf } from "./golden-wave.ts";

const first = waveOf("2025-q1", "2025-01-01T00:00:00Z", "2025-04-01T00:00:00Z");
const second = waveOf("2026-q1", "2026-01-01T00:00:00Z", "2026-04-01T00:00:00Z");
const instruments = { "golden-hash": goldenInstrument };

/** The same people, most of whom answer two steps higher on the trust items. */
const happier = goldenResponses().map((response, i): Response => {
  const answers = JSON.parse(response.answers) as unknown[];
  const raised = answers.map((answer, at) =>
    at < 3 && typeof answer === "number" && i % 4 > 0 ? Math.min(5, answer + 2) : answer,
  );
  return { ...response, answers: JSON.stringify(raised) };
});

function row(estimates: WaveEstimates, measure: string, key: Partial<EstimateRow["key"]> = {}): EstimateRow {
  const wanted = { area: "all", group: "all", category: "all", measure, statistic: "mean100", option: "", ...key };
  return estimates.rows.find((candidate) => JSON.stringify(candidate.key) === JSON.stringify(wanted))!;
}

const pair = [await tallied(first, goldenResponses()), await tallied(second, happier)];

test("a wave is compared with the one before it in the same stream, whatever the order they come in", () => {
  const [before, after] = estimateWaves(goldenPlan, instruments, pair.toReversed());
  expect([before!.wave, after!.wave]).toEqual(["2025-q1", "2026-q1"]);
  expect(before!.rows.every(({ change }) => change === undefined)).toBe(true);
  const [was, is] = [row(before!, "trust"), row(after!, "trust")];
  const r = difference(was.estimate, is.estimate, 0.95);
  expect(is.change).toEqual({
    from: "2025-q1",
    value: r.value,
    low: r.low,
    high: r.high,
    detectable: r.detectable,
    verdict: "up",
  });
  expect(row(after!, "safe.walking").change).toMatchObject({ value: 0, verdict: "no-detectable-change" });
  expect(after!.rows.every(({ seriesBreak }) => !seriesBreak)).toBe(true);
});

test("a wave can be compared with the one a year before instead", async () => {
  const between = await tallied(waveOf("2025-q4", "2025-10-01T00:00:00Z", "2026-01-01T00:00:00Z"), happier);
  const from = (against?: "a year before") =>
    estimateWaves(goldenPlan, instruments, [...pair, between], against).map((wave) => row(wave, "trust").change?.from);
  expect(from()).toEqual([undefined, "2025-q1", "2025-q4"]);
  expect(from("a year before")).toEqual([undefined, undefined, "2025-q1"]);
});

test("an open stream is not compared with an invited one", async () => {
  const open = goldenResponses().map((response): Response => ({ ...response, stream: "open", designClass: "@1" }));
  const [, other] = estimateWaves(goldenPlan, instruments, [pair[0]!, await tallied(second, open)]);
  expect(other).toMatchObject({ stream: "open", samplingMode: "nonprobability" });
  expect(other!.rows.every(({ change }) => change === undefined)).toBe(true);
});

test("no change is claimed between waves that share people", () => {
  const survey = { ...goldenPlan.survey, samePeople: [["2024-q1", "2026-q1", "2025-q1"]] };
  const [, after] = estimateWaves({ ...goldenPlan, survey }, instruments, pair);
  expect(after!.rows.every(({ change }) => change === undefined)).toBe(true);
  expect(row(after!, "trust").estimate.value).not.toBeNull();
});

test("too few answers in either wave give no verdict", () => {
  const [, after] = estimateWaves(goldenPlan, instruments, pair);
  for (const { key, estimate, change } of after!.rows) {
    const small = estimate.n < 10 || (estimate.nEffective ?? estimate.n) < 30;
    if (small) expect(change, JSON.stringify(key)).toMatchObject({ verdict: "too-few", value: null, low: null });
  }
});

const withWording = (change: (instrument: Instrument) => Instrument) => change(structuredClone(goldenInstrument));
const reworded = withWording((instrument) => ({
  ...instrument,
  items: instrument.items.map((item) => (item.id === "t2" ? { ...item, text: { en: "hear" } } : item)),
}));
const otherAges = withWording((instrument) => ({
  ...instrument,
  demographics: instrument.demographics.map((demographic) =>
    demographic.id === "age"
      ? { ...demographic, categories: demographic.categories.map((category) => ({ ...category, values: ["55+"] })) }
      : demographic,
  ),
}));

test.each([
  ["a reworded item breaks its measures", reworded, { trust: true, t1: false, "safe.walking": false }, {}],
  ["other age bands break the age group", otherAges, { trust: false }, { group: "age", category: "55+" }],
])("%s", async (_, instrument, broken, group) => {
  const both = { ...instruments, newer: instrument };
  const wave = { ...second, instruments: ["newer"] };
  const newer = happier.map((response) => ({ ...response, instrument: "newer" }));
  const [, after] = estimateWaves(goldenPlan, both, [pair[0]!, await tallied(wave, newer, both)]);
  for (const [measure, isBroken] of Object.entries(broken)) {
    expect(row(after!, measure)).toMatchObject({ seriesBreak: isBroken, instrument: "newer" });
    if (isBroken) expect(row(after!, measure).change).toMatchObject({ value: null, verdict: "series-break" });
  }
  expect(row(after!, "trust", group).seriesBreak).toBe(true);
});

test("a primary measure over everybody is judged by Holm among its like, otherwise among all rows of the wave", async () => {
  // Two in ten answer a step higher: p = 0.016, enough alone and not enough among hundreds.
  const slightly = goldenResponses().map((response, i): Response => {
    const answers = JSON.parse(response.answers) as unknown[];
    const raised = answers.map((answer, at) =>
      at < 3 && typeof answer === "number" && i % 10 < 2 ? Math.min(5, answer + 1) : answer,
    );
    return { ...response, answers: JSON.stringify(raised) };
  });
  const waves = [pair[0]!, await tallied(second, slightly)];
  const verdictWithPrimary = (id: string) => {
    const measures = goldenInstrument.measures.map((measure) => ({ ...measure, primary: measure.id === id }));
    const [, after] = estimateWaves(goldenPlan, { "golden-hash": { ...goldenInstrument, measures } }, waves);
    return row(after!, "trust").change?.verdict;
  };
  expect([verdictWithPrimary("trust"), verdictWithPrimary("contacts")]).toEqual(["up", "no-detectable-change"]);
});
