import type { WaveProgress } from "./progress.ts";

/** What the job remembers of a wave: how it is going while it is open, and that nothing is left of it at the end. */
export interface WaveRecord {
  readonly progress?: WaveProgress;
  /** Its imports are closed and all of its answers are in the tally. */
  readonly settled?: boolean;
  /** Its answers, invitations and tallies are deleted (false), and nothing more can arrive (true). */
  readonly emptied?: boolean;
}
