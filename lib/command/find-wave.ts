import { Problem } from "../problems/problem.ts";
import type { Wave, WavePhase } from "../survey/wave.ts";
import type { Connection } from "./connection.ts";

/** A wave as the management routes list it. */
export interface ListedWave extends Wave {
  readonly phase: WavePhase;
  /** ISO instant from which it may be tallied. */
  readonly tallyFrom: string;
}

/** Every wave of the installation. */
export async function listWaves(connection: Connection): Promise<readonly ListedWave[]> {
  return (await connection.call<{ waves: readonly ListedWave[] }>("GET", "/api/v1/manage/waves")).waves;
}

/**
 * The wave a person means by `wave` or `department/wave`.
 * @throws Problem `wave-unknown-here` with those there are, `wave-ambiguous` with the candidates
 */
export function findWave(waves: readonly ListedWave[], name: string): ListedWave {
  const fitting = waves.filter(({ department, wave }) => name === wave || name === `${department}/${wave}`);
  if (fitting.length > 1) throw new Problem("wave-ambiguous", { wave: name, candidates: fitting.map(fullName) });
  const [found] = fitting;
  if (found === undefined) throw new Problem("wave-unknown-here", { wave: name, known: waves.map(fullName) });
  return found;
}

/** @example fullName({ department: "riverton", wave: "2026-q4" }) // "riverton/2026-q4" */
export function fullName({ department, wave }: { readonly department: string; readonly wave: string }): string {
  return `${department}/${wave}`;
}

/** Reads the wave a verb was given as its first argument, afresh. */
export async function askedWave(connection: Connection, args: readonly unknown[]): Promise<ListedWave> {
  return findWave(await listWaves(connection), String(args[0]));
}
