import { type ReleaseFile, textFile } from "./release-file.ts";
import { readExactly } from "./signed-file.ts";

/**
 * `tombstone.json`: what stays, signed, in the place of files that law demanded to remove. The manifest stays too, so that the
 * chain holds and everybody can see what was there.
 */
export interface Tombstone {
  readonly format: 1;
  readonly release: string;
  /** SHA-256 of the release's manifest. */
  readonly manifest: string;
  /** In the words of whoever removed them: which law or ruling. */
  readonly reason: string;
  /** Files of the release that are gone. */
  readonly removed: readonly string[];
}

export function tombstoneFile({ release, manifest, reason, removed }: Omit<Tombstone, "format">): ReleaseFile {
  const content: Tombstone = { format: 1, release, manifest, reason, removed };
  return textFile("tombstone.json", "application/json", `${JSON.stringify(content, null, 2)}\n`);
}

/** @returns undefined when it is none of ours */
export function readTombstone(bytes: Uint8Array): Tombstone | undefined {
  const found = readExactly<Partial<Tombstone> | null>(bytes);
  if (found?.format !== 1 || Object.keys(found).join() !== "format,release,manifest,reason,removed") return undefined;
  return Array.isArray(found.removed) ? (found as Tombstone) : undefined;
}
