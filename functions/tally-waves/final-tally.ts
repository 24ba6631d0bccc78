import { Problem } from "../../lib/problems/problem.ts";
import { never } from "../../lib/stores/object-store.ts";
import { documentKey, type Registry } from "../../lib/stores/registry.ts";
import type { Instrument } from "../../lib/survey/instrument.ts";
import type { Stream } from "../../lib/survey/response.ts";
import type { Wave } from "../../lib/survey/wave.ts";
import { formatTally } from "../../lib/tally/format-tally.ts";
import { tallyPlan } from "../../lib/tally/tally-plan.ts";
import { tallyWave } from "../../lib/tally/tally-wave.ts";
import type { Needs } from "../needs.ts";
import { keepReceipts } from "./keep-receipts.ts";
import type { WaveRecord } from "./wave-record.ts";
import { removeTallies, tallyFolder } from "./wave-tallies.ts";

export type Tallies = NonNullable<Wave["tallies"]>;

interface Made {
  readonly tallies: Tallies;
  readonly made: number;
  readonly quarantined: number;
}

/**
 * Tallies a wave whose answers can no longer come in by the web, when it has none yet or more was imported since. Safe to be
 * killed anywhere and to run twice at once: tallies are create-only, equal answers make equal bytes, and the registry
 * is told last. A run that was held up until the wave was swept takes away again what it wrote.
 * @param now seconds since 1970
 * @returns the tallies of the wave, newest of each stream, and how many were made now
 */
export async function finalTally(
  needs: Pick<Needs, "stores" | "random">,
  registry: Registry,
  wave: Wave,
  now: number,
): Promise<Made> {
  try {
    return await makeTallies(needs, registry, wave, now);
  } finally {
    const key = documentKey.progress(wave.department, wave.wave);
    const isSwept = (await registry.store.read<WaveRecord>(key))?.value.emptied !== undefined;
    if (isSwept) await removeTallies(needs.stores.private, wave);
  }
}

async function makeTallies(
  { stores, random }: Pick<Needs, "stores" | "random">,
  registry: Registry,
  wave: Wave,
  now: number,
): Promise<Made> {
  const { answers, private: objects } = stores;
  if (wave.tallies !== undefined && sameCounts(wave.tallies, await countStreams(answers.ofWave(wave, now))))
    return { tallies: wave.tallies, made: 0, quarantined: 0 };

  const survey = await surveyOf(registry, wave);
  const plan = tallyPlan(wave, survey, await instrumentsOf(registry, wave));
  const tallied = await tallyWave(answers.ofWave(wave, now), plan);
  const found: Record<string, { sequence: number; responses: number }> = {};
  let quarantined = 0;
  for (const [stream, { tally, read, quarantined: reasons }] of tallied) {
    for (const count of Object.values(reasons)) quarantined += count;
    const before = wave.tallies?.[stream];
    if (before !== undefined && before.responses >= read) continue;
    const sequence = await store(
      formatTally(tally),
      (number) => `${tallyFolder(wave)}${stream}/${number}.json`,
      before,
    );
    found[stream] = { sequence, responses: read };
  }
  if (wave.tallies === undefined)
    await keepReceipts(
      stores,
      random,
      wave,
      survey.receipts === true,
      [...tallied.values()].map(({ read }) => read),
    );
  const changed = await registry.update<Wave>(documentKey.wave(wave.department, wave.wave), (current) => {
    if (current === undefined || current.cancelled !== undefined)
      throw new Problem("wave-cancelled", { wave: wave.wave });
    return { ...current, tallies: newest(current.tallies ?? {}, found) };
  });
  return { tallies: changed.tallies ?? {}, made: Object.keys(found).length, quarantined };

  /** Writes the bytes under the next free number; a run that was killed before it told the registry left them there. */
  async function store(
    bytes: Uint8Array,
    keyOf: (sequence: number) => string,
    before: { readonly sequence: number } | undefined,
  ): Promise<number> {
    for (let sequence = (before?.sequence ?? 0) + 1; ; sequence++) {
      const key = keyOf(sequence);
      const outcome = await objects.create({ key, bytes, contentType: "application/json", cacheControl: never });
      if (outcome === "created" || same((await objects.read(key))?.bytes, bytes)) return sequence;
    }
  }
}

function newest(a: Tallies, b: Tallies): Tallies {
  const merged: Record<string, Tallies[string]> = { ...a };
  for (const [stream, tally] of Object.entries(b)) {
    const other = merged[stream];
    if (other === undefined || other.sequence < tally.sequence) merged[stream] = tally;
  }
  return merged;
}

async function countStreams(
  pages: AsyncIterable<readonly { readonly stream: Stream }[]>,
): Promise<Map<Stream, number>> {
  const counts = new Map<Stream, number>();
  for await (const page of pages) for (const { stream } of page) counts.set(stream, (counts.get(stream) ?? 0) + 1);
  return counts;
}

function sameCounts(tallies: Tallies, counts: ReadonlyMap<Stream, number>): boolean {
  return [...counts].every(([stream, count]) => tallies[stream]?.responses === count);
}

async function surveyOf(registry: Registry, wave: Wave) {
  const record = await registry.fresh.survey(wave.department, wave.survey);
  if (record === undefined) throw new Problem("unknown-survey", { department: wave.department, survey: wave.survey });
  return record.survey;
}

/** The instruments a wave accepts, by hash, oldest first. */
export async function instrumentsOf(
  registry: Registry,
  { department, instruments }: Wave,
): Promise<Readonly<Record<string, Instrument>>> {
  const found = await Promise.all(
    instruments.map(async (hash) => [hash, await registry.fresh.instrument(department, hash)] as const),
  );
  return Object.fromEntries(found.filter((entry): entry is [string, Instrument] => entry[1] !== undefined));
}

const same = (a: Uint8Array | undefined, b: Uint8Array): boolean =>
  a !== undefined && a.length === b.length && a.every((byte, at) => byte === b[at]);
