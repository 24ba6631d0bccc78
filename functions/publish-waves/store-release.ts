import type { DisclosurePolicy } from "../../lib/disclosure/policy.ts";
import type { ProtectedEstimates } from "../../lib/disclosure/protected-estimates.ts";
import { isProblem, Problem } from "../../lib/problems/problem.ts";
import type { Manifest, ReleaseInput } from "../../lib/publishing/manifest.ts";
import type { PublishedSurvey } from "../../lib/publishing/published-survey.ts";
import { makeRelease, type Release } from "../../lib/publishing/release.ts";
import type { ReleaseFile } from "../../lib/publishing/release-file.ts";
import { releaseFolder } from "../../lib/publishing/release-folders.ts";
import { immutable, never } from "../../lib/stores/object-store.ts";
import { documentKey, type Registry, type ReleaseRecord } from "../../lib/stores/registry.ts";
import type { Stores } from "../../lib/stores/stores.ts";
import type { Wave } from "../../lib/survey/wave.ts";
import project from "../../package.json" with { type: "json" };
import type { Needs } from "../needs.ts";
import { disclosureReport } from "./disclosure-report.ts";
import { type Draft, type StoredTally, tallyKey } from "./draft-release.ts";
import { keyedDigest } from "./keyed-digest.ts";
import type { ReleasePlan } from "./release-plan.ts";
import { keepSettings, settingsOf } from "./release-settings.ts";
import { sha256 } from "./sha256.ts";
import { signRelease } from "./sign-release.ts";
import type { ReleaseSettings, SurveyDefinition } from "./survey-definition.ts";
import { unfinishedReleases, withdrawReleases } from "./withdraw-unfinished.ts";

/** The newest release of a survey; its version is what the next one is written against. */
export interface Head {
  readonly record: ReleaseRecord | undefined;
  readonly version: number;
}

/** A release that this run has just stored, and so need not read back. */
export interface MadeRelease {
  readonly manifest: Manifest;
  readonly estimates: ProtectedEstimates;
  readonly files: readonly ReleaseFile[];
}

export async function readHead(registry: Registry, department: string, survey: string): Promise<Head> {
  const stored = await registry.store.read<ReleaseRecord>(documentKey.releaseHead(department, survey));
  return { record: stored?.value, version: stored?.version ?? 0 };
}

/**
 * Writes a release: its waves are claimed, its files stored (create-only, the manifest last), then the newest release, the head, is
 * replaced by it. Killed anywhere and run again it writes the same bytes.
 *
 * Any number of runs may be at this at once, each held up anywhere for any time. A release names the one before it, and the head is
 * replaced only where it is still the one that the run read. So of all releases begun on one head a single one is ever released, and
 * the others never can be, whoever makes them again. Only those are ever withdrawn, and only after the head was replaced:
 * nothing that is or may be released loses a file. The head names those that were begun before it, `overtook`; whoever comes too late
 * for it takes away what it wrote itself.
 * @param now seconds since 1970; only the ledger says when, so that no file depends on it
 * @throws Problem `store-conflict` when another run released meanwhile; `wave-cancelled`; `release-unreadable` when a file is there
 * with other bytes
 */
export async function storeRelease(
  needs: Needs,
  registry: Registry,
  definition: SurveyDefinition,
  published: PublishedSurvey,
  plan: ReleasePlan,
  draft: Draft,
  head: Head,
  now: number,
): Promise<{ readonly record: ReleaseRecord; readonly made: MadeRelease }> {
  const program = { name: project.name, version: project.version };
  const superseded = await nameTallies(needs, draft.superseded);
  const settings = settingsOf(definition, published, draft, superseded, program);
  const kept = await keepSettings(needs.stores, settings, draft);
  const inputs = await nameInputs(needs, draft.inputs, kept.bytes);
  const release = makeRelease(
    draft.estimates,
    { ...published, receipts: draft.receipts, fullPlaces: draft.fullPlaces },
    {
      previous: head.record ? { release: head.record.release, manifest: head.record.manifest } : null,
      supersedes: plan.superseded.length > 0 ? (head.record?.release ?? null) : null,
      sequence: (head.record?.sequence ?? 0) + 1,
      program,
      inputs,
    },
    sha256,
  );
  const { manifest } = release;
  const { department, survey, sequence } = manifest;
  const record: ReleaseRecord = {
    release: manifest.release,
    sequence,
    department,
    survey,
    published: new Date(now * 1000).toISOString(),
    waves: [...new Set(manifest.waves.map(({ wave }) => wave))],
    ...(manifest.supersedes === null ? {} : { supersedes: manifest.supersedes }),
    manifest: release.manifestHash,
    brought: [...new Set(plan.fresh.map(({ wave }) => wave.wave))],
    tallies: plan.tallies,
    settings: kept.key,
  };
  const overtook = (await unfinishedReleases(registry, record)).filter((one) => one !== record.release);
  const stored = overtook.length === 0 ? record : { ...record, overtook };
  try {
    await claimWaves(registry, plan, manifest);
    await storeFiles(needs, release, draft, definition.policy);
    await registry.store.write(documentKey.releaseHead(department, survey), stored, head.version);
  } catch (error) {
    if (isProblem(error, "store-conflict")) await withdrawIfOvertaken(needs, registry, record);
    throw error;
  }
  return { record: stored, made: { manifest, estimates: draft.estimates, files: release.files } };
}

/** Of a release that this run came too late for it takes away what it wrote, as some of it may be written after others did. */
async function withdrawIfOvertaken({ stores }: Needs, registry: Registry, mine: ReleaseRecord): Promise<void> {
  const { record: head } = await readHead(registry, mine.department, mine.survey);
  if (head === undefined || head.sequence < mine.sequence || head.release === mine.release) return;
  // Another run may have made the same, and the next one after it: it is in the ledger then, which is read after the head.
  await withdrawReleases(stores, registry, mine, [mine.release]);
}

/** Does for the newest release what its run was perhaps killed before: ledger, signature, taking away what it overtook. */
export async function finishRelease(stores: Stores, registry: Registry, record: ReleaseRecord): Promise<void> {
  const key = documentKey.release(record.department, record.survey, record.release);
  await registry.update<ReleaseRecord>(key, (there) => there ?? record);
  await withdrawReleases(stores, registry, record, record.overtook ?? []);
  await signRelease(stores, record);
}

/** From here on a wave has a release and cannot be cancelled; one that was cancelled before is not published. */
async function claimWaves(registry: Registry, { fresh }: ReleasePlan, { release }: Manifest): Promise<void> {
  for (const { department, wave } of new Set(fresh.map((tally) => tally.wave))) {
    await registry.update<Wave>(documentKey.wave(department, wave), (current) => {
      if (current === undefined || current.cancelled !== undefined) throw new Problem("wave-cancelled", { wave });
      if (current.releases?.includes(release)) return current;
      return { ...current, releases: [...(current.releases ?? []), release] };
    });
  }
}

async function storeFiles(
  { stores }: Needs,
  { manifest, files }: Release,
  { estimates }: Draft,
  policy: DisclosurePolicy,
): Promise<void> {
  const { department, survey, release } = manifest;
  await stores.private.create({
    key: `disclosure/${department}/${survey}/${release}.json`,
    bytes: disclosureReport(estimates, manifest, policy),
    contentType: "application/json",
    cacheControl: never,
  });
  const folder = releaseFolder(department, survey, release);
  for (const { path, bytes, contentType } of files) {
    const key = folder + path;
    const outcome = await stores.public.create({ key, bytes, contentType, cacheControl: immutable });
    if (outcome === "created") continue;
    // The head is to say that every file is there: this one was written by another run, and may be withdrawn since.
    const there = await stores.public.read(key);
    if (there === undefined) throw new Problem("store-conflict", { key });
    if (Buffer.compare(there.bytes, bytes) !== 0) throw new Problem("release-unreadable", { release, file: path });
  }
}

/** Names each input, and the settings it was read with, by an HMAC under a random key that is kept, and expires, beside the tally. */
async function nameInputs(
  needs: Needs,
  inputs: readonly (StoredTally & { readonly fresh: boolean })[],
  settings: Uint8Array,
): Promise<readonly ReleaseInput[]> {
  const named: ReleaseInput[] = [];
  for (const input of inputs) {
    const secret = await keptKey(needs, input);
    const { wave, stream, sequence, fresh, bytes } = input;
    const hmac = keyedDigest(secret, bytes);
    named.push({ wave: wave.wave, stream, sequence, fresh, hmac, settings: keyedDigest(secret, settings) });
  }
  return named;
}

async function nameTallies(needs: Needs, tallies: readonly StoredTally[]): Promise<ReleaseSettings["superseded"]> {
  const named = [];
  for (const tally of tallies) {
    const { wave, stream, sequence, bytes } = tally;
    named.push({ wave: wave.wave, stream, sequence, hmac: keyedDigest(await keptKey(needs, tally), bytes) });
  }
  return named;
}

/** The key of a tally: made once, whoever comes first. */
async function keptKey({ stores, random }: Needs, tally: StoredTally): Promise<Uint8Array> {
  const key = tallyKey(tally).replace(/\.json$/, ".key");
  const known = await stores.private.read(key);
  if (known) return known.bytes;
  const bytes = new TextEncoder().encode(Buffer.from(random(32)).toString("hex"));
  await stores.private.create({ key, bytes, contentType: "text/plain", cacheControl: never });
  // Read again: another run may have made it first, and only one key counts.
  const secret = await stores.private.read(key);
  if (!secret) throw new Error(`the key ${key} was written and cannot be read`);
  return secret.bytes;
}
