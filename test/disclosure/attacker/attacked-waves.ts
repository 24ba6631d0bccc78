import { type Attacked, Given } from "./cells.ts";
import type { PublishedTown } from "./published-town.ts";
import type { ReadRelease, Row } from "./read-publication.ts";

/** A wave and stream as one release prints it, and as the release before did, when this one prints it again. */
export interface AttackedWave {
  readonly release: string;
  readonly attacked: Attacked;
  readonly before: Attacked | undefined;
}

/** The waves and streams that each release prints for the first time or again. */
export function attackedWaves(releases: readonly ReadRelease[], { truths }: PublishedTown): readonly AttackedWave[] {
  const printed = new Map<string, Attacked>();
  return truths.flatMap(({ release, estimates }) => {
    const read = releases.find((one) => one.release === release)!;
    return estimates.map((exact): AttackedWave => {
      const name = `${exact.wave}/${exact.stream}`;
      const own = (row: Row) => row.wave === exact.wave && row.stream === exact.stream;
      const attacked: Attacked = {
        name,
        rows: read.estimates.filter(own),
        margins: read.representation.filter(own),
        quality: read.quality.filter(own),
        codebook: read.codebook,
        given: new Given(exact),
      };
      const before = printed.get(name);
      printed.set(name, attacked);
      return { release, attacked, before };
    });
  });
}
