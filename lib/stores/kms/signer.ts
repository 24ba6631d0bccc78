import { createHash } from "node:crypto";
import { Problem } from "../../problems/problem.ts";
import type { Signer } from "../signer.ts";
import { type Credentials, signedHeaders } from "./signed-request.ts";

interface KmsSettings {
  /** ARN or id of an asymmetric key of KMS: ECC_NIST_P256, SIGN_VERIFY. */
  readonly key: string;
  readonly region: () => Promise<string>;
  readonly credentials: () => Promise<Credentials>;
  /** Instead of the region's own. */
  readonly endpoint?: string | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const attempts = 4;
const timeoutMilliseconds = 10_000;

/** Signs by AWS KMS: two operations over signed HTTPS, `GetPublicKey` (once) and `Sign`. Why not its client: docs/decisions. */
export function kmsSigner(settings: KmsSettings): Signer {
  const { key } = settings;
  let known: Promise<Uint8Array> | undefined;
  const readPublicKey = async () => decode((await call(settings, "GetPublicKey", { KeyId: key })).PublicKey);
  const publicKeyOf = () => {
    known ??= readPublicKey().catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
  return {
    async sign(bytes) {
      const publicKey = await publicKeyOf();
      const { Signature } = await call(settings, "Sign", {
        KeyId: key,
        Message: createHash("sha256").update(bytes).digest("base64"),
        MessageType: "DIGEST",
        SigningAlgorithm: "ECDSA_SHA_256",
      });
      const keyId = createHash("sha256").update(publicKey).digest("hex");
      return { keyId, publicKey, signature: decode(Signature) };
    },
  };
}

function decode(text: string | undefined): Uint8Array {
  if (text === undefined) throw new Problem("signing-unavailable", { reason: "KMS sent an answer without a value" });
  return new Uint8Array(Buffer.from(text, "base64"));
}

type Answer = Readonly<Partial<Record<"PublicKey" | "Signature", string>>>;

async function call({ region, credentials, endpoint, now }: KmsSettings, name: string, input: object): Promise<Answer> {
  const where = await region();
  const url = new URL(endpoint ?? `https://kms.${where}.amazonaws.com/`);
  const extra = { "x-amz-target": `TrentService.${name}` };
  const request = { url, extra, body: JSON.stringify(input), service: "kms", region: where };
  for (let attempt = 1; ; attempt++) {
    const answer = await post(request.body, url, signedHeaders(request, await credentials(), now()));
    if (answer.status === 200) return JSON.parse(answer.text) as Answer;
    if (attempt === attempts || !(answer.status >= 500 || /Throttling|LimitExceeded/.test(answer.text)))
      throw new Problem("signing-unavailable", { reason: `KMS refused ${name}: ${answer.text || answer.status}` });
    await new Promise((done) => setTimeout(done, 100 * 2 ** attempt));
  }
}

async function post(
  body: string,
  url: URL,
  headers: Readonly<Record<string, string>>,
): Promise<{ readonly status: number; readonly text: string }> {
  try {
    const signal = AbortSignal.timeout(timeoutMilliseconds);
    const answer = await fetch(url, { method: "POST", headers, body, redirect: "error", signal });
    return { status: answer.status, text: await answer.text() };
  } catch (cause) {
    return { status: 599, text: cause instanceof Error ? cause.message : "" };
  }
}
