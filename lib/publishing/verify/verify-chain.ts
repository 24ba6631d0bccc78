import type { Manifest } from "../manifest.ts";
import { checkedKey } from "../signed-file.ts";
import { readManifest } from "./read-manifest.ts";
import type { Fault, ReleaseSource, VerifyOptions } from "./verification.ts";

const parts = (of: readonly { readonly wave: string; readonly stream: string }[]): readonly string[] =>
  of.map(({ wave, stream }) => `${wave} (${stream})`);

/** The folder of another release of the same survey. */
const folderOf = (source: ReleaseSource, release: string): string =>
  source.name === "latest" ? `../releases/${release}/` : `../${release}/`;

/**
 * Walks the manifests back to the first: each is the one that the next names by its hash, signed, and one number lower; nothing
 * that was released is left out later, and what is printed again is said to supersede.
 */
export async function verifyChain(
  source: ReleaseSource,
  newest: Manifest,
  isKnown: (key: string) => boolean,
  { sha256, checkSignature }: VerifyOptions,
): Promise<{ readonly chain: number; readonly faults: readonly Fault[]; readonly warnings: readonly string[] }> {
  const faults: Fault[] = [];
  let manifest = newest;
  let path = "manifest.json";
  const say = (says: string, file = path) => faults.push({ file, says });
  for (let chain = 1; ; chain++) {
    const { previous, sequence } = manifest;
    if ((previous === null) !== (sequence === 1))
      say(`it is number ${sequence} of its survey and names ${previous === null ? "no" : "a"} release before it`);
    if (previous === null || faults.length > 0) {
      if (previous === null && manifest.supersedes !== null) say("the first release supersedes another");
      return { chain, faults, warnings: [] };
    }
    const folder = folderOf(source, previous.release);
    const bytes = await source.read(`${folder}manifest.json`);
    if (bytes === undefined) {
      const missing = `${previous.release}, the release before ${manifest.release}, is not there`;
      if (source.whole) say(missing);
      const warnings = source.whole ? [] : [`The chain was not followed to its beginning: ${missing}.`];
      return { chain, faults, warnings };
    }
    const before = readManifest(bytes, sha256);
    if (sha256(bytes) !== previous.manifest || before === undefined) {
      say(`it is not the manifest that ${manifest.release} followed`, `${folder}manifest.json`);
      return { chain, faults, warnings: [] };
    }
    const signature = await source.read(`${folder}manifest.sig.json`);
    const key = signature && checkedKey(bytes, signature, sha256, checkSignature);
    if (key === undefined)
      say("the manifest is not signed, or the signature is not good", `${folder}manifest.sig.json`);
    else if (!isKnown(key)) say(`it is signed by ${key}, which keys.json does not list`, `${folder}manifest.sig.json`);
    for (const says of breaks(before, manifest)) say(says);
    manifest = before;
    path = `${folder}manifest.json`;
  }
}

/** What does not fit between a release and the next one. */
function breaks(before: Manifest, after: Manifest): readonly string[] {
  const found: string[] = [];
  const name = before.release;
  if (before.release !== after.previous?.release) found.push(`the release before it is named ${name}`);
  if (after.sequence !== before.sequence + 1) found.push(`number ${after.sequence} follows number ${before.sequence}`);
  if (after.department !== before.department || after.survey !== before.survey)
    found.push(`it follows ${name}, a release of another survey`);
  const printed = new Set(parts(before.waves));
  const now = new Set(parts(after.waves));
  const left = [...printed].filter((part) => !now.has(part));
  if (left.length > 0) found.push(`it leaves out ${left.join(", ")} of ${name}`);
  const fresh = parts(after.inputs.filter((input) => input.fresh));
  const again = fresh.filter((part) => printed.has(part));
  if (after.supersedes !== (again.length > 0 ? name : null))
    found.push(
      again.length > 0
        ? `it prints ${again.join(", ")} again and does not say that it supersedes ${name}`
        : `it says that it supersedes ${after.supersedes}, and prints nothing of it again`,
    );
  const silent = [...now].filter((part) => !printed.has(part) && !fresh.includes(part));
  if (silent.length > 0) found.push(`it adds ${silent.join(", ")} without naming a tally of it`);
  return found;
}
