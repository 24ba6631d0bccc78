import { type Manifest, releaseIdOf } from "../manifest.ts";
import type { Sha256Bytes } from "../release-file.ts";
import { readExactly } from "../signed-file.ts";

const order = [
  "release",
  "format",
  "department",
  "survey",
  "demo",
  "sequence",
  "previous",
  "supersedes",
  "program",
  "licence",
  "waves",
  "inputs",
  "files",
];

/** A manifest whose bytes are exactly those that its content makes, named by that content. @returns undefined for any other */
export function readManifest(bytes: Uint8Array, sha256: Sha256Bytes): Manifest | undefined {
  const manifest = readExactly<Manifest>(bytes);
  if (manifest === undefined || manifest === null || typeof manifest !== "object") return undefined;
  if (Object.keys(manifest).join() !== order.join() || manifest.format !== 1) return undefined;
  const lists = [manifest.waves, manifest.inputs, manifest.files].every(Array.isArray);
  if (!lists || manifest.files.some(({ path }) => !isPlainPath(path))) return undefined;
  return releaseIdOf(manifest, sha256) === manifest.release ? manifest : undefined;
}

/** No path of a manifest leads out of its folder. */
const isPlainPath = (path: unknown): boolean =>
  typeof path === "string" && path.split("/").every((part) => /^[\w.-]+$/.test(part) && !/^\.+$/.test(part));
