import { createPublicKey, verify } from "node:crypto";
import type { CheckSignature } from "../../lib/publishing/signed-file.ts";

/** As anybody would check it with Node alone. */
export const checkSignature: CheckSignature = (publicKey, bytes, signature) =>
  verify("sha256", bytes, createPublicKey({ key: Buffer.from(publicKey), format: "der", type: "spki" }), signature);
