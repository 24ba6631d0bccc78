import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../../node_modules/@dynoxide/linux-x64/dynoxide", import.meta.url));
const setpriv = "/usr/bin/setpriv";

/** Whether an engine can run here: dynoxide is made for Linux x64 only, else the environment has to name one. */
export const hasDynamoEngine = existsSync(program) || process.env.AWS_ENDPOINT_URL_DYNAMODB !== undefined;
export const whyNoDynamoEngine = "dynoxide exists for Linux x64 only; name another engine in AWS_ENDPOINT_URL_DYNAMODB";

export interface DynamoEngine {
  readonly url: string;
  close(): Promise<void>;
}

/** A loopback address that nothing else guesses: the engine has no authentication. */
export function someLoopbackAddress(): string {
  const part = () => 1 + Math.floor(Math.random() * 254);
  return process.platform === "linux" ? `127.${part()}.${part()}.${part()}` : "127.0.0.1";
}

/** Starts dynoxide in memory; it ends with this process, however that ends. Made-up data only. */
export async function startDynamoEngine(): Promise<DynamoEngine> {
  const given = process.env.AWS_ENDPOINT_URL_DYNAMODB;
  if (given !== undefined) return { url: given, close: async () => undefined };
  for (let attempt = 1; ; attempt++) {
    const host = someLoopbackAddress();
    const port = await freePort(host);
    const own = [program, "--host", host, "--port", String(port)];
    const [command, ...rest] = existsSync(setpriv) ? [setpriv, "--pdeathsig", "TERM", ...own] : own;
    const child = spawn(command!, rest, { stdio: ["ignore", "ignore", "pipe"] });
    if (await listens(child)) return { url: `http://${host}:${port}`, close: () => end(child) };
    if (attempt === 5) throw new Error("dynoxide does not start");
  }
}

/** Resolves to whether it says that it listens. Its messages are read on, for it dies of a closed pipe. */
function listens(child: ChildProcess): Promise<boolean> {
  return new Promise((resolve) => {
    child.stderr!.setEncoding("utf8").on("data", (text: string) => {
      if (/listening/i.test(text)) resolve(true);
    });
    child.on("exit", () => resolve(false));
    child.on("error", () => resolve(false));
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => {
    child.on("exit", resolve);
  });
  child.kill("SIGTERM");
  await ended;
}

function freePort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, host, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
