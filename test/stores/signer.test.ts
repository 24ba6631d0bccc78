import { createHash, createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { keyFileSigner, signingKeyFile } from "../../lib/stores/files/signing-key.ts";
import { kmsSigner } from "../../lib/stores/kms/signer.ts";
import type { Signature, Signer } from "../../lib/stores/signer.ts";
import { someLoopbackAddress } from "./dynamodb-engine.ts";
import { type KmsEndpoint, startKmsEndpoint } from "./kms-endpoint.ts";
import { accessKeyId, secretAccessKey } from "./s3-endpoint/presigned.ts";
import { temporaryStores } from "./temporary-stores.ts";

const folder = mkdtempSync(join(tmpdir(), "trust-signer-"));
let kms: KmsEndpoint;
beforeAll(async () => {
  kms = await startKmsEndpoint(someLoopbackAddress());
});
afterAll(async () => {
  await kms.close();
  rmSync(folder, { recursive: true });
});

const kmsWith = (change: object = {}) =>
  kmsSigner({
    key: kms.key,
    endpoint: kms.url,
    region: async () => "us-east-1",
    credentials: async () => ({ accessKeyId, secretAccessKey }),
    now: () => Date.now(),
    ...change,
  });
const fileSigner = (name: string) => keyFileSigner(join(folder, name), folder);
const bytes = new TextEncoder().encode("a manifest");
const isGood = ({ publicKey, signature }: Signature, of: Uint8Array) =>
  verify("sha256", of, createPublicKey({ key: Buffer.from(publicKey), format: "der", type: "spki" }), signature);

describe.each<[string, () => Signer]>([
  ["a key file", () => fileSigner("contract.pem")],
  ["KMS", () => kmsWith()],
])("%s", (_, make) => {
  test("signs so that anyone can check it with the public key that comes along", async () => {
    for (let time = 0; time < 20; time++) {
      const signed = await make().sign(bytes);
      expect(isGood(signed, bytes)).toBe(true);
      expect(isGood(signed, bytes.subarray(1))).toBe(false);
      expect(signed.keyId).toBe(createHash("sha256").update(signed.publicKey).digest("hex"));
    }
  });

  test("signs with one key", async () => {
    expect((await make().sign(bytes)).keyId).toBe((await make().sign(bytes.subarray(1))).keyId);
  });
});

describe("a key file", () => {
  test("is made once, however many ask at first, and only its owner may read it", async () => {
    const signed = await Promise.all(Array.from({ length: 8 }, () => fileSigner("many.pem").sign(bytes)));
    expect(new Set(signed.map(({ keyId }) => keyId)).size).toBe(1);
    expect(statSync(join(folder, "many.pem")).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).not.toContain(signingKeyFile);
  });

  test("moved away, the next signature is by a new key; put back, by the old one", async () => {
    const signer = fileSigner("moved.pem");
    const first = await signer.sign(bytes);
    renameSync(join(folder, "moved.pem"), join(folder, "kept.pem"));
    const second = await signer.sign(bytes);
    renameSync(join(folder, "kept.pem"), join(folder, "moved.pem"));
    const third = await signer.sign(bytes);
    expect(second.keyId).not.toBe(first.keyId);
    expect(third.keyId).toBe(first.keyId);
  });

  const other = generateKeyPairSync("ec", { namedCurve: "secp384r1" }).privateKey;
  test.each([
    ["half a key", "-----BEGIN PRIVATE KEY-----\nMII"],
    ["a key of another curve", String(other.export({ type: "pkcs8", format: "pem" }))],
  ])("refuses %s and leaves it alone", async (_, text) => {
    writeFileSync(join(folder, "faulty.pem"), text);
    await expect(fileSigner("faulty.pem").sign(bytes)).rejects.toMatchObject({ code: "signing-key-unusable" });
    expect(readFileSync(join(folder, "faulty.pem"), "utf8")).toBe(text);
  });

  test("lies in the data folder, and only the store thread reads it", async () => {
    const stores = await temporaryStores();
    try {
      const signed = await stores.stores.signer.sign(bytes);
      expect(isGood(signed, bytes)).toBe(true);
      expect(readFileSync(join(stores.data, signingKeyFile), "utf8")).toMatch(/^-----BEGIN PRIVATE KEY-----/);
      const without = stores.as([{ store: "public", may: ["put"] }]);
      await expect(without.signer.sign(bytes)).rejects.toMatchObject({ code: "not-granted" });
    } finally {
      await stores.close();
    }
  });
});

describe("KMS", () => {
  test("is asked for the public key once, and again when a request was refused for a moment", async () => {
    const signer = kmsWith();
    const before = kms.calls.length;
    kms.fail([400, '{"__type":"ThrottlingException"}'], [503, ""]);
    await signer.sign(bytes);
    await signer.sign(bytes);
    expect(kms.calls.slice(before).map((name) => name.replace("TrentService.", ""))).toEqual([
      "GetPublicKey",
      "GetPublicKey",
      "GetPublicKey",
      "Sign",
      "Sign",
    ]);
  });

  test.each([
    ["a faulty secret", { credentials: async () => ({ accessKeyId, secretAccessKey: "other" }) }, /InvalidSignature/],
    ["an unknown key", { key: "nobody" }, /NotFound/],
  ])("%s is refused at once, with what KMS said", async (_, change, said) => {
    const before = kms.calls.length;
    await expect(kmsWith(change).sign(bytes)).rejects.toMatchObject({
      code: "signing-unavailable",
      message: expect.stringMatching(said),
    });
    expect(kms.calls.length).toBe(before + 1);
  });
});
