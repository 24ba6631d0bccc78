import { spawnSync } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { DesignEstimates } from "../../lib/estimation/index.ts";
import { median } from "./benchmark.ts";

const runs = 5;
const program = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export interface EstimateRun {
  readonly seconds: number;
  /** MB at most, the start included. */
  readonly peak: number;
  readonly result: DesignEstimates;
}

/** The job alone: from the files to the result, in a process of its own. The middle of five runs, the largest memory. */
export function runEstimate(design: string, responses: string): EstimateRun {
  return middle(() => {
    const out = `${responses}.json`;
    start([program("estimate-job.ts"), design, responses, out], "ignore", "ignore");
    return JSON.parse(readFileSync(out, "utf8"));
  });
}

/**
 * The whole command, from its start to its end: `npm run trust -- estimate DESIGN RESPONSES --json`, without npm. The first start after a
 * change makes the command's bundle, and is not counted.
 */
export function runCommand(design: string, responses: string): EstimateRun {
  start([program("../../bin/start.mjs"), "trust.ts", "--help"], "ignore", "ignore");
  return middle(() => {
    const [out, peak] = [`${responses}.json`, `${responses}.peak`];
    const files = [openSync(out, "w"), openSync(peak, "w")] as const;
    const command = ["--import", program("peak.mjs"), program("../../bin/start.mjs"), "trust.ts", "estimate"];
    const begin = performance.now();
    start([...command, design, responses, "--json"], ...files);
    const seconds = (performance.now() - begin) / 1000;
    for (const file of files) closeSync(file);
    return {
      seconds,
      peak: Number(readFileSync(peak, "utf8")) / 1024,
      result: JSON.parse(readFileSync(out, "utf8")),
    };
  });
}

/** Compiled code is kept from run to run, as `bin/start.mjs` keeps it: R's packages are compiled beforehand too. */
const env = { NODE_COMPILE_CACHE: program("../../node_modules/.cache/node"), ...process.env };

function start(args: readonly string[], out: number | "ignore", peak: number | "ignore"): void {
  const { status, stderr } = spawnSync(process.execPath, args, {
    env,
    stdio: ["ignore", out, "pipe", peak],
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`The estimate failed: ${stderr}`);
}

function middle(run: () => EstimateRun): EstimateRun {
  const all = Array.from({ length: runs }, run);
  const seconds = median(all.map((one) => one.seconds));
  return { seconds, peak: Math.max(...all.map((one) => one.peak)), result: all[0]!.result };
}
