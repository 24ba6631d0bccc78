import { releaseFolder } from "../../lib/publishing/release-folders.ts";
import { documentKey, type Registry } from "../../lib/stores/registry.ts";
import type { Stores } from "../../lib/stores/stores.ts";
import type { Wave } from "../../lib/survey/wave.ts";

interface SurveyName {
  readonly department: string;
  readonly survey: string;
}

/** Releases that waves are claimed for and that the ledger does not know: runs that were killed, or are still at it. */
export async function unfinishedReleases(
  registry: Registry,
  { department, survey }: SurveyName,
): Promise<readonly string[]> {
  const known = await knownReleases(registry, { department, survey });
  const waves = await registry.fresh.waves(department, survey);
  return [...new Set(waves.flatMap(({ releases = [] }) => releases))].filter((one) => !known.has(one));
}

/**
 * Takes away what there is of releases that were overtaken: nothing points to their files, and the audit of later releases does
 * not know them. A wave keeps its claim until the files are gone.
 * @param overtaken releases that can never be the newest any more. Whoever names one that may, takes the files of a release
 */
export async function withdrawReleases(
  stores: Stores,
  registry: Registry,
  { department, survey }: SurveyName,
  overtaken: readonly string[],
): Promise<void> {
  if (overtaken.length === 0) return;
  const known = await knownReleases(registry, { department, survey });
  const left = new Set(overtaken.filter((one) => !known.has(one)));
  for (const one of left) {
    const files = stores.public.list(releaseFolder(department, survey, one));
    for await (const { key } of files) await stores.public.remove(key);
  }
  const isLeft = (one: string): boolean => left.has(one);
  for (const { wave, releases = [] } of await registry.fresh.waves(department, survey)) {
    if (!releases.some(isLeft)) continue;
    await registry.update<Wave>(documentKey.wave(department, wave), (current) => {
      if (current === undefined) throw new Error("a wave that was listed is not there");
      return { ...current, releases: (current.releases ?? []).filter((one) => !isLeft(one)) };
    });
  }
}

async function knownReleases(registry: Registry, { department, survey }: SurveyName): Promise<ReadonlySet<string>> {
  return new Set((await registry.fresh.releases(department, survey)).map(({ release }) => release));
}
