import { expect, test } from "vitest";
import { type SamplingFacts, samplingStatement } from "../../lib/language/sampling-language.ts";
import { interfaceLanguages } from "../../lib/language/strings.ts";

const facts: SamplingFacts = {
  samplingMode: "probability",
  population: "adults living in Riverton",
  weightedBy: ["age", "sex", "tenure"],
  precision: 4,
  deff: 1.3,
  confidence: 95,
};

const sentences = [
  "People were drawn at random among adults living in Riverton.",
  "Answers are weighted to the population by age, sex, and tenure.",
  "Margin of sampling error: at most ±4 points for any score over everybody in the newest wave, including a design effect of 1.3.",
];

test("a probability sample has a margin of sampling error with its design effect", () => {
  expect(samplingStatement(facts, "en")).toEqual({
    intervalName: "95% confidence interval",
    recruited: sentences[0],
    weighting: sentences[1],
    precision: sentences[2],
    sentences,
  });
});

test.each(["en", "es"])("no margin of error is claimed for people who chose to take part: %s", (language) => {
  for (const samplingMode of ["nonprobability", "census-attempt"] as const) {
    const { intervalName, sentences } = samplingStatement({ ...facts, samplingMode }, language);
    expect(intervalName).toMatch(/^(modelled precision|precisión modelada)$/);
    expect(sentences.at(-1)).toMatch(/^(Modelled precision: at most|Precisión modelada: como máximo) ±4/);
    expect(sentences.join(" ")).toMatch(/(assumes that within weighting groups|dentro de los grupos de ponderación)/);
  }
});

test("what is not known is not said", () => {
  const { sentences } = samplingStatement({ ...facts, precision: null, weightedBy: [] }, "en");
  expect(sentences.slice(1)).toEqual(["Answers are not weighted to the population."]);
});

test("a language without texts gets English", () => {
  expect(samplingStatement(facts, "de").intervalName).toBe(samplingStatement(facts, "en").intervalName);
});

test.each(interfaceLanguages)("only a probability sample has a sampling error: %s", (language) => {
  const sentence = (samplingMode: SamplingFacts["samplingMode"]) =>
    samplingStatement({ ...facts, samplingMode }, language);
  const [probability, ...others] = (["probability", "nonprobability", "census-attempt"] as const).map(sentence);
  for (const { intervalName, sentences } of others) {
    expect(intervalName).not.toBe(probability!.intervalName);
    expect(sentences).toHaveLength(3);
    expect(sentences.join()).not.toContain("1.3");
  }
  expect(probability!.sentences.at(-1)).toMatch(/±4.*1[.,]3/);
});
