import { createHmac } from "node:crypto";

/** Names what is private, so that nobody without the key can test a guess of it. HMAC of SHA-256, hex. */
export const keyedDigest = (key: Uint8Array, bytes: Uint8Array): string =>
  createHmac("sha256", key).update(bytes).digest("hex");
