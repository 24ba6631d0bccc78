import { isProblem, Problem } from "../../lib/problems/problem.ts";
import { releaseFolder } from "../../lib/publishing/release-folders.ts";
import { keysPath, keysWith, signatureFile } from "../../lib/publishing/signed-file.ts";
import { verifyScript } from "../../lib/publishing/verify/verify-script.ts";
import { immutable, pointer } from "../../lib/stores/object-store.ts";
import type { ReleaseRecord } from "../../lib/stores/registry.ts";
import type { Signature } from "../../lib/stores/signer.ts";
import type { Stores } from "../../lib/stores/stores.ts";
import { sha256 } from "./sha256.ts";

/**
 * Signs a release of the ledger, once: whatever signature is there first stays. What is signed is what the ledger names, whoever
 * may have touched the public files since.
 * @throws Problem `release-unreadable`, `signing-key-unusable`, `signing-unavailable`
 */
export async function signRelease(stores: Stores, record: ReleaseRecord): Promise<void> {
  const { department, survey, release } = record;
  const key = `${releaseFolder(department, survey, release)}manifest.json`;
  if (await stores.public.head(key.replace(/\.json$/, ".sig.json"))) return;
  const manifest = await stores.public.read(key);
  if (!manifest || sha256(manifest.bytes) !== record.manifest)
    throw new Problem("release-unreadable", { release, file: "manifest.json" });
  await signFile(stores, key, manifest.bytes);
}

/** Puts a signature beside a public file; its key, and the script that checks it, are published first. */
export async function signFile(stores: Stores, key: string, bytes: Uint8Array): Promise<void> {
  const signature = await stores.signer.sign(bytes);
  await publishKey(stores, signature);
  if (verifyScript !== "") await publishScript(stores, new TextEncoder().encode(verifyScript));
  const file = signatureFile(key, signature);
  await stores.public.create({ ...file, key: file.path, cacheControl: immutable });
}

/** `/data/verify.mjs`, of the program that signed last. */
async function publishScript({ public: objects }: Stores, bytes: Uint8Array): Promise<void> {
  const key = "data/verify.mjs";
  const there = await objects.read(key);
  if (there && Buffer.compare(there.bytes, bytes) === 0) return;
  await objects.put({ key, bytes, contentType: "text/javascript; charset=utf-8", cacheControl: pointer });
}

async function publishKey({ public: objects }: Stores, signature: Signature): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const there = await objects.read(keysPath);
    const keys = keysWith(there ? new TextDecoder().decode(there.bytes) : "", signature);
    if (!keys) return;
    const object = { ...keys, key: keysPath, cacheControl: pointer };
    try {
      if (there) await objects.replace(object, there.etag);
      else if ((await objects.create(object)) === "exists") throw new Problem("store-conflict", { key: keysPath });
      return;
    } catch (error) {
      if (!isProblem(error, "store-conflict") || attempt === 4) throw error;
    }
  }
}
