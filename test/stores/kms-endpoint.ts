import { createECDH, createHash, createHmac, generateKeyPairSync, type KeyObject } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { SignatureV4 } from "@smithy/signature-v4";
import { accessKeyId, secretAccessKey } from "./s3-endpoint/presigned.ts";

/** A small KMS for tests with one signing key. It accepts what the SDK's own signer signs in the same way, and nothing else. */
export interface KmsEndpoint {
  readonly url: string;
  /** Id of its key. */
  readonly key: string;
  /** Of the operations that were asked for, in their order. */
  readonly calls: readonly string[];
  /** The next answers: a status and a body each. */
  fail(...answers: readonly (readonly [status: number, body: string])[]): void;
  close(): Promise<void>;
}

export async function startKmsEndpoint(address: string): Promise<KmsEndpoint> {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const key = "11111111-2222-4333-8444-555555555555";
  const calls: string[] = [];
  const failures: (readonly [number, string])[] = [];
  const answer = async (request: IncomingMessage): Promise<readonly [number, string]> => {
    const body = Buffer.concat(await request.toArray()).toString();
    const name = String(request.headers["x-amz-target"]);
    calls.push(name);
    if ((await authorizationOf(request, body, "kms", "x-amz-target")) !== request.headers.authorization)
      return [400, '{"__type":"InvalidSignatureException"}'];
    const failure = failures.shift();
    if (failure) return failure;
    const { KeyId, Message, MessageType, SigningAlgorithm } = JSON.parse(body);
    if (KeyId !== key) return [400, '{"__type":"NotFoundException"}'];
    if (name === "TrentService.GetPublicKey")
      return [200, JSON.stringify({ PublicKey: publicKey.export({ type: "spki", format: "der" }).toString("base64") })];
    const digest = Buffer.from(Message ?? "", "base64");
    if (MessageType !== "DIGEST" || SigningAlgorithm !== "ECDSA_SHA_256" || digest.length !== 32)
      return [400, '{"__type":"ValidationException"}'];
    return [200, JSON.stringify({ Signature: signDigest(digest, privateKey).toString("base64") })];
  };
  const server = createServer((request, response) => {
    void answer(request).then(([status, body]) => response.writeHead(status).end(body));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, address, resolve);
  });
  return {
    url: `http://${address}:${(server.address() as AddressInfo).port}/`,
    key,
    calls,
    fail: (...answers) => failures.push(...answers),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The `Authorization` that the SDK's signer gives the same request at the same time. */
export async function authorizationOf(
  { headers, url }: IncomingMessage,
  body: string,
  service: string,
  ownHeader: string,
): Promise<string | undefined> {
  const signer = new SignatureV4({
    credentials: { accessKeyId, secretAccessKey },
    region: "us-east-1",
    service,
    sha256: Sha256,
    applyChecksum: false,
  });
  const time = String(headers["x-amz-date"]).replace(/^(....)(..)(..T..)(..)(..Z)$/, "$1-$2-$3:$4:$5");
  const names = ["content-type", "host", ownHeader];
  const request = {
    method: "POST",
    protocol: "http:",
    hostname: String(headers.host),
    path: url!,
    query: {},
    headers: Object.fromEntries(names.map((name) => [name, String(headers[name])])),
    body,
  };
  const signed = await signer.sign(request, { signingDate: new Date(time) });
  return signed.headers.authorization;
}

class Sha256 {
  #hash: ReturnType<typeof createHash> | ReturnType<typeof createHmac>;
  constructor(key?: string | Uint8Array | ArrayBuffer | ArrayBufferView) {
    this.#hash = key === undefined ? createHash("sha256") : createHmac("sha256", key as Uint8Array);
  }
  update(part: string | Uint8Array | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(part as Uint8Array);
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(new Uint8Array(this.#hash.digest()));
  }
  reset(): void {
    this.#hash = createHash("sha256");
  }
}

const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const toNumber = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString("hex")}`);

/** ECDSA of a digest, which `node:crypto` signs no digests with: SEC 1, 4.1.3. */
function signDigest(digest: Uint8Array, key: KeyObject): Buffer {
  const secret = toNumber(Buffer.from(key.export({ format: "jwk" }).d!, "base64url"));
  const once = createECDH("prime256v1");
  const point = once.generateKeys();
  const k = toNumber(once.getPrivateKey());
  const r = toNumber(point.subarray(1, 33)) % order;
  const s = (power(k, order - 2n) * (toNumber(digest) + r * secret)) % order;
  const parts = [r, s].map((number) => {
    const hex = number.toString(16);
    const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, "hex");
    const value = bytes[0]! > 127 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes;
    return Buffer.concat([Buffer.from([2, value.length]), value]);
  });
  const both = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([0x30, both.length]), both]);
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let [square, left] = [base % order, exponent]; left > 0n; left >>= 1n, square = (square * square) % order)
    if (left & 1n) result = (result * square) % order;
  return result;
}
