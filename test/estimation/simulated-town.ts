import type { Instruments, SurveyPlan, TalliedWave } from "../../lib/estimation/survey-plan.ts";
import type { Instrument } from "../../lib/survey/instrument.ts";
import type { Response } from "../../lib/survey/response.ts";
import { goldenInstrument, goldenSurvey, tallied, waveOf } from "./golden-wave.ts";

/** Numbers in [0, 1) that are the same on every run (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** People of one sex and age: how many live there, how likely they are to take part, and where their opinion lies. */
interface Kind {
  readonly sex: string;
  readonly age: string;
  readonly residents: number;
  readonly takesPart: number;
  readonly opinion: number;
}
/** Old women answer most and trust most: an unweighted mean is far off. */
const kinds: readonly Kind[] = ["F", "M"].flatMap((sex, s) =>
  ["18-34", "35-54", "55+"].map((age, a) => ({
    sex,
    age,
    residents: [1100, 1300, 1200, 1150, 1250, 1000][3 * s + a]!,
    takesPart: [0.15, 0.3, 0.6, 0.1, 0.2, 0.45][3 * s + a]!,
    opinion: 2.6 + 0.45 * a - 0.25 * s,
  })),
);

/** Two primary measures, as `core-1` has. */
export const townInstrument: Instrument = {
  ...goldenInstrument,
  measures: ["t1", "t2", "t3"].map((id) => ({ id, label: { en: id }, items: [id], primary: id !== "t3" })),
};
export const townInstruments: Instruments = { "golden-hash": townInstrument };

const { areas: _, strata: __, ...survey } = goldenSurvey;
export const townPlan: SurveyPlan = {
  survey: { ...survey, groups: [] },
  areas: [],
  population: [
    ...["F", "M"].map((category) => ({ margin: "sex", category, ...residents(({ sex }) => sex === category) })),
    ...["18-34", "35-54", "55+"].map((category) => ({
      margin: "age",
      category,
      ...residents(({ age }) => age === category),
    })),
  ],
};

function residents(of: (kind: Kind) => boolean) {
  return { count: kinds.filter(of).reduce((sum, kind) => sum + kind.residents, 0), area: null };
}

/** Chance of each answer 1 to 5: opinion plus even noise, rounded and kept on the scale; its deviation is near 25 points. `shift` moves everybody, in steps. */
function chances(opinion: number, shift: number): readonly number[] {
  const [from, to] = [opinion + shift - 1.5, opinion + shift + 1.5];
  return [1, 2, 3, 4, 5].map((step) => {
    const low = step === 1 ? from : Math.max(from, step - 0.5);
    const high = step === 5 ? to : Math.min(to, step + 0.5);
    return Math.max(0, high - low) / (to - from);
  });
}

/** What everybody living there would say, exactly: the mean on 0-100 and the percentage of 4 and 5. */
export function truth(shift = 0): { readonly mean100: number; readonly percent: number } {
  const all = kinds.reduce((sum, kind) => sum + kind.residents, 0);
  const overall = (score: (step: number) => number) =>
    kinds.reduce((sum, { residents, opinion }) => {
      const mean = chances(opinion, shift).reduce((value, chance, i) => value + chance * score(i + 1), 0);
      return sum + (residents / all) * mean;
    }, 0);
  return { mean100: overall((step) => 25 * (step - 1)), percent: overall((step) => (step >= 4 ? 100 : 0)) };
}

/** A wave of n who chose to take part, each answering three items. */
export function townWave(id: string, year: number, n: number, random: () => number, shift = 0): Promise<TalliedWave> {
  const pull = kinds.map((kind) => kind.residents * kind.takesPart);
  const responses = Array.from({ length: n }, (): Response => {
    const kind = kinds[pick(pull, random)]!;
    const items = [1, 2, 3].map(() => 1 + pick(chances(kind.opinion, shift), random));
    return {
      submission: "",
      instrument: "golden-hash",
      stream: "open",
      place: null,
      mode: "web",
      language: "en",
      designClass: "@1",
      flags: [],
      answers: JSON.stringify([...items, "skip", "skip", "skip", kind.sex, kind.age]),
      digest: "",
      expires: 4e9,
    };
  });
  const wave = waveOf(id, `${year}-01-01T00:00:00Z`, `${year}-04-01T00:00:00Z`);
  return tallied(wave, responses, townInstruments, townPlan.survey);
}

function pick(chances: readonly number[], random: () => number): number {
  let left = random() * chances.reduce((sum, chance) => sum + chance, 0);
  for (const [i, chance] of chances.entries()) {
    left -= chance;
    if (left < 0) return i;
  }
  return chances.length - 1;
}
