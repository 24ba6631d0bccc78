import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answerBounds } from "../../lib/disclosure/answer-bounds.ts";
import { JointAudit } from "../../lib/disclosure/audit-jointly.ts";
import { defaultPolicy } from "../../lib/disclosure/policy.ts";
import { protect } from "../../lib/disclosure/protect.ts";
import { waveTable } from "../../lib/disclosure/wave-table.ts";
import type { EstimateRow, MeasureLink, ScoredAnswer } from "../../lib/estimation/wave-estimates.ts";
import { jointExtent, type Known, type Shown } from "./joint-program.ts";
import { row, wave } from "./made-up-wave.ts";

const scale: readonly ScoredAnswer[] = [0, 25, 50, 75, 100].map((score, at) => ({
  option: String(at + 1),
  score,
  favourable: score >= 75,
}));
const links: readonly MeasureLink[] = [{ index: "both", measures: ["one", "two"], items: 2 }];

/** How many of an area gave each answer, to each of two questions. */
type Counts = Readonly<Record<string, Readonly<Record<"one" | "two", readonly number[]>>>>;

/** A wave of these answers as the estimator makes it: everybody and the areas, two questions and their average. */
function estimatesOf(areas: Counts) {
  const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
  const added = (item: "one" | "two") => scale.map((_, at) => sum(Object.values(areas).map((own) => own[item][at]!)));
  const cells = { all: { one: added("one"), two: added("two") }, ...areas };
  const rows: EstimateRow[] = [];
  const weights: Record<string, number> = {};
  for (const [area, own] of Object.entries(cells)) {
    const n = sum(own.one);
    weights[area] = n;
    const means = { one: 0, two: 0 };
    for (const measure of ["one", "two"] as const) {
      const share = (is: (answer: ScoredAnswer) => number) =>
        sum(own[measure].map((count, at) => count * is(scale[at]!))) / n;
      means[measure] = share(({ score }) => score);
      const put = (statistic: "mean100" | "percent", option: string, value: number) => {
        const half =
          statistic === "percent"
            ? 196 * Math.sqrt(((value / 100) * (1 - value / 100) + 0.002) / n)
            : 49 / Math.sqrt(n);
        rows.push(
          row({ area, measure, statistic, option }, { n, weight: n, value, ciLow: value - half, ciHigh: value + half }),
        );
      };
      put("mean100", "", means[measure]);
      put(
        "percent",
        "",
        share(({ favourable }) => (favourable ? 100 : 0)),
      );
      for (const { option } of scale)
        put(
          "percent",
          option,
          share((answer) => (answer.option === option ? 100 : 0)),
        );
    }
    rows.push(row({ area, measure: "both" }, { n, weight: n, value: (means.one + means.two) / 2 }));
  }
  const known: Known = { weights, answers: { one: scale, two: scale }, links };
  return { exact: wave("2026-01", rows, { links, answers: known.answers }), known };
}

const asShown = ({ key, estimate }: EstimateRow): Shown => ({ ...key, value: estimate.value! });
const width = ({ least, greatest }: { least: number; greatest: number }) => greatest - least;

/** Withheld values that all shown numbers together bound more closely than they may be, and how many were attacked. */
function attack(areas: Counts, complementary = true) {
  const { exact, known } = estimatesOf(areas);
  const made = protect([exact], { ...defaultPolicy, complementary, audit: complementary }).rows;
  const shown = exact.rows.filter((_, at) => made[at]!.suppressed === "").map(asShown);
  const whole = shown.filter(({ area }) => area === "all");
  const all = exact.rows.filter((_, at) => ["too-few", "unreliable"].includes(made[at]!.suppressed));
  const asked = all.filter((_, at) => at % Math.max(1, Math.floor(all.length / 5)) === 0);
  const found = asked.flatMap((one) => {
    const own = width(jointExtent(known, shown, asShown(one)));
    if (own >= 20) return [];
    const needed = Math.min(20, width(jointExtent(known, one.key.area === "all" ? [] : whole, asShown(one))));
    return own >= needed - 0.01 ? [] : [{ ...one.key, own, needed }];
  });
  return { asked: asked.length, shown: shown.length, found };
}

const counts = (least: number, most: number) =>
  fc
    .record({
      n: fc.integer({ min: least, max: most }),
      high: fc.integer({ min: 5, max: 95 }),
      seed: fc.array(fc.nat(99), { minLength: most, maxLength: most }),
    })
    .map(({ n, high, seed }) => {
      const given = [0, 0, 0, 0, 0];
      for (const draw of seed.slice(0, n)) given[Math.min(4, Math.floor(((draw * 0.6 + high * 0.8) / 140) * 5))]!++;
      return given;
    });
const area = fc.oneof(fc.constant([4, 60]), fc.constant([60, 160]), fc.constant([150, 400])).chain(([least, most]) =>
  fc.tuple(counts(least!, most!), counts(least!, most!)).map(([one, two]) => {
    // Everybody answers both questions.
    const missing = one.reduce((a, b) => a + b, 0) - two.reduce((a, b) => a + b, 0);
    const fitted = two.slice();
    if (missing > 0) fitted[2]! += missing;
    for (let over = -missing; over > 0; over--) fitted[fitted.findIndex((count) => count > 0)]!--;
    return { one, two: fitted };
  }),
);
const town = fc
  .array(area, { minLength: 2, maxLength: 5 })
  .map((areas): Counts => Object.fromEntries(areas.map((own, at) => [`a${at}`, own])));

describe("means, favourable shares, answers and averages of items of the same people, in one linear program", () => {
  test("bound no withheld value of theirs more closely than they may", () => {
    const runs = Number(process.env.TRUST_JOINT_RUNS ?? 40);
    let [asked, shown] = [0, 0];
    fc.assert(
      fc.property(town, (areas) => {
        const attacked = attack(areas);
        asked += attacked.asked;
        shown += attacked.shown;
        expect(attacked.found).toEqual([]);
      }),
      { numRuns: runs, seed: 7, endOnFailure: true },
    );
    expect(asked).toBeGreaterThan(runs);
    expect(shown).toBeGreaterThan(runs);
  }, 60_000);
});

test("a wave too large to be attacked as a whole counts as given away, until only its numbers over everybody are shown", () => {
  const [few, many] = [
    [2, 3, 2, 4, 3],
    [30, 40, 50, 40, 30],
  ];
  const { exact } = estimatesOf({
    a: { one: few, two: few },
    b: { one: many, two: many },
    c: { one: many, two: many },
  });
  const table = waveTable(exact, defaultPolicy);
  const reasons = exact.rows.map(({ key }) =>
    key.area === "a" ? "too-few" : key.area === "b" ? "protects-another" : "",
  );
  expect(new JointAudit(table, defaultPolicy).find(reasons)).toEqual([]);
  const found = new JointAudit(table, defaultPolicy, 10).find(reasons);
  // The mean, the favourable share and five answers of either question, and the average.
  expect(found).toHaveLength(7 + 7 + 1);
  const ofEverybody = exact.rows.map(({ key }) => (key.area === "all" ? "" : "too-few"));
  expect(new JointAudit(table, defaultPolicy, 10).find(ofEverybody)).toEqual([]);
});

test.each([
  { mean: 95, percent: undefined, of: "percent", least: 90, greatest: 100 },
  { mean: 12, percent: undefined, of: "percent", least: 0, greatest: 16 },
  { mean: 95, percent: undefined, of: "1", least: 0, greatest: 5 },
  { mean: 60, percent: 55, of: "1", least: 0, greatest: 35 },
])(
  "a shown mean of $mean bounds $of to $least-$greatest, as the linear program does",
  ({ mean, percent, of, least, greatest }) => {
    const bounds = answerBounds(scale, mean, percent)!;
    const [low, high] = of === "percent" ? bounds.percent : bounds.options.get(of)!;
    expect([low, high]).toEqual([expect.closeTo(least, 6), expect.closeTo(greatest, 6)]);
    const known: Known = { weights: { all: 1, a: 1 }, answers: { one: scale }, links: [] };
    const about = { area: "a", measure: "one", option: "" };
    const shown = [{ ...about, statistic: "mean100", value: mean }];
    if (percent !== undefined) shown.push({ ...about, statistic: "percent", value: percent });
    const asked = { ...about, statistic: "percent", option: of === "percent" ? "" : of, value: 0 };
    const program = jointExtent(known, shown, asked);
    expect([program.least, program.greatest]).toEqual([expect.closeTo(low, 3), expect.closeTo(high, 3)]);
  },
);
