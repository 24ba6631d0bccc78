import { Problem } from "../../lib/problems/problem.ts";
import type { Manifest } from "../../lib/publishing/manifest.ts";
import { releaseFolder } from "../../lib/publishing/release-folders.ts";
import { readTombstone, type Tombstone, tombstoneFile } from "../../lib/publishing/tombstone.ts";
import { immutable } from "../../lib/stores/object-store.ts";
import { documentKey, type Registry, type ReleaseRecord } from "../../lib/stores/registry.ts";
import type { Stores } from "../../lib/stores/stores.ts";
import { sha256 } from "./sha256.ts";
import { signFile } from "./sign-release.ts";
import { readHead } from "./store-release.ts";

/** Longest reason, in characters. */
const longest = 2000;

/** @throws Problem `release-is-newest`, `reason-missing` */
export async function refuseUnlessRemovable(
  registry: Registry,
  record: ReleaseRecord,
  reason: unknown,
): Promise<string> {
  if (typeof reason !== "string" || reason.trim() === "" || reason.length > longest)
    throw new Problem("reason-missing", { most: longest });
  const { department, survey, release } = record;
  const head = await readHead(registry, department, survey);
  if (head.record?.release === release) throw new Problem("release-is-newest", { release });
  return reason.trim();
}

/**
 * Removes the files of a release because law demands it: a signed tombstone first, then the files. Its manifest and the
 * manifest's signature stay, so that the chain holds; the ledger says so, for the list of releases. Done again it finishes what a killed run began, in the first run's words.
 * @throws Problem `release-is-newest`, `reason-missing`, `release-unreadable`
 */
export async function removeRelease(
  stores: Stores,
  registry: Registry,
  record: ReleaseRecord,
  given: unknown,
): Promise<Tombstone> {
  const { department, survey, release } = record;
  const reason = await refuseUnlessRemovable(registry, record, given);
  const folder = releaseFolder(department, survey, release);
  const manifest = await stores.public.read(`${folder}manifest.json`);
  if (!manifest || sha256(manifest.bytes) !== record.manifest)
    throw new Problem("release-unreadable", { release, file: "manifest.json" });
  const { files } = JSON.parse(new TextDecoder().decode(manifest.bytes)) as Manifest;
  const removed = [...files.map(({ path }) => path), "SHA256SUMS"];
  const made = tombstoneFile({ release, manifest: record.manifest, reason, removed });
  const key = folder + made.path;
  await stores.public.create({ ...made, key, cacheControl: immutable });
  const stored = await stores.public.read(key);
  const tombstone = stored && readTombstone(stored.bytes);
  if (!tombstone) throw new Problem("release-unreadable", { release, file: made.path });
  if (!(await stores.public.head(key.replace(/\.json$/, ".sig.json")))) await signFile(stores, key, stored.bytes);
  for (const path of tombstone.removed) await stores.public.remove(folder + path);
  await registry.update<ReleaseRecord>(documentKey.release(department, survey, release), (there = record) =>
    there.removed ? there : { ...there, removed: true },
  );
  return tombstone;
}
