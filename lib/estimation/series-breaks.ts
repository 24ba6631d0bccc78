import type { Instrument } from "../survey/instrument.ts";
import { sameDemographic, sameMeasure } from "../survey/same-wording.ts";
import { type Instruments, instrumentsOf, type SurveyPlan, type TalliedWave } from "./survey-plan.ts";
import type { EstimateKey } from "./wave-estimates.ts";

/**
 * Which rows cannot be compared over two waves: those whose measure, group or area was asked in two ways, in one of the waves or
 * between them. An instrument without the measure or demographic has no part in it.
 */
export function seriesBreaks(
  { survey }: SurveyPlan,
  instruments: Instruments,
  before: TalliedWave,
  after: TalliedWave,
): (key: EstimateKey) => boolean {
  const used = [before, after].flatMap((wave) => instrumentsOf(wave, instruments)).map(({ instrument }) => instrument);
  const known = new Map<string, boolean>();
  const broken = (name: string, judge: () => boolean): boolean => {
    if (!known.has(name)) known.set(name, judge());
    return known.get(name)!;
  };
  const ofMeasure = (id: string) =>
    broken(`measure ${id}`, () => {
      const asking = used.filter(({ measures }) => measures.some((measure) => measure.id === id));
      return anyPair(asking, (a, b) => !sameMeasure(id, a, b));
    });
  const ofDemographic = (id: string) =>
    broken(`demographic ${id}`, () => {
      const asking = used.filter(({ demographics }) => demographics.some((demographic) => demographic.id === id));
      return anyPair(asking, (a, b) => !sameDemographic(id, a, b));
    });
  return ({ area, group, measure }) =>
    ofMeasure(measure) ||
    (group !== "all" && ofDemographic(group)) ||
    (area !== "all" && survey.areas !== undefined && ofDemographic(survey.areas));
}

function anyPair(instruments: readonly Instrument[], differ: (a: Instrument, b: Instrument) => boolean): boolean {
  return instruments.some((first, at) =>
    instruments.slice(at + 1).some((second) => first !== second && differ(first, second)),
  );
}
