/** Why a point is not ordinary, the first that applies: beyond a limit; in a run of 7 that rises or falls; 2 of 3 near a limit; in a run of 7 on one side. */
export type PointFlag = "outside" | "trend" | "near" | "shift" | "none";

export interface ControlChart {
  readonly n: number;
  readonly mean: number;
  /** Mean of the moving ranges |y_t − y_(t−1)|; limits lie 2.66 of it from the mean. */
  readonly movingRange: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** The same after dropping, once, moving ranges of at least 3.267 times their mean. */
  readonly screened: { readonly movingRange: number; readonly lower: number; readonly upper: number } | null;
  readonly removed: number;
  /** Correlation of neighbouring points. */
  readonly autocorrelation: number | null;
  /** |r₁| > 1.96/√n: the limits are too tight to be believed, and the page has to say so. */
  readonly autocorrelated: boolean | null;
  /** By the unscreened limits, one per point. */
  readonly flags: readonly PointFlag[] | null;
  readonly why?: "too few" | "no variation";
}

const leastPoints = 12;
const limitWidth = 2.66;
const screening = 3.267;
const run = 7;

/**
 * Control chart of individual values (XmR): what one wave's noise looks like in a series, and which points are more than noise.
 * @param values  one per wave, oldest first
 * Rules as in NHS England's "Making data count" (package NHSRplotthedots); R: test/golden/xmr.
 * @example controlChart([50, 51, 52]).why // "too few"
 */
export function controlChart(values: readonly number[]): ControlChart {
  const n = values.length;
  const mean = average(values);
  const none = { n, mean, movingRange: null, lower: null, upper: null, screened: null, removed: 0 };
  if (n < leastPoints) return { ...none, autocorrelation: null, autocorrelated: null, flags: null, why: "too few" };

  const ranges = values.slice(1).map((value, i) => Math.abs(value - values[i]!));
  const movingRange = average(ranges);
  const kept = ranges.filter((range) => range < screening * movingRange);
  const limits = (range: number) => ({
    movingRange: range,
    lower: mean - limitWidth * range,
    upper: mean + limitWidth * range,
  });
  if (movingRange === 0)
    return {
      ...none,
      ...limits(0),
      screened: limits(0),
      autocorrelation: null,
      autocorrelated: false,
      flags: values.map(() => "none"),
      why: "no variation",
    };
  const autocorrelation = lagOne(values, mean);
  return {
    n,
    mean,
    ...limits(movingRange),
    screened: limits(average(kept)),
    removed: ranges.length - kept.length,
    autocorrelation,
    autocorrelated: Math.abs(autocorrelation) > 1.96 / Math.sqrt(n),
    flags: flagsOf(values, mean, limitWidth * movingRange),
  };
}

const average = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function lagOne(values: readonly number[], mean: number): number {
  const around = values.map((value) => value - mean);
  const product = around.slice(1).reduce((sum, value, i) => sum + value * around[i]!, 0);
  return product / around.reduce((sum, value) => sum + value ** 2, 0);
}

function flagsOf(values: readonly number[], mean: number, width: number): readonly PointFlag[] {
  const outside = values.map((value) => value < mean - width || value > mean + width);
  const sides = values.map((value) => Math.sign(value - mean));
  const steps = values.slice(1).map((value, i) => Math.sign(value - values[i]!));
  const zones = values.map((value, i) =>
    outside[i] || Math.abs(value - mean) <= (2 / 3) * width ? 0 : Math.sign(value - mean),
  );
  const shift = inRuns(sides, run, 0);
  // Seven points that rise are six steps up: a run of steps covers one point more.
  const trend = inRuns(steps, run - 1, 1);
  const near = inTwoOfThree(zones);
  return values.map((_, i) =>
    outside[i] ? "outside" : trend.has(i) ? "trend" : near.has(i) ? "near" : shift.has(i) ? "shift" : "none",
  );
}

/** Positions in any window of `length` signs that are all 1 or all −1, and `more` after it. */
function inRuns(signs: readonly number[], length: number, more: number): ReadonlySet<number> {
  const found = new Set<number>();
  for (let start = 0; start + length <= signs.length; start++) {
    const sum = signs.slice(start, start + length).reduce((all, sign) => all + sign, 0);
    if (Math.abs(sum) === length) for (let i = start; i < start + length + more; i++) found.add(i);
  }
  return found;
}

function inTwoOfThree(zones: readonly number[]): ReadonlySet<number> {
  const found = new Set<number>();
  for (let start = 0; start + 3 <= zones.length; start++) {
    const window = [start, start + 1, start + 2];
    for (const side of [-1, 1]) {
      const there = window.filter((i) => zones[i] === side);
      if (there.length >= 2) for (const i of there) found.add(i);
    }
  }
  return found;
}
