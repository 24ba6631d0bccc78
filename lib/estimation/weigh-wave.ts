import { isProblem } from "../problems/problem.ts";
import type { Instrument } from "../survey/instrument.ts";
import type { Tally, TallyCell } from "../tally/tally.ts";
import type { Margin, Sample } from "../weighting/sample.ts";
import { weigh } from "../weighting/weigh.ts";
import type { WeightedSample } from "../weighting/weighted-sample.ts";
import type { SurveyPlan } from "./survey-plan.ts";
import { type PopulationMargin, populationMargins, rakedMargins } from "./wave-margins.ts";
import { waveSample } from "./wave-sample.ts";

/** Cells of a wave with their weights. */
export interface WeightedWave {
  readonly cells: readonly TallyCell[];
  readonly sample: Sample;
  /** Undefined where nobody answered. */
  readonly weighted: WeightedSample | undefined;
  /** Every margin of the survey, whether or not it could be raked to. */
  readonly margins: readonly PopulationMargin[];
  /** What was joined or left out, in words for the report. */
  readonly collapsed: readonly string[];
}

/**
 * Weights some cells of a wave to the survey's margins. A small wave must not stop the others: where its few people make the
 * margins contradict each other, the margin that raking could not meet is left out, and the report says so.
 * @throws Problem `margin-without-population`, `stratum-without-size`, `stratum-too-small`
 */
export function weighWave(
  plan: SurveyPlan,
  tally: Tally,
  cells: readonly TallyCell[],
  instrument: Instrument,
): WeightedWave {
  const margins = populationMargins(plan, instrument, cells, tally.profile);
  const { margins: raked, collapsed } = rakedMargins(margins);
  const sampleWith = (kept: readonly Margin[]) => waveSample(plan, tally, cells, kept);
  if (cells.length === 0) return { cells, sample: sampleWith([]), weighted: undefined, margins, collapsed };
  const left: string[] = [];
  for (let kept = raked; ; ) {
    const sample = sampleWith(kept);
    try {
      return { cells, sample, weighted: weigh(sample), margins, collapsed: [...collapsed, ...left] };
    } catch (error) {
      if (!isProblem(error, "raking-not-converged")) throw error;
      const { margin } = error.detail;
      left.push(`${margin}: contradicts the other margins among so few answers, so not weighted by it`);
      kept = kept.filter(({ name }) => name !== margin);
    }
  }
}
