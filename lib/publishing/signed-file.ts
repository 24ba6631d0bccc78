import { type ReleaseFile, type Sha256Bytes, textFile } from "./release-file.ts";

/**
 * `manifest.sig.json`: an ECDSA P-256 signature over the SHA-256 of the bytes of the file beside it. It is no part of the release's
 * content, for ECDSA makes another signature each time.
 */
export interface SignatureFile {
  readonly format: 1;
  readonly algorithm: "ECDSA-P256-SHA256";
  /** SHA-256 of the public key's DER, hex. */
  readonly keyId: string;
  /** SubjectPublicKeyInfo in DER, base64. */
  readonly publicKey: string;
  /** DER, base64. */
  readonly signature: string;
}

/** `data/keys.json`: every public key that releases of this installation were ever signed by. Keys are added, never taken away. */
export interface KeysFile {
  readonly format: 1;
  readonly keys: readonly Pick<SignatureFile, "algorithm" | "keyId" | "publicKey">[];
}

export const keysPath = "data/keys.json";
/** Checks a signature. @param publicKey SubjectPublicKeyInfo (DER) @param signature DER */
export type CheckSignature = (publicKey: Uint8Array, bytes: Uint8Array, signature: Uint8Array) => boolean;

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));
const fromBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

/** The file beside a signed one: `manifest.json` → `manifest.sig.json`. */
export function signatureFile(
  path: string,
  { keyId, publicKey, signature }: { keyId: string; publicKey: Uint8Array; signature: Uint8Array },
): ReleaseFile {
  const content: SignatureFile = {
    format: 1,
    algorithm: "ECDSA-P256-SHA256",
    keyId,
    publicKey: base64(publicKey),
    signature: base64(signature),
  };
  return textFile(path.replace(/\.json$/, ".sig.json"), "application/json", json(content));
}

/** The keys with one more, or undefined when it is there. @param text of `keys.json` as it is; empty when there is none */
export function keysWith(
  text: string,
  { keyId, publicKey }: { keyId: string; publicKey: Uint8Array },
): ReleaseFile | undefined {
  const { keys }: KeysFile = text === "" ? { format: 1, keys: [] } : JSON.parse(text);
  if (keys.some((key) => key.keyId === keyId)) return undefined;
  const key = { algorithm: "ECDSA-P256-SHA256", keyId, publicKey: base64(publicKey) } as const;
  return textFile(keysPath, "application/json", json({ format: 1, keys: [...keys, key] } satisfies KeysFile));
}

/** Reads a JSON file of ours strictly: any other bytes for the same value are refused. @returns undefined when it is not ours */
export function readExactly<Value>(bytes: Uint8Array): Value | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    const value = JSON.parse(text) as Value;
    return json(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The key that signed, if the file beside is a good signature of the bytes. @returns undefined when it is not */
export function checkedKey(
  bytes: Uint8Array,
  file: Uint8Array,
  sha256: Sha256Bytes,
  check: CheckSignature,
): string | undefined {
  const found = readExactly<Partial<SignatureFile>>(file);
  if (found?.format !== 1 || found.algorithm !== "ECDSA-P256-SHA256") return undefined;
  const { keyId, publicKey, signature, ...rest } = found;
  if (!isText(keyId) || !isText(publicKey) || !isText(signature) || Object.keys(rest).length !== 2) return undefined;
  const [key, made] = [exactBase64(publicKey), exactBase64(signature)];
  if (key === undefined || made === undefined || sha256(key) !== keyId) return undefined;
  return check(key, bytes, made) ? keyId : undefined;
}

/** The ids of a `keys.json`, or undefined when it is damaged: every id is the hash of its key. */
export function keyIdsOf(bytes: Uint8Array, sha256: Sha256Bytes): readonly string[] | undefined {
  const found = readExactly<Partial<KeysFile>>(bytes);
  if (found?.format !== 1 || !Array.isArray(found.keys) || Object.keys(found).length !== 2) return undefined;
  const keys: KeysFile["keys"] = found.keys;
  const good = keys.every(({ algorithm, keyId, publicKey, ...rest }) => {
    const key = isText(publicKey) ? exactBase64(publicKey) : undefined;
    return (
      key !== undefined && algorithm === "ECDSA-P256-SHA256" && sha256(key) === keyId && Object.keys(rest).length === 0
    );
  });
  return good ? keys.map(({ keyId }) => keyId) : undefined;
}

const isText = (value: unknown): value is string => typeof value === "string";

/** Only as we write it: the last letter of base64 has bits that mean nothing. */
function exactBase64(text: string): Uint8Array | undefined {
  try {
    const bytes = fromBase64(text);
    return base64(bytes) === text ? bytes : undefined;
  } catch {
    return undefined;
  }
}
