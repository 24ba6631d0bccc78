import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startSystem } from "../journeys/local-system.ts";
import { openSurvey } from "../journeys/open-survey.ts";
import { storedSubmissions } from "../journeys/stored-submissions.ts";
import type { Benchmark, BenchmarkRow } from "./benchmark.ts";
import type { Load, Measured } from "./load-client.ts";

export interface SubmissionRow {
  readonly connections: number;
  readonly host: Measured;
  readonly bare: Measured;
}

const program = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

async function load(port: number, path: string, connections: number, seconds: number, body: string): Promise<Measured> {
  const told: Load = { port, path, connections, seconds, body };
  const client = spawn(process.execPath, [program("./load-client.ts"), JSON.stringify(told)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let printed = "";
  client.stdout.on("data", (chunk: Buffer) => {
    printed += chunk.toString();
  });
  await once(client, "close");
  return JSON.parse(printed) as Measured;
}

/**
 * Durable submissions per second through the whole local system (routes, function, checks, stores) and through a bare
 * `node:http` server with the same group commit, turn about on the same machine, the client in a process of its own.
 * @param seconds of each measurement, after a second of warming up
 * @throws Error when the system, killed after the last one, does not hold every answer that it acknowledged
 */
export async function benchSubmissions(seconds = 5, counts: readonly number[] = [1, 16, 64]): Promise<SubmissionRow[]> {
  const folder = mkdtempSync(join(tmpdir(), "trust-bench-"));
  const system = await startSystem(join(folder, "data"));
  const bare = spawn(process.execPath, [program("./bare-server.ts"), folder], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const body = JSON.stringify((await openSurvey(system.operate))(0, "SUBMISSION"));
    const [printed] = (await once(bare.stdout, "data")) as [Buffer];
    const barePort = Number(printed.toString());
    const hostPort = Number(new URL(system.url).port);
    const rows: SubmissionRow[] = [];
    for (const connections of counts) {
      rows.push({
        connections,
        bare: await load(barePort, "/", connections, seconds, body),
        host: await load(hostPort, "/api/v1/responses", connections, seconds, body),
      });
    }
    await system.stop("SIGKILL");
    const stored = new Set(await storedSubmissions(join(folder, "data"))).size;
    const acknowledged = rows.reduce((sum, { host }) => sum + host.acknowledgedInAll, 0);
    if (stored < acknowledged) throw new Error(`${acknowledged} submissions were acknowledged, ${stored} are stored.`);
    return rows;
  } finally {
    bare.kill();
    await system.stop("SIGTERM");
    rmSync(folder, { recursive: true });
  }
}

const figures = ({ perSecond, p50, p99 }: Measured): string =>
  `${Math.round(perSecond)} /s, p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`;

async function* submissionRows(): AsyncIterable<BenchmarkRow> {
  for (const { connections, host, bare } of await benchSubmissions()) {
    if (host.refused + bare.refused > 0) throw new Error(`${host.refused} submissions were refused by the host.`);
    const row: BenchmarkRow = {
      job: `durable submissions, ${connections} ${connections === 1 ? "connection" : "connections"}`,
      ours: figures(host),
      peer: `bare node:http and SQLite: ${figures(bare)}`,
      ratio: `${(host.perSecond / bare.perSecond).toFixed(2)}×`,
      checked: "all acknowledged ones are there after a kill",
    };
    const isKept = host.perSecond >= 3_000 && host.p99 <= 50;
    yield connections === 64 ? { ...row, budget: { text: "≥ 3000 /s, p99 ≤ 50 ms", isKept } } : row;
  }
}

export const benchmark: Benchmark = {
  name: "submissions",
  about: "durable submissions through the whole local system, beside the least that could take them",
  rows: submissionRows,
};
