import type { Manifest } from "../manifest.ts";
import { checkedKey, keyIdsOf } from "../signed-file.ts";
import { readTombstone } from "../tombstone.ts";
import { readManifest } from "./read-manifest.ts";
import { recompute } from "./recompute.ts";
import type { Fault, ReleaseSource, Verification, VerifyOptions } from "./verification.ts";
import { verifyChain } from "./verify-chain.ts";

const companions = ["manifest.json", "manifest.sig.json", "SHA256SUMS", "tombstone.json", "tombstone.sig.json"];

/**
 * Whether a release is what was released: its manifest is signed by a published key and follows from the ones before, every file
 * is the one that the manifest names, and there is no other. What could not be checked is in `warnings`.
 */
export async function verifyRelease(source: ReleaseSource, options: VerifyOptions): Promise<Verification> {
  const { sha256 } = options;
  const faults: Fault[] = [];
  const warnings: string[] = [];
  const bytes = await source.read("manifest.json");
  const manifest = bytes && readManifest(bytes, sha256);
  if (bytes === undefined || manifest === undefined) {
    const says =
      bytes === undefined
        ? "there is none, so this is no release"
        : "it is damaged: its bytes are not those of a manifest, or it is not the release that it names";
    return { ...nothing, faults: [{ file: "manifest.json", says }] };
  }
  if (source.name !== "latest" && /-[0-9a-f]{12}$/.test(source.name) && source.name !== manifest.release)
    faults.push({ file: "manifest.json", says: `it is of ${manifest.release}, and lies in the folder ${source.name}` });

  const keys = await readKeys(source, options, faults);
  if (keys === undefined && options.key === undefined)
    warnings.push("There is no keys.json at hand, and no key was named: compare the key's id with the published one.");
  const isKnown = (key: string) => keys === undefined || keys.includes(key);
  const key = await signer(source, "manifest", bytes, options, faults);
  if (key !== undefined) {
    const file = "manifest.sig.json";
    if (options.key !== undefined && options.key !== key)
      faults.push({ file, says: `it is signed by ${key}, not by ${options.key}` });
    if (!isKnown(key)) faults.push({ file, says: `it is signed by ${key}, which keys.json does not list` });
  }

  const tombstone = await findTombstone(source, manifest, sha256(bytes), isKnown, options, faults);
  const removed = new Set(tombstone?.removed);
  const files = await checkFiles(source, manifest, removed, options, faults);
  await checkSums(source, manifest, sha256(bytes), removed.has("SHA256SUMS"), faults);
  const listed = new Set([...manifest.files.map(({ path }) => path), ...companions]);
  for (const file of (await source.list()) ?? [])
    if (!listed.has(file)) faults.push({ file, says: "the manifest does not list it" });

  const chain = await verifyChain(source, manifest, isKnown, options);
  faults.push(...chain.faults);
  warnings.push(...chain.warnings);
  let rows: number | null = null;
  if (options.recompute && faults.length === 0) {
    if (removed.size > 0) warnings.push("Files were removed, so nothing was recomputed.");
    else rows = await recompute(source, manifest, faults);
  }
  return {
    release: manifest.release,
    department: manifest.department,
    survey: manifest.survey,
    sequence: manifest.sequence,
    manifest: sha256(bytes),
    key: key ?? null,
    files,
    chain: chain.chain,
    rows,
    removed: tombstone?.reason ?? null,
    faults,
    warnings,
  };
}

const nothing = {
  release: null,
  department: null,
  survey: null,
  sequence: null,
  manifest: null,
  key: null,
  files: 0,
  chain: 0,
  rows: null,
  removed: null,
  warnings: [],
} as const;

async function readKeys(
  source: ReleaseSource,
  { keys: given, sha256 }: VerifyOptions,
  faults: Fault[],
): Promise<readonly string[] | undefined> {
  const file = source.name === "latest" ? "../../../keys.json" : "../../../../keys.json";
  const bytes = given ?? (await source.read(file));
  if (bytes === undefined) {
    if (source.whole) faults.push({ file, says: "there is none, so nobody says whose signatures count" });
    return undefined;
  }
  const keys = keyIdsOf(bytes, sha256);
  if (keys === undefined) faults.push({ file, says: "it is damaged, or a key in it is not the one of its id" });
  return keys ?? [];
}

async function signer(
  source: ReleaseSource,
  name: "manifest" | "tombstone",
  bytes: Uint8Array,
  { sha256, checkSignature }: VerifyOptions,
  faults: Fault[],
): Promise<string | undefined> {
  const file = `${name}.sig.json`;
  const signature = await source.read(file);
  const key = signature && checkedKey(bytes, signature, sha256, checkSignature);
  if (signature === undefined) faults.push({ file, says: `there is none, so ${name}.json is not signed` });
  else if (key === undefined) faults.push({ file, says: `it is no good signature of ${name}.json` });
  return key;
}

async function findTombstone(
  source: ReleaseSource,
  { release }: Manifest,
  manifest: string,
  isKnown: (key: string) => boolean,
  options: VerifyOptions,
  faults: Fault[],
) {
  const file = "tombstone.json";
  const bytes = await source.read(file);
  if (bytes === undefined) return undefined;
  const tombstone = readTombstone(bytes);
  const key = await signer(source, "tombstone", bytes, options, faults);
  if (tombstone?.release !== release || tombstone.manifest !== manifest) {
    faults.push({ file, says: "it is damaged, or of another release" });
    return undefined;
  }
  if (key === undefined) return undefined;
  if (!isKnown(key)) faults.push({ file, says: `it is signed by ${key}, which keys.json does not list` });
  return tombstone;
}

async function checkFiles(
  source: ReleaseSource,
  { files }: Manifest,
  removed: ReadonlySet<string>,
  { sha256 }: VerifyOptions,
  faults: Fault[],
): Promise<number> {
  let compared = 0;
  for (const { path, bytes: length, sha256: hash } of files) {
    const bytes = await source.read(path);
    if (bytes === undefined) {
      if (!removed.has(path)) faults.push({ file: path, says: "it is missing" });
      continue;
    }
    compared++;
    if (bytes.length !== length) faults.push({ file: path, says: `it has ${bytes.length} bytes instead of ${length}` });
    else if (sha256(bytes) !== hash) faults.push({ file: path, says: "its bytes are not those that were released" });
  }
  return compared;
}

/** `SHA256SUMS` follows from the manifest, to the letter. */
async function checkSums(
  source: ReleaseSource,
  { files }: Manifest,
  manifest: string,
  mayMiss: boolean,
  faults: Fault[],
): Promise<void> {
  const file = "SHA256SUMS";
  const bytes = await source.read(file);
  const all = [...files, { path: "manifest.json", sha256: manifest }];
  const expected = new TextEncoder().encode(all.map(({ path, sha256 }) => `${sha256}  ${path}\n`).join(""));
  if (bytes === undefined) {
    if (!mayMiss) faults.push({ file, says: "it is missing" });
  } else if (bytes.length !== expected.length || bytes.some((byte, at) => byte !== expected[at]))
    faults.push({ file, says: "its lines are not those of the manifest" });
}
