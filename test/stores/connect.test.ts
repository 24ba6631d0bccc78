import { fileURLToPath } from "node:url";
import { type MessagePort, Worker } from "node:worker_threads";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { catalogue } from "../../functions/catalogue.ts";
import { type CloudEngines, hasDynamoEngine, startCloudEngines, whyNoDynamoEngine } from "./cloud-engines.ts";
import { type TemporaryStores, temporaryStores } from "./temporary-stores.ts";

const connect = new URL("../../lib/stores/connect.ts", import.meta.url).href;

/** Runs a program in a worker as the host runs a function, with its own environment and port, until it ends by itself. */
function inWorker(program: string, env: NodeJS.ProcessEnv, stores?: MessagePort): Promise<unknown> {
  const source = `
    const { parentPort } = await import("node:worker_threads");
    const { connect, connectTables } = await import(${JSON.stringify(connect)});
    const code = (promise) => promise.then((value) => value ?? "nothing", (error) => error.code);
    parentPort.postMessage(await (async () => { ${program} })());`;
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(source)}`), {
    env,
    workerData: { stores },
    transferList: stores ? [stores] : [],
  });
  return new Promise((resolve, reject) => {
    let said: unknown;
    worker.on("message", (message) => {
      said = message;
    });
    worker.on("exit", () => resolve(said));
    worker.on("error", reject);
  });
}

const useAll = `
  const stores = await connect(process.env);
  const wave = { department: "d", survey: "s", wave: "w" };
  return [
    await code(stores.answers.invitation(wave, "00")),
    await code(stores.registry.write({ kind: "wave-keys", scope: "", id: "x" }, 1, 0)),
    await code((async () => stores.private.head("tallies/x"))()),
    await code((async () => stores.public.head("data/x"))()),
  ];`;

describe("embedded", () => {
  let folder: TemporaryStores;
  beforeAll(async () => {
    folder = await temporaryStores();
  });
  afterAll(() => folder.close());

  test("a worker gets the stores of its port with the grants of its function, and ends by itself", async () => {
    const { grants } = catalogue.find(({ name }) => name === "load-invitations")!;
    const port = folder.thread.open(grants);
    expect(await inWorker(useAll, { TRUST_STORES: "embedded" }, port)).toEqual([
      "not-granted",
      1,
      "not-granted",
      "not-granted",
    ]);
  });
});

describe.skipIf(!hasDynamoEngine)(`cloud${hasDynamoEngine ? "" : ` (${whyNoDynamoEngine})`}`, () => {
  let engines: CloudEngines;
  beforeAll(async () => {
    engines = await startCloudEngines();
  });
  afterAll(() => engines.close());

  test("the environment names tables, buckets and endpoints", async () => {
    expect(await inWorker(useAll, engines.environment)).toEqual(["nothing", 1, "nothing", "nothing"]);
  });

  test("KMS signs where a key is named; without one signing is refused, and nothing else", async () => {
    const program = `
      const { registry, signer } = await connect(process.env);
      const signed = await code(signer.sign(new Uint8Array(1)).then(({ keyId }) => keyId.length));
      return [signed, await code(registry.read({ kind: "k", scope: "", id: "none" }))];`;
    expect(await inWorker(program, engines.environment)).toEqual([64, "nothing"]);
    const { TRUST_SIGNING_KEY: _key, ...environment } = engines.environment;
    const refused = program.replace("signer.sign(", "(async () => signer.sign(").replace(").then", "))().then");
    expect(await inWorker(refused, environment)).toEqual(["not-granted", "nothing"]);
  });

  test("a store without a name refuses every call", async () => {
    const { TRUST_ANSWERS_TABLE: _answers, TRUST_PUBLIC_BUCKET: _public, ...environment } = engines.environment;
    const program = useAll
      .replace("code(stores.answers", "code((async () => stores.answers")
      .replace('"00")', '"00"))()');
    expect(await inWorker(program, environment)).toEqual(["not-granted", "store-conflict", "nothing", "not-granted"]);
  });
});

/** Bytes of a function that does nothing but connect, built as all functions are. */
async function bundled(name: "connect" | "connectTables"): Promise<{ bytes: number; inputs: string[] }> {
  const { metafile, outputFiles } = await build({
    stdin: {
      contents: `import { ${name} } from "./lib/stores/connect.ts"; export const stores = await ${name}(process.env);`,
      resolveDir: fileURLToPath(new URL("../..", import.meta.url)),
    },
    bundle: true,
    minify: true,
    platform: "node",
    target: "node24",
    format: "esm",
    mainFields: ["module", "main"],
    external: ["sso", "ini", "process", "web-identity", "login"].map((way) => `@aws-sdk/credential-provider-${way}`),
    write: false,
    metafile: true,
  });
  const [output] = Object.values(metafile.outputs);
  return { bytes: outputFiles[0]!.contents.length, inputs: Object.keys(output!.inputs) };
}

test("a function without objects bundles no S3 client", async () => {
  const { bytes, inputs } = await bundled("connectTables");
  expect(inputs.filter((path) => path.includes("client-s3"))).toEqual([]);
  expect(inputs.some((path) => path.includes("client-dynamodb"))).toBe(true);
  expect(bytes).toBeLessThan(320_000);
});
