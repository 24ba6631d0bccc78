import { isProblem } from "../../lib/problems/problem.ts";
import { decodeAnswers } from "../../lib/survey/canonical-answers.ts";
import { categoryOf } from "../../lib/survey/demographic.ts";
import type { Instrument } from "../../lib/survey/instrument.ts";
import type { Answers, Response } from "../../lib/survey/response.ts";

/** Counts are rounded down to a multiple of this, so nothing below it is ever said. */
export const grain = 25;

/**
 * How a wave is going, as written down while it is open: every count rounded down to 25, nothing below 25. Answers without a
 * place are together under "".
 */
export interface WaveProgress {
  readonly total: number;
  readonly places: Readonly<Record<string, number>>;
  /** Who has answered so far: by demographic and category. */
  readonly demographics: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/**
 * Counts who has answered.
 * @param instruments by hash: those the wave accepts
 * @param demographics those of the survey's margins and groups
 */
export async function countProgress(
  pages: AsyncIterable<readonly Response[]>,
  instruments: Readonly<Record<string, Instrument>>,
  demographics: readonly string[],
): Promise<WaveProgress> {
  let total = 0;
  const places: Record<string, number> = {};
  const categories: Record<string, Record<string, number>> = {};
  for await (const page of pages) {
    for (const { place, instrument: hash, answers: text } of page) {
      total++;
      increase(places, place ?? "");
      const instrument = instruments[hash];
      if (instrument === undefined) continue;
      const answers = readable(instrument, text);
      if (answers === undefined) continue;
      for (const demographic of instrument.demographics) {
        if (!demographics.includes(demographic.id)) continue;
        categories[demographic.id] ??= {};
        const category = categoryOf(demographic, answers);
        if (category !== "") increase(categories[demographic.id]!, category);
      }
    }
  }
  return {
    total: roundedDown(total),
    places: rounded(places),
    demographics: Object.fromEntries(Object.entries(categories).map(([id, counts]) => [id, rounded(counts)])),
  };
}

/** A damaged record is counted here; the tally sets it aside and says so. */
function readable(instrument: Instrument, text: string): Answers | undefined {
  try {
    return decodeAnswers(instrument, text);
  } catch (error) {
    if (isProblem(error, "answers-unreadable")) return undefined;
    throw error;
  }
}

const increase = (counts: Record<string, number>, key: string): void => {
  counts[key] = (counts[key] ?? 0) + 1;
};

const roundedDown = (count: number): number => count - (count % grain);

function rounded(counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(counts)
      .filter(([, count]) => count >= grain)
      .map(([key, count]) => [key, roundedDown(count)] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}
