import { createHash } from "node:crypto";
import { publishWaves } from "../../functions/publish-waves/publish-waves.ts";
import type { ReleaseSource } from "../../lib/publishing/verify/verification.ts";
import type { Signer } from "../../lib/stores/signer.ts";
import type { Stores } from "../../lib/stores/stores.ts";
import { emptyState, type MemoryState, memoryStores } from "../functions/memory-stores.ts";
import { people, quarter, settle, tally } from "../functions/small-town.ts";

export const random = (bytes: number): Uint8Array => new Uint8Array(bytes).fill(7);
export const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** Files of the public bucket by key. */
export type PublicFiles = Map<string, Uint8Array>;
export interface ReleasedTown {
  readonly state: MemoryState;
  readonly stores: Stores;
  /** Oldest first. */
  readonly releases: readonly string[];
  files(): PublicFiles;
}

export const series = "data/riverton/trust/";

/** A survey with three releases: a wave, a second one with both streams, and the second again after late answers. @param signerOf by how many releases there are */
export async function releasedTown(signerOf?: (release: number) => Signer): Promise<ReleasedTown> {
  const state = emptyState();
  const stores = memoryStores(state);
  const releases: string[] = [];
  const publish = async (day: number) => {
    const time = new Date(Date.UTC(2026, 6, day)).toISOString();
    const signer = signerOf?.(releases.length) ?? stores.signer;
    await publishWaves({ stores: { ...stores, signer }, random, log: () => {} })({
      source: "mutual-trust.schedule",
      time,
    });
    const manifest = state.public.get(`${series}latest/manifest.json`)!;
    releases.push(JSON.parse(Buffer.from(manifest.bytes).toString()).release);
  };
  await settle(stores);
  await tally(stores, quarter(1), people(1, 420, "invited"));
  await publish(1);
  await tally(stores, quarter(2), [...people(2, 300, "invited"), ...people(3, 120, "open")]);
  await publish(2);
  await tally(stores, quarter(2), [...people(2, 360, "invited"), ...people(3, 120, "open")]);
  await publish(3);
  return {
    state,
    stores,
    releases,
    files: () => new Map([...state.public].map(([key, { bytes }]) => [key, bytes])),
  };
}

/** A release's folder as `trust verify` would see it. @param folder key of it, with its slash */
export function sourceOf(files: PublicFiles, folder: string, { whole = true } = {}): ReleaseSource {
  const base = new URL(`http://example/${folder}`);
  return {
    name: folder.split("/").at(-2)!,
    whole,
    read: async (path) => files.get(new URL(path, base).pathname.slice(1)),
    list: async () =>
      whole
        ? undefined
        : [...files.keys()].filter((key) => key.startsWith(folder)).map((key) => key.slice(folder.length)),
  };
}
