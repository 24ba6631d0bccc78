import { Problem } from "../problems/problem.ts";
import type { Later } from "./later.ts";
import type { ObjectStore } from "./object-store.ts";
import type { StoreName, Stores } from "./stores.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The one place that chooses the adapters, from the environment: `TRUST_STORES=embedded` takes the message port of the store
 * thread from `workerData`, otherwise DynamoDB and S3 by the names in `TRUST_ANSWERS_TABLE`, `TRUST_REGISTRY_TABLE`,
 * `TRUST_PUBLIC_BUCKET`, `TRUST_PRIVATE_BUCKET`, and KMS by the key in `TRUST_SIGNING_KEY`. A store without a name refuses every call.
 */
export async function connect(environment: Environment): Promise<Stores> {
  if (environment.TRUST_STORES === "embedded") return embedded();
  const [tables, objects, signing] = await Promise.all([
    cloudTables(environment),
    cloudObjects(environment),
    cloudSigner(environment),
  ]);
  return { ...tables, ...objects, ...signing };
}

/**
 * The same for a function that has no objects: where residents wait, its bundle is spared the S3 client.
 */
export async function connectTables(environment: Environment): Promise<Stores> {
  if (environment.TRUST_STORES === "embedded") return embedded();
  const [publicly, privately, signer] = [refusing("public"), refusing("private"), refusing("signer")];
  return { ...(await cloudTables(environment)), public: publicly, private: privately, signer };
}

/**
 * How a function goes on when its work outlasts the request that asks for it: in Lambda it calls itself. Undefined where a request may
 * last as long as the work does: in the host.
 */
export async function connectLater(environment: Environment): Promise<Later | undefined> {
  const { AWS_LAMBDA_FUNCTION_NAME: name, AWS_REGION: region, AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_LAMBDA } = environment;
  if (!name || !region || environment.TRUST_STORES === "embedded") return undefined;
  const { lambdaLater } = await import("./lambda/later.ts");
  const { AWS_ACCESS_KEY_ID = "", AWS_SECRET_ACCESS_KEY = "", AWS_SESSION_TOKEN } = environment;
  return lambdaLater({
    name,
    region,
    credentials: {
      accessKeyId: AWS_ACCESS_KEY_ID,
      secretAccessKey: AWS_SECRET_ACCESS_KEY,
      sessionToken: AWS_SESSION_TOKEN,
    },
    endpoint: AWS_ENDPOINT_URL_LAMBDA ?? AWS_ENDPOINT_URL,
    now: () => Date.now(),
  });
}

async function embedded(): Promise<Stores> {
  const [{ workerData }, { embeddedStores }] = await Promise.all([
    import("node:worker_threads"),
    import("./embedded.ts"),
  ]);
  return embeddedStores(workerData.stores);
}

async function cloudTables(environment: Environment): Promise<Pick<Stores, "answers" | "registry">> {
  const { connectTables } = await import("./dynamodb/connect.ts");
  const { answers, registry } = connectTables(environment.TRUST_ANSWERS_TABLE, environment.TRUST_REGISTRY_TABLE);
  return { answers: answers ?? refusing("answers"), registry: registry ?? refusing("registry") };
}

async function cloudObjects(environment: Environment): Promise<Pick<Stores, "public" | "private">> {
  const { TRUST_PUBLIC_BUCKET, TRUST_PRIVATE_BUCKET, AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_S3 } = environment;
  if (!TRUST_PUBLIC_BUCKET && !TRUST_PRIVATE_BUCKET)
    return { public: refusing("public"), private: refusing("private") };
  const { connectBuckets } = await import("./s3/connect.ts");
  const open = connectBuckets((AWS_ENDPOINT_URL_S3 ?? AWS_ENDPOINT_URL) !== undefined);
  const bucket = (name: string | undefined, store: "public" | "private"): ObjectStore =>
    name ? open(name) : refusing(store);
  return { public: bucket(TRUST_PUBLIC_BUCKET, "public"), private: bucket(TRUST_PRIVATE_BUCKET, "private") };
}

async function cloudSigner({
  TRUST_SIGNING_KEY,
  AWS_ENDPOINT_URL,
  AWS_ENDPOINT_URL_KMS,
}: Environment): Promise<Pick<Stores, "signer">> {
  if (!TRUST_SIGNING_KEY) return { signer: refusing("signer") };
  const { connectKms } = await import("./kms/connect.ts");
  return { signer: connectKms(TRUST_SIGNING_KEY, AWS_ENDPOINT_URL_KMS ?? AWS_ENDPOINT_URL) };
}

/** A store that a function was not given. */
function refusing<Name extends StoreName>(store: Name): Stores[Name] {
  return new Proxy({} as Stores[Name], {
    get: (_target, action) => () => {
      throw new Problem("not-granted", { store, action: String(action) });
    },
  });
}
