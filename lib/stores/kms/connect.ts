import { S3Client } from "../s3/sdk.ts";
import type { Signer } from "../signer.ts";
import { kmsSigner } from "./signer.ts";

/**
 * The key with which releases are signed. Region and credentials are found by the SDK, as for the buckets: its S3 client is
 * asked for them.
 * @param key      ARN or id
 * @param endpoint instead of the region's own
 */
export function connectKms(key: string, endpoint: string | undefined): Signer {
  const { region, credentials } = new S3Client().config;
  return kmsSigner({ key, endpoint, region, credentials: () => credentials(), now: () => Date.now() });
}
