import type { Area, PopulationCount, Survey } from "../survey/department.ts";
import type { Instrument } from "../survey/instrument.ts";
import type { Wave } from "../survey/wave.ts";
import type { Tally } from "../tally/tally.ts";

/** What of a survey decides its estimates; the registry's record of a survey is one. */
export interface SurveyPlan {
  readonly survey: Survey;
  readonly population: readonly PopulationCount[];
  readonly areas: readonly Area[];
}

/** A wave that is over, and the tally of one of its streams. */
export interface TalliedWave {
  readonly wave: Wave;
  readonly tally: Tally;
}

/** By hash. */
export type Instruments = Readonly<Record<string, Instrument>>;

/**
 * The instruments whose answers a tally holds, or that its wave accepts when it holds none; oldest first, as the wave lists
 * them. The last one's texts, categories and measures are those of the wave.
 */
export function instrumentsOf({ wave, tally }: TalliedWave, instruments: Instruments): readonly HashedInstrument[] {
  const used = new Set(tally.cells.map(({ instrument }) => instrument));
  const listed = [...new Set([...used, ...wave.instruments])].toSorted(
    (a, b) => wave.instruments.indexOf(a) - wave.instruments.indexOf(b),
  );
  const hashes = used.size === 0 ? listed : listed.filter((hash) => used.has(hash));
  return hashes.flatMap((hash) => {
    const instrument = instruments[hash];
    return instrument === undefined ? [] : [{ hash, instrument }];
  });
}

export interface HashedInstrument {
  readonly hash: string;
  readonly instrument: Instrument;
}
