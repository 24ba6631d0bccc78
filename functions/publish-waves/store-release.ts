import { createHash, createHmac } from "node:crypto";
import { Problem } from "../../lib/problems/problem.ts";
import type { Manifest, ReleaseInput } from "../../lib/publishing/manifest.ts";
import type { PublishedSurvey } from "../../lib/publishing/published-survey.ts";
import { makeRelease, type Release } from "../../lib/publishing/release.ts";
import { releaseFolder } from "../../lib/publishing/release-folders.ts";
import { immutable, never } from "../../lib/stores/object-store.ts";
import { documentKey, type Registry, type ReleaseRecord } from "../../lib/stores/registry.ts";
import type { Wave } from "../../lib/survey/wave.ts";
import project from "../../package.json" with { type: "json" };
import type { Needs } from "../needs.ts";
import { disclosureReport } from "./disclosure-report.ts";
import { type Draft, type StoredTally, tallyKey } from "./draft-release.ts";
import type { ReleasePlan } from "./release-plan.ts";
import type { MadeRelease } from "./show-release.ts";

export const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** The newest release of a survey; its version is what the next one is written against. */
export interface Head {
  readonly record: ReleaseRecord | undefined;
  readonly version: number;
}

export async function readHead(registry: Registry, department: string, survey: string): Promise<Head> {
  const stored = await registry.store.read<ReleaseRecord>(documentKey.releaseHead(department, survey));
  return { record: stored?.value, version: stored?.version ?? 0 };
}

/**
 * Writes a release: its waves are claimed, its files stored (create-only, the manifest last), then the ledger points to it.
 * Killed anywhere and run again it writes the same bytes.
 * @param now seconds since 1970; only the ledger says when, so that no file depends on it
 * @throws Problem `store-conflict` when another run released meanwhile; `wave-cancelled`
 */
export async function storeRelease(
  needs: Needs,
  registry: Registry,
  published: PublishedSurvey,
  plan: ReleasePlan,
  draft: Draft,
  head: Head,
  now: number,
): Promise<{ readonly record: ReleaseRecord; readonly made: MadeRelease }> {
  const inputs = await nameInputs(needs, draft.inputs);
  const release = makeRelease(
    draft.estimates,
    { ...published, receipts: draft.receipts, fullPlaces: draft.fullPlaces },
    {
      previous: head.record ? { release: head.record.release, manifest: head.record.manifest } : null,
      supersedes: plan.superseded.length > 0 ? (head.record?.release ?? null) : null,
      sequence: (head.record?.sequence ?? 0) + 1,
      program: { name: project.name, version: project.version },
      inputs,
    },
    sha256,
  );
  const { manifest } = release;
  await claimWaves(registry, plan, manifest);
  await storeFiles(needs, release, draft);
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

async function storeFiles({ stores }: Needs, { manifest, files }: Release, { estimates }: Draft): Promise<void> {
  const { department, survey, release } = manifest;
  await stores.private.create({
    key: `disclosure/${department}/${survey}/${release}.json`,
    bytes: disclosureReport(estimates, manifest),
    contentType: "application/json",
    cacheControl: never,
  });
  const folder = releaseFolder(department, survey, release);
  for (const { path, bytes, contentType } of files)
    await stores.public.create({ key: folder + path, bytes, contentType, cacheControl: immutable });
}

/** Names each input by an HMAC under a random key that is kept, and expires, beside the tally. */
async function nameInputs(
  { stores, random }: Needs,
  inputs: readonly (StoredTally & { readonly fresh: boolean })[],
): Promise<readonly ReleaseInput[]> {
  const named: ReleaseInput[] = [];
  for (const input of inputs) {
    const key = tallyKey(input).replace(/\.json$/, ".key");
    const known = await stores.private.read(key);
    if (!known) {
      const bytes = new TextEncoder().encode(Buffer.from(random(32)).toString("hex"));
      await stores.private.create({ key, bytes, contentType: "text/plain", cacheControl: never });
    }
    // Read again: another run may have made it first, and only one key counts.
    const secret = known ?? (await stores.private.read(key));
    if (!secret) throw new Error(`the key ${key} was written and cannot be read`);
    const { wave, stream, sequence, fresh, bytes } = input;
    const hmac = createHmac("sha256", secret.bytes).update(bytes).digest("hex");
    named.push({ wave: wave.wave, stream, sequence, fresh, hmac });
  }
  return named;
}
