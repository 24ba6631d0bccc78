import type { PublishedRow } from "../../lib/disclosure/protected-estimates.ts";
import { Problem } from "../../lib/problems/problem.ts";
import { estimateColumns, estimatesFiles } from "../../lib/publishing/estimates-files.ts";
import type { Manifest, ReleaseInput } from "../../lib/publishing/manifest.ts";
import { makeRelease } from "../../lib/publishing/release.ts";
import type { ReleaseFile } from "../../lib/publishing/release-file.ts";
import { releaseFolder } from "../../lib/publishing/release-folders.ts";
import type { Registry, ReleaseRecord } from "../../lib/stores/registry.ts";
import type { Stores } from "../../lib/stores/stores.ts";
import type { Wave } from "../../lib/survey/wave.ts";
import { checkInputs } from "./check-inputs.ts";
import { type Draft, draftRelease, publishedSurvey, readStoredRelease } from "./draft-release.ts";
import type { SurveyToPublish } from "./publish-survey.ts";
import type { PlannedTally, ReleasePlan } from "./release-plan.ts";
import { parseSettings } from "./release-settings.ts";
import { sha256 } from "./sha256.ts";
import { definitionThen, type ReleaseSettings, todaysDefinition } from "./survey-definition.ts";

/** What came of making a release again. It names keys and files, never a number. */
export interface Reproduction {
  readonly release: string;
  /** The release that its other rows were carried over from. */
  readonly previous: string | null;
  /** `expired`: a tally that it was made from is no longer kept. `removed`: its files, or those of the release before, are gone by law. */
  readonly status: "equal" | "different" | "expired" | "removed";
  /** Waves and streams whose numbers were made again. */
  readonly remade: readonly string[];
  /** Tallies that are gone. */
  readonly expired: readonly string[];
  /** The release whose files were removed. */
  readonly removed?: string;
  /** The first difference: a tally, the settings, or a file and, in the estimates, the key of a row. */
  readonly differs?: { readonly file: string; readonly row?: string };
  /** Files without numbers of their own, such as the report, that another version of the program writes otherwise. */
  readonly otherwise: readonly string[];
  /** With the settings of the day of the release, or with today's where it has none on record. */
  readonly settings: "then" | "today";
  /** The version that made it, and this one. */
  readonly program: { readonly made: string; readonly now: string };
}

/**
 * Makes a release again, from the private tallies, the settings kept beside them and the release before, and compares every
 * file. Numbers have to be the same bytes; so has everything else, unless another version of the program made it.
 * @throws Problem `unknown-release`, `release-unreadable`, `settings-unreadable`
 */
export async function reproduceRelease(
  stores: Stores,
  registry: Registry,
  survey: SurveyToPublish,
  release: ReleaseRecord,
  version: string,
): Promise<Reproduction> {
  const ledger = await registry.fresh.releases(release.department, release.survey);
  const before = ledger.find(({ sequence }) => sequence === release.sequence - 1);
  const gone = await removedOf(stores, before === undefined ? [release] : [release, before]);
  const about = {
    release: release.release,
    previous: before?.release ?? null,
    remade: [],
    expired: [],
    otherwise: [],
    settings: "then" as const,
  };
  // Its manifest stays, but this needs the files.
  if (gone) return { ...about, status: "removed", removed: gone, program: { made: "", now: version } };
  const { manifest, released } = await readStoredRelease(stores, release);
  const remade = manifest.inputs.filter(({ fresh }) => fresh).map(({ wave, stream }) => `${wave}/${stream}`);
  // What the ledger says of settings counts only where the signed manifest names them.
  const names = manifest.inputs.some((input) => input.settings !== undefined);
  const program = { made: manifest.program.version, now: version };
  const named = { ...about, remade, program, settings: names ? ("then" as const) : ("today" as const) };
  const different = (file: string, row?: string): Reproduction => ({
    ...named,
    status: "different",
    differs: { file, ...(row === undefined ? {} : { row }) },
  });

  const stored = names && release.settings !== undefined ? await stores.private.read(release.settings) : undefined;
  const checked = await checkInputs(stores, release, manifest.inputs, stored?.bytes);
  if (checked.expired.length > 0) return { ...named, status: "expired", expired: checked.expired };
  if (checked.different !== undefined) return different(checked.different);
  const settings = stored && parseSettings(stored.key, stored.bytes);
  const waves = settings?.waves ?? (await registry.fresh.waves(release.department, release.survey));
  const plan = planOf(manifest, waves, before, settings);
  const lost = await checkInputs(stores, release, settings?.superseded ?? [], undefined);
  if (lost.expired.length > 0) return { ...named, status: "expired", expired: lost.expired };
  if (lost.different !== undefined) return different(lost.different);

  const definition = settings ? definitionThen(settings) : todaysDefinition(registry, survey);
  const draft = await draftRelease(stores, definition, plan, before);
  const row = firstDifference(released.rows, draft.estimates.rows);
  if (row !== undefined) return different("estimates.json", row);
  const numbers = new Set(estimatesFiles(draft.estimates).map(({ path }) => path));
  const files = settings ? await filesAgain(definition, settings, draft, manifest) : estimatesFiles(draft.estimates);
  const others = differing(files, manifest).filter((path) => settings !== undefined || numbers.has(path));
  const file =
    others.find((path) => numbers.has(path)) ?? (manifest.program.version === version ? others[0] : undefined);
  if (file !== undefined) return different(file);
  if (JSON.stringify(draft.estimates.waves) !== JSON.stringify(manifest.waves)) return different("manifest.json");
  return { ...named, status: "equal", otherwise: others };
}

/** The newest of these whose files a tombstone stands for. */
async function removedOf(stores: Stores, releases: readonly ReleaseRecord[]): Promise<string | undefined> {
  for (const { department, survey, release } of releases)
    if (await stores.public.head(`${releaseFolder(department, survey, release)}tombstone.json`)) return release;
  return undefined;
}

/** The plan that a release was made by, as its manifest, its settings and the ledger tell it. */
function planOf(
  { inputs }: Manifest,
  waves: readonly Wave[],
  previous: ReleaseRecord | undefined,
  settings: ReleaseSettings | undefined,
): ReleasePlan {
  const planned = ({ wave: id, stream, sequence }: Omit<ReleaseInput, "fresh" | "hmac">): PlannedTally => {
    const wave = waves.find((one) => one.wave === id);
    if (wave === undefined) throw new Problem("unknown-wave", { wave: id });
    return { wave, stream, sequence };
  };
  const fresh = inputs.filter((input) => input.fresh).map(planned);
  const inLedger = () =>
    fresh.flatMap(({ wave, stream }) => {
      const before = previous?.tallies?.[wave.wave]?.[stream];
      return before ? [{ wave, stream, sequence: before.sequence }] : [];
    });
  return {
    fresh,
    context: inputs.filter((input) => !input.fresh).map(planned),
    superseded: settings?.superseded.map(planned) ?? inLedger(),
    tallies: {},
  };
}

/** Every file of the release but its manifest and sums. */
async function filesAgain(
  definition: ReturnType<typeof definitionThen>,
  { calendar }: ReleaseSettings,
  { estimates, receipts, fullPlaces }: Draft,
  { previous, supersedes, sequence, program, inputs }: Manifest,
): Promise<readonly ReleaseFile[]> {
  const published = { ...(await publishedSurvey(definition, estimates)), calendar, receipts, fullPlaces };
  const { files } = makeRelease(estimates, published, { previous, supersedes, sequence, program, inputs }, sha256);
  return files.filter(({ path }) => path !== "manifest.json" && path !== "SHA256SUMS");
}

/** Files that are not as the manifest lists them, or that only one of the two has. */
function differing(files: readonly ReleaseFile[], manifest: Manifest): readonly string[] {
  const remade = new Map(files.map(({ path, bytes }) => [path, sha256(bytes)]));
  const listed = new Map(manifest.files.map((file) => [file.path, file.sha256]));
  const names = new Set([...remade.keys(), ...listed.keys()]);
  return [...names].filter((path) => remade.get(path) !== listed.get(path));
}

const lineOf = (row: PublishedRow | undefined) => JSON.stringify(row, [...estimateColumns]);

/** The key of the first row, in the order of the release, that is not in both to the letter. */
function firstDifference(released: readonly PublishedRow[], remade: readonly PublishedRow[]): string | undefined {
  for (let at = 0; at < Math.max(released.length, remade.length); at++) {
    const [one, other] = [released[at], remade[at]];
    if (lineOf(one) === lineOf(other)) continue;
    const row = one ?? other;
    if (row === undefined) return undefined;
    const { wave, stream, area, group, category, measure, statistic, option } = row;
    return [wave, stream, area, group, category, measure, statistic, option].join("/");
  }
  return undefined;
}
