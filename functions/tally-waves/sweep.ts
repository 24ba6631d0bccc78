import { documentKey, type Registry } from "../../lib/stores/registry.ts";
import type { Stores } from "../../lib/stores/stores.ts";
import { longestRunSeconds, registryCacheSeconds, type Wave } from "../../lib/survey/wave.ts";
import type { WaveRecord } from "./wave-record.ts";
import { removeTallies } from "./wave-tallies.ts";

/** After the end of a wave, who read of it before may still write: a page from the cache, a tally, a release. */
const lastArrivalSeconds = registryCacheSeconds + longestRunSeconds + 60;

/**
 * Deletes what is left of a wave that was cancelled or has expired: answers, invitations, receipts, tallies, and the keys
 * that made their ids. Done again until nothing more can arrive, then remembered as done.
 * @param now seconds since 1970
 * @returns how many responses went
 */
export async function sweepWave(
  { answers, private: objects }: Stores,
  registry: Registry,
  wave: Wave,
  now: number,
): Promise<number> {
  const key = documentKey.progress(wave.department, wave.wave);
  const record = (await registry.store.read<WaveRecord>(key))?.value;
  if (record?.emptied === true) return 0;
  // Told before anything goes: who lays something down and is not told so by then, does it before the folder is listed here.
  if (record?.emptied === undefined) await registry.update<WaveRecord>(key, () => ({ emptied: false }));
  const gone = await answers.deleteWave(wave);
  await removeTallies(objects, wave);
  const ended = wave.cancelled === undefined ? wave.expires : Date.parse(wave.cancelled) / 1000;
  await registry.update<{ page: string }>(documentKey.waveKeys(wave.department, wave.wave), (keys) => ({
    page: keys?.page ?? "",
  }));
  await registry.update<WaveRecord>(key, () => ({ emptied: now >= ended + lastArrivalSeconds }));
  return gone;
}
