import { documentKey, type Registry } from "../../lib/stores/registry.ts";
import type { Stores } from "../../lib/stores/stores.ts";
import { registryCacheSeconds, submitSeconds, type Wave } from "../../lib/survey/wave.ts";
import { tallyFolder } from "./final-tally.ts";
import type { WaveRecord } from "./wave-record.ts";

/** After cancelling, an answer may still arrive that was let in by a cached read; nothing later. */
const lastArrivalSeconds = registryCacheSeconds + submitSeconds + 60;

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
  const gone = await answers.deleteWave(wave);
  for await (const object of objects.list(tallyFolder(wave))) await objects.remove(object.key);
  const cancelled = wave.cancelled === undefined ? undefined : Date.parse(wave.cancelled) / 1000;
  const settled = cancelled === undefined || now >= cancelled + lastArrivalSeconds;
  await registry.update<{ page: string }>(documentKey.waveKeys(wave.department, wave.wave), (keys) => ({
    page: keys?.page ?? "",
  }));
  await registry.update<WaveRecord>(key, () => ({ emptied: settled }));
  return gone;
}
