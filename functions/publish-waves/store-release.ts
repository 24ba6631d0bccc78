import type { DisclosurePolicy } from "../../lib/disclosure/policy.ts";
import type { ProtectedEstimates } from "../../lib/disclosure/protected-estimates.ts";
import { Problem } from "../../lib/problems/problem.ts";
import type { Manifest, ReleaseInput } from "../../lib/publishing/manifest.ts";
import type { PublishedSurvey } from "../../lib/publishing/published-survey.ts";
import { makeRelease, type Release } from "../../lib/publishing/release.ts";
import type { ReleaseFile } from "../../lib/publishing/release-file.ts";
import { releaseFolder } from "../../lib/publishing/release-folders.ts";
import { immutable, never } from "../../lib/stores/object-store.ts";
import { documentKey, type Registry, type ReleaseRecord } from "../../lib/stores/registry.ts";
import type { Wave } from "../../lib/survey/wave.ts";
import project from "../../package.json" with { type: "json" };
import type { Needs } from "../needs.ts";
import { disclosureReport } from "./disclosure-report.ts";
import { type Draft, type StoredTally, tallyKey } from "./draft-release.ts";
import { keyedDigest } from "./keyed-digest.ts";
import type { ReleasePlan } from "./release-plan.ts";
import { keepSettings, settingsOf } from "./release-settings.ts";
import { sha256 } from "./sha256.ts";
import type { ReleaseSettings, SurveyDefinition } from "./survey-definition.ts";
import { withdrawUnfinished } from "./withdraw-unfinished.ts";

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
 * Writes a release: what a killed run left of another is withdrawn, its waves are claimed, its files stored (create-only, the manifest last), then the ledger points to it.
 * Killed anywhere and run again it writes the same bytes.
 * @param now seconds since 1970; only the ledger says when, so that no file depends on it
 * @throws Problem `store-conflict` when another run released meanwhile; `wave-cancelled`
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
  await withdrawUnfinished(needs.stores, registry, manifest);
  await claimWaves(registry, plan, manifest);
  await storeFiles(needs, release, draft, definition.policy);
  const record: ReleaseRecord = {
    release: manifest.release,
    sequence: manifest.sequence,
    department: manifest.department,
    survey: manifest.survey,
    published: new Date(now * 1000).toISOString(),
    waves: [...new Set(manifest.waves.map(({ wave }) => wave))],
    ...(manifest.supersedes === null ? {} : { supersedes: manifest.supersedes }),
    manifest: release.manifestHash,
    brought: [...new Set(plan.fresh.map(({ wave }) => wave.wave))],
    tallies: plan.tallies,
    settings: kept.key,
  };
  await registry.store.write(documentKey.releaseHead(record.department, record.survey), record, head.version);
  return { record, made: { manifest, estimates: draft.estimates, files: release.files } };
}

/** Adds the newest release to the ledger where a run was killed before it could. */
export async function recordRelease(registry: Registry, record: ReleaseRecord): Promise<void> {
  const key = documentKey.release(record.department, record.survey, record.release);
  await registry.update<ReleaseRecord>(key, (there) => there ?? record);
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
  for (const { path, bytes, contentType } of files)
    await stores.public.create({ key: folder + path, bytes, contentType, cacheControl: immutable });
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
