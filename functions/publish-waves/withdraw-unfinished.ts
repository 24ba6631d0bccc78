import { releaseFolder } from "../../lib/publishing/release-folders.ts";
import { documentKey, type Registry } from "../../lib/stores/registry.ts";
import type { Stores } from "../../lib/stores/stores.ts";
import type { Wave } from "../../lib/survey/wave.ts";

/** A release that its run is about to store. */
export interface BegunRelease {
  readonly department: string;
  readonly survey: string;
  readonly release: string;
}

/**
 * Takes away what killed runs left of releases that are not made any more, since answers or settings came in between: nothing
 * points to their files, and the audit of later releases does not know them. A wave keeps its claim until the files are gone.
 */
export async function withdrawUnfinished(stores: Stores, registry: Registry, begun: BegunRelease): Promise<void> {
  const { department, survey, release } = begun;
  const known = new Set([release, ...(await registry.fresh.releases(department, survey)).map((one) => one.release)]);
  const isLeft = (one: string): boolean => !known.has(one);
  for (const { wave, releases = [] } of await registry.fresh.waves(department, survey)) {
    const left = releases.filter(isLeft);
    if (left.length === 0) continue;
    for (const one of left) {
      const files = stores.public.list(releaseFolder(department, survey, one));
      for await (const { key } of files) await stores.public.remove(key);
    }
    await registry.update<Wave>(documentKey.wave(department, wave), (current) => {
      if (current === undefined) throw new Error("a wave that was listed is not there");
      return { ...current, releases: (current.releases ?? []).filter((one) => !left.includes(one)) };
    });
  }
}
