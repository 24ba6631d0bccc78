import { openWave, phase, type Wave } from "./wave.ts";

export interface Attempt {
  /** Id of the wave that came back with the answers. */
  readonly wave: string;
  /** The event's time, ms since 1970. */
  readonly now: number;
  /** When the page was made, from its token, ms since 1970; undefined without a valid token. */
  readonly made?: number | undefined;
  /** Whether a letter code came with the answers: a code belongs to one wave. */
  readonly code: boolean;
}

/**
 * `accepted`: store it (`late`: in the grace time). `closed`: not for this wave; `open` is the wave the link leads to now, and
 * `moves` says whether the page of that wave may be answered with the answers that fit (never with a code).
 */
export type Acceptance =
  | { readonly verdict: "accepted"; readonly wave: Wave; readonly late: boolean }
  | {
      readonly verdict: "closed";
      readonly reason: "unknown-wave" | "not-yet-open" | "over" | "cancelled";
      readonly wave: Wave | undefined;
      readonly open: Wave | undefined;
      readonly moves: boolean;
    };

/**
 * Whether an answer is taken now. While a wave is open always; in its grace time with a page made before closing.
 * A refusal has to rest on waves read afresh, never on the cache.
 * @param waves the waves of the link's survey
 */
export function accepting(waves: readonly Wave[], { wave: id, now, made, code }: Attempt): Acceptance {
  const wave = waves.find((candidate) => candidate.wave === id);
  const at = wave && phase(wave, now / 1000);
  if (wave && at === "open") return { verdict: "accepted", wave, late: false };
  if (wave && at === "grace" && made !== undefined && made < Date.parse(wave.closes))
    return { verdict: "accepted", wave, late: true };
  const open = openWave(waves, now / 1000);
  const reason =
    wave === undefined ? "unknown-wave" : at === "cancelled" ? "cancelled" : at === "planned" ? "not-yet-open" : "over";
  return { verdict: "closed", reason, wave, open, moves: open !== undefined && !code };
}
