/** A wave: the half-open interval `[opens, closes)` of UTC instants in which a survey takes answers. */

/** Names a wave in keys, routes and file names. A wave id is unique within its department. */
export interface WaveName {
  readonly department: string;
  readonly survey: string;
  readonly wave: string;
}

export interface Wave extends WaveName {
  /** ISO 8601 UTC instants. */
  readonly opens: string;
  readonly closes: string;
  /** A page made before closing may be sent for so long after it. */
  readonly graceMinutes: number;
  /** Seconds since 1970: planned closing + retention; never moved. */
  readonly expires: number;
  /** A trial is never counted. */
  readonly trial: boolean;
  /** Hashes of the instruments whose answers the wave accepts; the last is the one new pages show. */
  readonly instruments: readonly string[];
  /** ISO instant, when its answers were given up before any release. */
  readonly cancelled?: string;
  /** Final tallies made so far: per stream the newest sequence number and how many responses it counted. */
  readonly tallies?: Readonly<Record<string, { readonly sequence: number; readonly responses: number }>>;
  /** Releases that carry the wave, oldest first. */
  readonly releases?: readonly string[];
  /** ISO instant from which imports are refused. */
  readonly importsClosed?: string;
}

export type WavePhase = "planned" | "open" | "grace" | "waiting" | "over" | "cancelled" | "sealed";

/** Registry reads are cached for so long at most; a change is obeyed everywhere after it. */
export const registryCacheSeconds = 60;
/** The time limit of the function that stores answers: none is in flight longer. */
export const submitSeconds = 10;
/** The time limit of the jobs that tally and publish: no function works longer. */
export const longestRunSeconds = 900;
const tallyMarginSeconds = 60;

const seconds = (iso: string): number => Date.parse(iso) / 1000;

/** Seconds since 1970 from which nothing more can arrive: closing + grace + cache + submit's time limit + 60 s. */
export function tallyTime(wave: Wave): number {
  return seconds(wave.closes) + wave.graceMinutes * 60 + registryCacheSeconds + submitSeconds + tallyMarginSeconds;
}

/**
 * Where a wave is in its life.
 * @param now seconds since 1970
 * planned → open `[opens, closes)` → grace (pages made before closing may still be sent) → waiting (for answers in flight) →
 * over (may be tallied) → sealed (answers have expired); or cancelled.
 */
export function phase(wave: Wave, now: number): WavePhase {
  if (wave.cancelled !== undefined) return "cancelled";
  if (now >= wave.expires) return "sealed";
  if (now < seconds(wave.opens)) return "planned";
  if (now < seconds(wave.closes)) return "open";
  if (now < seconds(wave.closes) + wave.graceMinutes * 60) return "grace";
  return now < tallyTime(wave) ? "waiting" : "over";
}

/** The wave a link leads to now: the open one, of a survey's waves; trials too. */
export function openWave(waves: readonly Wave[], now: number): Wave | undefined {
  return waves.find((wave) => phase(wave, now) === "open");
}
