export type SamplingMode = "probability" | "nonprobability" | "census-attempt";

/** What is said of a stream's sample. Numbers as published. */
export interface SamplingFacts {
  readonly samplingMode: SamplingMode;
  /** In words, in the reader's language: "adults living in Riverton". */
  readonly population: string;
  /** Labels of the margins in the reader's language; none: not weighted to the population. */
  readonly weightedBy: readonly string[];
  /** Half the widest interval among the headline numbers over everybody, in points. */
  readonly precision: number | null;
  readonly deff: number | null;
  /** Percent. */
  readonly confidence: number;
}

export interface SamplingStatement {
  /** What the interval of a number is called: never a margin of error for people who chose to take part. */
  readonly intervalName: string;
  readonly sentences: readonly string[];
}

/**
 * How a sample may be spoken of, in one place for every page and file. AAPOR holds a margin of sampling error of an opt-in
 * sample to be misleading; it may give a labelled precision with what that assumes (AAPOR 2012, 2016).
 * @param language BCP 47; English where there are no texts
 * @example samplingStatement(openStream, "en").intervalName // "modelled precision"
 */
export function samplingStatement(facts: SamplingFacts, language: string): SamplingStatement {
  const say = texts[language] ?? texts.en;
  const { samplingMode, population, weightedBy, precision, deff, confidence } = facts;
  const weighted = weightedBy.length > 0;
  const list = new Intl.ListFormat(texts[language] ? language : "en", { type: "conjunction" }).format(weightedBy);
  const number = (value: number) => new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(value);
  const points = precision === null ? null : number(precision);
  const effect = deff === null ? null : number(deff);
  return {
    intervalName: samplingMode === "probability" ? say.interval(number(confidence)) : say.modelled,
    sentences: [
      say.recruited[samplingMode](population),
      weighted ? say.weighted(list) : say.notWeighted,
      points === null ? "" : say.precision[samplingMode](points, effect, weighted),
    ].filter((sentence) => sentence !== ""),
  };
}

interface Texts {
  readonly interval: (confidence: string) => string;
  readonly modelled: string;
  readonly recruited: Readonly<Record<SamplingMode, (population: string) => string>>;
  readonly weighted: (list: string) => string;
  readonly notWeighted: string;
  readonly precision: Readonly<
    Record<SamplingMode, (points: string, deff: string | null, weighted: boolean) => string>
  >;
}

const texts: Readonly<Record<string, Texts>> & { readonly en: Texts } = {
  en: {
    interval: (confidence) => `${confidence} % confidence interval`,
    modelled: "modelled precision",
    recruited: {
      probability: (population) => `People were drawn at random among ${population}.`,
      nonprobability: () => "People chose to take part; nobody was drawn at random.",
      "census-attempt": (population) => `All ${population} were asked; not everybody answered.`,
    },
    weighted: (list) => `Answers are weighted to the population by ${list}.`,
    notWeighted: "Answers are not weighted to the population.",
    precision: {
      probability: (points, deff) =>
        `Margin of sampling error: at most ±${points} points${deff === null ? "" : `, including a design effect of ${deff}`}.`,
      nonprobability: (points, _, weighted) =>
        `Modelled precision: at most ±${points} points. It assumes that ${weighted ? "within weighting groups " : ""}those who took part resemble those who did not; it is no margin of sampling error.`,
      "census-attempt": (points, _, weighted) =>
        `Modelled precision: at most ±${points} points. It assumes that ${weighted ? "within weighting groups " : ""}those who answered resemble those who did not; it is no margin of sampling error.`,
    },
  },
  es: {
    interval: (confidence) => `intervalo de confianza del ${confidence} %`,
    modelled: "precisión modelada",
    recruited: {
      probability: (population) => `Las personas se eligieron al azar entre ${population}.`,
      nonprobability: () => "Participó quien quiso; nadie fue elegido al azar.",
      "census-attempt": (population) => `Se preguntó a todas las personas (${population}); no todas respondieron.`,
    },
    weighted: (list) => `Las respuestas están ponderadas a la población por ${list}.`,
    notWeighted: "Las respuestas no están ponderadas a la población.",
    precision: {
      probability: (points, deff) =>
        `Margen de error muestral: como máximo ±${points} puntos${deff === null ? "" : `, con un efecto de diseño de ${deff}`}.`,
      nonprobability: (points, _, weighted) =>
        `Precisión modelada: como máximo ±${points} puntos. Supone que ${weighted ? "dentro de los grupos de ponderación " : ""}quienes participaron se parecen a quienes no; no es un margen de error muestral.`,
      "census-attempt": (points, _, weighted) =>
        `Precisión modelada: como máximo ±${points} puntos. Supone que ${weighted ? "dentro de los grupos de ponderación " : ""}quienes respondieron se parecen a quienes no; no es un margen de error muestral.`,
    },
  },
};
