import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startSystem } from "../journeys/local-system.ts";
import { openSurvey } from "../journeys/open-survey.ts";
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
    return rows;
  } finally {
    bare.kill();
    await system.stop("SIGTERM");
    rmSync(folder, { recursive: true });
  }
}

/** One line per number of connections. */
export function submissionTable(rows: readonly SubmissionRow[]): string {
  const cell = (value: string | number): string => String(value).padStart(11);
  const head = ["connections", "host /s", "p50 ms", "p99 ms", "bare /s", "p99 ms", "host/bare", "refused"]
    .map(cell)
    .join("");
  const lines = rows.map(({ connections, host, bare }) =>
    [
      connections,
      Math.round(host.perSecond),
      host.p50.toFixed(1),
      host.p99.toFixed(1),
      Math.round(bare.perSecond),
      bare.p99.toFixed(1),
      (host.perSecond / bare.perSecond).toFixed(2),
      host.refused + bare.refused,
    ]
      .map(cell)
      .join(""),
  );
  return [head, ...lines].join("\n");
}

if (import.meta.main) process.stdout.write(`${submissionTable(await benchSubmissions())}\n`);
