import { createHash, createPublicKey, verify } from "node:crypto";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { Problem } from "../problems/problem.ts";
import { keyIdsOf } from "../publishing/signed-file.ts";
import type { Verification } from "../publishing/verify/verification.ts";
import { verifyRelease } from "../publishing/verify/verify-release.ts";
import { reasonOf } from "./files.ts";
import { openRelease } from "./release-source.ts";

export interface VerifyRequest {
  /** Address or folder. */
  readonly where: string;
  readonly recompute: boolean;
  /** Id of the key that must have signed. */
  readonly key?: string | undefined;
  /** A `keys.json` kept elsewhere. */
  readonly keys?: string | undefined;
}

/**
 * Checks a release at an address or in a folder: what `trust verify` and the script `verify.mjs` do.
 * @param folder relative paths start here
 * @throws Problem `release-differs` with every fault, `release-not-found`, `release-unreachable`, `file-unreadable`
 */
export async function verifyFiles(
  { where, recompute, key, keys }: VerifyRequest,
  folder: string,
): Promise<Verification> {
  const source = await openRelease(where, folder);
  const found = await verifyRelease(source, {
    recompute,
    key: key?.toLowerCase(),
    keys: keys === undefined ? undefined : await readKeys(resolve(folder, keys), keys),
    sha256,
    checkSignature: (publicKey, bytes, signature) => {
      try {
        const opened = createPublicKey({ key: Buffer.from(publicKey), format: "der", type: "spki" });
        return opened.asymmetricKeyDetails?.namedCurve === "prime256v1" && verify("sha256", bytes, opened, signature);
      } catch {
        return false;
      }
    },
  });
  if (found.faults.length > 0) throw new Problem("release-differs", { where, ...found });
  return found;
}

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** A faulty one is the user's own file: it says nothing about the release. */
async function readKeys(path: string, name: string): Promise<Uint8Array> {
  const bytes = new Uint8Array(
    await readFile(path).catch((cause: unknown) => {
      throw new Problem("file-unreadable", { file: name, reason: reasonOf(cause) }, { cause });
    }),
  );
  if (keyIdsOf(bytes, sha256) === undefined)
    throw new Problem("file-unreadable", {
      file: name,
      reason: "it is no whole keys.json, so nothing was checked; take it from the publisher again",
    });
  return bytes;
}

/** What was found good, in words. */
export function verifiedText({ release, files, chain, key, rows, removed, manifest }: Verification): string {
  return [
    `${release} is what was released.`,
    `  ${files} files and ${chain} ${chain === 1 ? "manifest" : "manifests"} of its chain agree.`,
    `  Manifest ${manifest}`,
    `  Signed by ${key}`,
    ...(rows === null
      ? []
      : [`  ${rows} rows recomputed: keys, printed rules, changes, distributions and tables agree.`]),
    ...(removed === null ? [] : [`  Files were removed, as its tombstone says: ${removed}`]),
  ].join("\n");
}
