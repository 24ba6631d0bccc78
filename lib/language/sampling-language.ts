import { formattingLocale } from "./formatting-locale.ts";
import { type ResultStrings, resultStrings } from "./result-strings.ts";

export type SamplingMode = "probability" | "nonprobability" | "census-attempt";

/** What is said of a stream's sample. Numbers as published. */
export interface SamplingFacts {
  readonly samplingMode: SamplingMode;
  /** In words, in the reader's language: "adults living in Riverton". */
  readonly population: string;
  /** Labels of the margins in the reader's language; none: not weighted to the population. */
  readonly weightedBy: readonly string[];
  /** Half the widest interval among the scores over everybody, in points. */
  readonly precision: number | null;
  readonly deff: number | null;
  /** Percent. */
  readonly confidence: number;
}

export interface SamplingStatement {
  /** What the interval of a number is called: never a margin of error for people who chose to take part. */
  readonly intervalName: string;
  /** How people came to answer. */
  readonly recruited: string;
  readonly weighting: string;
  /** Nothing where no headline number is shown. */
  readonly precision: string | undefined;
  /** All of these. */
  readonly sentences: readonly string[];
}

/**
 * How a sample may be spoken of, in one place for every page and file. AAPOR holds a margin of sampling error of an opt-in
 * sample to be misleading; it may give a labelled precision with what that assumes (AAPOR 2012, 2016).
 * @param language BCP 47; English where there are no texts
 * @example samplingStatement(openStream, "en").intervalName // "modelled precision"
 */
export function samplingStatement(facts: SamplingFacts, language: string): SamplingStatement {
  const say = resultStrings(language);
  const { samplingMode, population, weightedBy, confidence } = facts;
  const locale = formattingLocale(say.language);
  const list = new Intl.ListFormat(locale, { type: "conjunction" }).format(weightedBy);
  const recruited = say(`recruited-${samplingMode}`, { population });
  const weighting = weightedBy.length > 0 ? say("weighted-by", { list }) : say("not-weighted");
  const [precision] = precisionSentences(facts, say, locale);
  return {
    intervalName:
      samplingMode === "probability"
        ? say("interval-name", { confidence: inLocale(confidence, locale) })
        : say("modelled-name"),
    recruited,
    weighting,
    precision,
    sentences: [recruited, weighting, ...(precision === undefined ? [] : [precision])],
  };
}

function* precisionSentences(facts: SamplingFacts, say: ResultStrings, locale: string) {
  const { samplingMode, weightedBy, precision, deff } = facts;
  if (precision === null) return;
  const points = inLocale(precision, locale);
  if (samplingMode !== "probability")
    yield say(`modelled-${samplingMode}`, { points, weighted: weightedBy.length > 0 ? "yes" : "no" });
  else if (deff === null) yield say("sampling-error", { points });
  else yield say("sampling-error-deff", { points, deff: inLocale(deff, locale) });
}

function inLocale(value: number, locale: string): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(value);
}
