import type { Stores } from "./stores.ts";

/**
 * The one place that chooses the adapters, from the environment: `TRUST_STORES=embedded` takes the message port of the store
 * thread from `workerData`, otherwise DynamoDB and S3 by the names in `TRUST_ANSWERS_TABLE`, `TRUST_REGISTRY_TABLE`,
 * `TRUST_PUBLIC_BUCKET`, `TRUST_PRIVATE_BUCKET`.
 */
export async function connect(environment: Readonly<Record<string, string | undefined>>): Promise<Stores> {
  if (environment.TRUST_STORES === "embedded") {
    const [{ workerData }, { embeddedStores }] = await Promise.all([
      import("node:worker_threads"),
      import("./embedded.ts"),
    ]);
    return embeddedStores(workerData.stores);
  }
  throw new Error("being written");
}
