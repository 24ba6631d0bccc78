import type { ObjectStore } from "../object-store.ts";
import { s3Objects } from "./objects.ts";
import { S3Client } from "./sdk.ts";

/**
 * The buckets. Endpoint, region and credentials come from the SDK's own variables.
 * @param forcePathStyle for an endpoint that has no host name per bucket
 */
export function connectBuckets(forcePathStyle: boolean): (bucket: string) => ObjectStore {
  const client = new S3Client({
    maxAttempts: 4,
    forcePathStyle,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 30_000, throwOnRequestTimeout: true },
  });
  return (bucket) => s3Objects(client, bucket);
}
