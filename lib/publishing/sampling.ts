import type { ProtectedEstimates, ShownRow } from "../disclosure/protected-estimates.ts";
import { type SamplingStatement, samplingStatement } from "../language/sampling-language.ts";
import type { Language } from "../survey/instrument.ts";
import type { Stream } from "../survey/response.ts";
import { type PublishedSurvey, textIn } from "./published-survey.ts";

/**
 * What every page and file of a release says of how a stream's sample came about and how precise its scores over everybody are, the
 * widest interval of all of them so that "at most" is true: from its newest wave. The one place that does. Nothing where the stream has no wave.
 */
export function samplingOf(
  { waves, rows }: Pick<ProtectedEstimates, "waves" | "rows">,
  { survey, instruments }: Pick<PublishedSurvey, "survey" | "instruments">,
  stream: Stream,
  language: Language,
): SamplingStatement | undefined {
  const newest = waves.findLast((wave) => wave.stream === stream);
  if (!newest) return undefined;
  const ofNewest = rows.filter((row) => row.wave === newest.wave && row.stream === stream);
  const instrument = instruments[ofNewest[0]?.instrument ?? ""] ?? Object.values(instruments).at(-1);
  const overall = ofNewest.filter(
    (row): row is ShownRow =>
      row.suppressed === "" && row.area === "all" && row.group === "all" && row.statistic === "mean100",
  );
  const [widest] = overall.toSorted((a, b) => halfWidth(b) - halfWidth(a));
  const nameOf = (margin: string) =>
    textIn(instrument?.demographics.find(({ id }) => id === margin)?.label, language) || margin;
  const facts = {
    samplingMode: newest.samplingMode,
    population: textIn(survey.population, language),
    weightedBy: survey.margins.map(nameOf),
    precision: widest ? halfWidth(widest) : null,
    deff: widest?.deff ?? null,
    confidence: Math.round(survey.confidence * 1000) / 10,
  };
  return samplingStatement(facts, language);
}

const halfWidth = ({ value, ci_low, ci_high }: ShownRow): number =>
  Math.round(10 * Math.max(value - ci_low, ci_high - value)) / 10;
