import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleFunctions } from "../../functions/bundle.ts";
import { type Benchmark, type BenchmarkRow, median } from "./benchmark.ts";

const rounds = 11;
const program = fileURLToPath(new URL("../functions/load-handler.mjs", import.meta.url));

/** What takes its answers nowhere; its load is Node's own. */
const bareHandler = "export const handler = async () => ({ statusCode: 201 });\n";
const kinds = [
  { stores: "embedded", environment: { TRUST_STORES: "embedded" }, most: 2 },
  {
    stores: "cloud",
    environment: { AWS_REGION: "us-east-1", TRUST_ANSWERS_TABLE: "answers", TRUST_REGISTRY_TABLE: "registry" },
    most: 4,
  },
] as const;

/** A request that is refused before any store is asked. */
const notJson = {
  rawPath: "/api/v1/responses",
  headers: { "content-type": "text/plain" },
  body: "?",
  requestContext: { timeEpoch: 0, http: { method: "POST", path: "/api/v1/responses" } },
};

/** In a process of its own. @returns the last line it prints */
function load(handler: string, env: NodeJS.ProcessEnv, event?: object): string {
  const args = event ? [program, handler, JSON.stringify(event)] : [program, handler];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { env, encoding: "utf8" });
  if (status !== 0) throw new Error(`${handler} could not be loaded: ${stderr}`);
  return stdout.split("\n").at(-1)!;
}

/**
 * Processor time of a whole process, from its start to its end, that only loads submit-response, beside one that only loads
 * a handler of one line. Turn about, in milliseconds; the ratio is the median of the ratios of the rounds.
 */
async function* loadRows(): AsyncIterable<BenchmarkRow> {
  const folder = mkdtempSync(join(tmpdir(), "trust-bench-"));
  try {
    const bundle = await bundleFunctions(["submit-response"], folder);
    const handler = join(bundle.folder, "submit-response", "handler.mjs");
    const bare = join(folder, "bare.mjs");
    writeFileSync(bare, bareHandler);
    for (const { stores, environment, most } of kinds) {
      const answer = load(handler, environment, notJson);
      if (answer !== "415") throw new Error(`submit-response with ${stores} stores answered ${answer}, expected 415`);
      const times = Array.from({ length: rounds }, () => ({
        bare: Number(load(bare, environment)) / 1000,
        ours: Number(load(handler, environment)) / 1000,
      }));
      const ratio = median(times.map(({ bare, ours }) => ours / bare));
      yield {
        job: `load submit-response, ${stores} stores`,
        ours: `${median(times.map(({ ours }) => ours)).toFixed(0)} ms CPU`,
        peer: `a handler of one line: ${median(times.map(({ bare }) => bare)).toFixed(0)} ms CPU`,
        ratio: `${ratio.toFixed(2)}×`,
        budget: { text: `≤ ${most}×`, isKept: ratio <= most },
        checked: "what is loaded answers",
      };
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const benchmark: Benchmark = {
  name: "load",
  about: `processor time to load the function that takes answers (median of ${rounds})`,
  rows: loadRows,
};
