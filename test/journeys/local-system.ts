import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { request } from "node:http";
import { fileURLToPath } from "node:url";
import { socketPathOf } from "../../lib/local/socket-path.ts";

const start = fileURLToPath(new URL("../../bin/start.mjs", import.meta.url));

export interface LocalSystem {
  readonly child: ChildProcess;
  readonly url: string;
  /** Everything it has printed so far. */
  readonly output: () => string;
  /** Over its socket: all scopes. */
  readonly operate: <Value>(method: string, path: string, body?: unknown) => Promise<{ status: number; body: Value }>;
  readonly stop: (signal: NodeJS.Signals) => Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/** Starts what `npm start` starts, as a process of its own, and waits until it says that it runs. */
export async function startSystem(
  data: string,
  environment: NodeJS.ProcessEnv = {},
  node: string = process.execPath,
): Promise<LocalSystem> {
  const child = spawn(node, [start, "local.ts", "--no-demo"], {
    env: { ...process.env, TRUST_DATA: data, PORT: "0", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  // Not "exit": what it said last may come after that.
  const ended = once(child, "close") as Promise<[number | null, NodeJS.Signals | null]>;
  let gone = false;
  void ended.then(() => {
    gone = true;
  });
  while (!/Home +(http\S+)\//.test(output)) {
    if (gone) throw new Error(`The system ended before it ran:\n${output}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return {
    child,
    url: /Home +(http\S+)\//.exec(output)![1]!,
    output: () => output,
    operate: (method, path, body) => overSocket(socketPathOf(data), method, path, body),
    async stop(name) {
      child.kill(name);
      const [code, signal] = await ended;
      return { code, signal };
    },
  };
}

function overSocket<Value>(socketPath: string, method: string, path: string, body: unknown) {
  return new Promise<{ status: number; body: Value }>((resolve, reject) => {
    const sent = request({ socketPath, method, path, headers: { "content-type": "application/json" } }, (answer) => {
      let text = "";
      answer.on("data", (chunk: Buffer) => {
        text += chunk.toString();
      });
      answer.on("end", () => resolve({ status: answer.statusCode!, body: (text && JSON.parse(text)) as Value }));
    });
    sent.on("error", reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** Processes whose parent, or whose parent's parent, is this one; only where /proc tells. */
export function descendantsOf(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    try {
      parents.set(Number(name), Number(readFileSync(`/proc/${name}/stat`, "utf8").split(") ")[1]!.split(" ")[1]));
    } catch {
      // It ended while we looked.
    }
  }
  const children = (of: number): number[] => [...parents].filter(([, parent]) => parent === of).map(([child]) => child);
  return children(pid).flatMap((child) => [child, ...children(child)]);
}
