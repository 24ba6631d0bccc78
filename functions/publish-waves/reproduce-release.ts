import { createHmac } from "node:crypto";
import type { PublishedRow } from "../../lib/disclosure/protected-estimates.ts";
import { Problem } from "../../lib/problems/problem.ts";
import { estimateColumns, estimatesFiles } from "../../lib/publishing/estimates-files.ts";
import type { Manifest, ReleaseInput } from "../../lib/publishing/manifest.ts";
import type { Registry, ReleaseRecord } from "../../lib/stores/registry.ts";
import type { Stores } from "../../lib/stores/stores.ts";
import type { Wave } from "../../lib/survey/wave.ts";
import { draftRelease, readStoredRelease, tallyKey } from "./draft-release.ts";
import type { SurveyToPublish } from "./publish-survey.ts";
import type { PlannedTally, ReleasePlan } from "./release-plan.ts";
import { sha256 } from "./store-release.ts";

/** What came of making a release again. It names keys and files, never a number. */
export interface Reproduction {
  readonly release: string;
  /** The release that its other rows were carried over from. */
  readonly previous: string | null;
  /** `expired`: a tally that it was made from is no longer kept. */
  readonly status: "equal" | "different" | "expired";
  /** Waves and streams whose numbers were made again. */
  readonly remade: readonly string[];
  /** Tallies that are gone. */
  readonly expired: readonly string[];
  /** The first difference: a tally, or a file and, in the estimates, the key of a row. */
  readonly differs?: { readonly file: string; readonly row?: string };
  /** The version that made it, and this one. */
  readonly program: { readonly made: string; readonly now: string };
}

/**
 * Makes every number of a release again, from the private tallies and the release before, and compares bytes. With
 * today's settings of the survey: where those changed since, so may the numbers.
 * @throws Problem `unknown-release`, `release-unreadable`
 */
export async function reproduceRelease(
  stores: Stores,
  registry: Registry,
  { department, record }: SurveyToPublish,
  release: ReleaseRecord,
  version: string,
): Promise<Reproduction> {
  const { manifest, released } = await readStoredRelease(stores, release);
  const ledger = await registry.fresh.releases(department.id, record.survey.id);
  const previous = ledger.find((one) => one.release === manifest.previous?.release);
  const waves = await registry.fresh.waves(department.id, record.survey.id);
  const plan = planOf(manifest, waves, previous);
  const about = {
    release: release.release,
    previous: manifest.previous?.release ?? null,
    remade: manifest.inputs.filter(({ fresh }) => fresh).map(nameOf),
    program: { made: manifest.program.version, now: version },
  };
  const checked = await checkInputs(stores, manifest.inputs, plan);
  if (checked.expired.length > 0) return { ...about, status: "expired", expired: checked.expired };
  if (checked.different) return { ...about, status: "different", expired: [], differs: { file: checked.different } };

  const { estimates } = await draftRelease(stores, registry, record, plan, previous);
  const rows = firstDifference(released.rows, estimates.rows);
  if (rows !== undefined)
    return { ...about, status: "different", expired: [], differs: { file: "estimates.json", row: rows } };
  const hashes = new Map(manifest.files.map((file) => [file.path, file.sha256]));
  const file = estimatesFiles(estimates).find(({ path, bytes }) => hashes.get(path) !== sha256(bytes))?.path;
  const other =
    file ?? (JSON.stringify(estimates.waves) === JSON.stringify(manifest.waves) ? undefined : "manifest.json");
  if (other !== undefined) return { ...about, status: "different", expired: [], differs: { file: other } };
  return { ...about, status: "equal", expired: [] };
}

const nameOf = ({ wave, stream }: ReleaseInput): string => `${wave}/${stream}`;

/** The plan that a release was made by, as its manifest and the ledger tell it. */
function planOf({ inputs }: Manifest, waves: readonly Wave[], previous: ReleaseRecord | undefined): ReleasePlan {
  const planned = ({ wave: id, stream, sequence }: ReleaseInput): PlannedTally => {
    const wave = waves.find((one) => one.wave === id);
    if (wave === undefined) throw new Problem("unknown-wave", { wave: id });
    return { wave, stream, sequence };
  };
  const fresh = inputs.filter((input) => input.fresh).map(planned);
  return {
    fresh,
    context: inputs.filter((input) => !input.fresh).map(planned),
    superseded: fresh.flatMap(({ wave, stream }) => {
      const before = previous?.tallies?.[wave.wave]?.[stream];
      return before ? [{ wave, stream, sequence: before.sequence }] : [];
    }),
    tallies: {},
  };
}

/** Whether every tally is there, and is the one that the manifest names by its keyed digest. */
async function checkInputs(
  stores: Stores,
  inputs: readonly ReleaseInput[],
  { fresh, context, superseded }: ReleasePlan,
): Promise<{ readonly expired: readonly string[]; readonly different?: string }> {
  const expired: string[] = [];
  let different: string | undefined;
  for (const tally of [...fresh, ...context, ...superseded]) {
    const key = tallyKey(tally);
    const object = await stores.private.read(key);
    const secret = await stores.private.read(key.replace(/\.json$/, ".key"));
    const named = inputs.find(
      ({ wave, stream, sequence }) =>
        wave === tally.wave.wave && stream === tally.stream && sequence === tally.sequence,
    );
    if (!object || !secret) expired.push(`${tally.wave.wave}/${tally.stream}`);
    else if (named && createHmac("sha256", secret.bytes).update(object.bytes).digest("hex") !== named.hmac)
      different ??= `tally ${tally.wave.wave}/${tally.stream}/${tally.sequence}`;
  }
  return different === undefined ? { expired } : { expired, different };
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
