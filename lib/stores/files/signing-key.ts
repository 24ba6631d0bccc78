import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Problem } from "../../problems/problem.ts";
import type { Signer } from "../signer.ts";
import { syncFile, syncFolder } from "./sync.ts";

/** The file in the data folder that holds the key with which releases are signed. */
export const signingKeyFile = "signing-key.pem";

/**
 * Signs with the private key in a file (PKCS #8, PEM), readable by its owner only, made at the first signature. The file is read
 * each time: moved away, the next signature is by a new key.
 * @param file      its path
 * @param temporary a folder on the same disk
 */
export function keyFileSigner(file: string, temporary: string): Signer {
  return {
    async sign(bytes) {
      const key = readKey(file) ?? makeKey(file, temporary);
      const publicKey = new Uint8Array(createPublicKey(key).export({ type: "spki", format: "der" }));
      const keyId = createHash("sha256").update(publicKey).digest("hex");
      return { keyId, publicKey, signature: new Uint8Array(sign("sha256", bytes, key)) };
    },
  };
}

function readKey(file: string): KeyObject | undefined {
  try {
    const key = createPrivateKey(readFileSync(file));
    if (key.asymmetricKeyDetails?.namedCurve === "prime256v1") return key;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new Problem("signing-key-unusable", { file }, { cause: error });
  }
  throw new Problem("signing-key-unusable", { file });
}

/** Written aside, synced, and named only where there is none: whoever was first has made the key. */
function makeKey(file: string, temporary: string): KeyObject {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const aside = join(temporary, signingKeyFile);
  try {
    writeFileSync(aside, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
    syncFile(aside);
    linkSync(aside, file);
    syncFolder(dirname(file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(aside, { force: true });
  }
  return readKey(file) ?? privateKey;
}
