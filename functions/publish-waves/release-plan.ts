import type { ReleaseRecord } from "../../lib/stores/registry.ts";
import { streams as allStreams, type Stream } from "../../lib/survey/response.ts";
import type { Wave } from "../../lib/survey/wave.ts";

/** A stream of a wave and the sequence number of a tally of it. */
export interface PlannedTally {
  readonly wave: Wave;
  readonly stream: Stream;
  readonly sequence: number;
}

/** What a release is to be made of. */
export interface ReleasePlan {
  /** Tallies printed for the first time, or again because they are newer than those of the release before. */
  readonly fresh: readonly PlannedTally[];
  /** Tallies that the release before was made from, of the waves that are printed again. */
  readonly superseded: readonly PlannedTally[];
  /** Tallies of the waves beside the fresh ones, for what changed between them. */
  readonly context: readonly PlannedTally[];
  /** By wave, what the rows of the new release are made from. */
  readonly tallies: Readonly<Record<string, NonNullable<Wave["tallies"]>>>;
}

/** A superseding release with fewer new answers would tell what these few said. */
const leastNewAnswers = 10;

/** Waves that may be published: tallied, real, with their results not given up. */
export const isPublishable = (wave: Wave): boolean =>
  wave.tallies !== undefined && !wave.trial && wave.cancelled === undefined;

/**
 * Compares the tallies there are with those of the newest release.
 * @param waves  of one survey, by opening
 * @param until  the newest wave to release for the first time; all that are tallied when absent
 * @returns undefined when there is nothing new
 */
export function planRelease(
  waves: readonly Wave[],
  head: ReleaseRecord | undefined,
  until?: Wave,
): ReleasePlan | undefined {
  const released = head?.tallies ?? {};
  const publishable = waves.filter(
    (wave) =>
      isPublishable(wave) &&
      (wave.wave in released || until === undefined || Date.parse(wave.opens) <= Date.parse(until.opens)),
  );
  const fresh: PlannedTally[] = [];
  const superseded: PlannedTally[] = [];
  for (const wave of publishable) {
    for (const [stream, tally] of streamsOf(wave)) {
      const before = released[wave.wave]?.[stream];
      if (before && tally.responses - before.responses < leastNewAnswers) continue;
      fresh.push({ wave, stream, sequence: tally.sequence });
      if (before) superseded.push({ wave, stream, sequence: before.sequence });
    }
  }
  if (fresh.length === 0) return undefined;
  const context = neighbours(publishable, fresh, released);
  const tallies: Record<string, Record<string, { sequence: number; responses: number }>> = {};
  for (const [wave, streams] of Object.entries(released)) tallies[wave] = { ...streams };
  for (const { wave, stream } of fresh) {
    const tally = wave.tallies?.[stream];
    if (tally) tallies[wave.wave] = { ...tallies[wave.wave], [stream]: tally };
  }
  return { fresh, superseded, context, tallies };
}

/**
 * The wave before each fresh one, to compare with; and the wave after one that is printed again, whose change is another now.
 * Both as they were released.
 */
function neighbours(
  waves: readonly Wave[],
  fresh: readonly PlannedTally[],
  released: ReleasePlan["tallies"],
): readonly PlannedTally[] {
  const isFresh = (wave: Wave | undefined, stream: Stream) =>
    fresh.some((tally) => tally.wave === wave && tally.stream === stream);
  const found: PlannedTally[] = [];
  for (const stream of allStreams) {
    const line = waves.filter((wave) => isFresh(wave, stream) || released[wave.wave]?.[stream] !== undefined);
    line.forEach((wave, at) => {
      const sequence = released[wave.wave]?.[stream]?.sequence;
      if (sequence === undefined || isFresh(wave, stream)) return;
      if (isFresh(line[at - 1], stream) || isFresh(line[at + 1], stream)) found.push({ wave, stream, sequence });
    });
  }
  return found;
}

function streamsOf(
  wave: Wave,
): readonly (readonly [Stream, { readonly sequence: number; readonly responses: number }])[] {
  return allStreams.flatMap((stream) => {
    const tally = wave.tallies?.[stream];
    return tally ? [[stream, tally] as const] : [];
  });
}
