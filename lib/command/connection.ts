import { cp, mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { request as httpRequest } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Problem } from "../problems/problem.ts";
import { refusalOf } from "./refusal.ts";
import type { Terminal } from "./terminal.ts";

export type Method = "GET" | "POST" | "PUT" | "DELETE";

/** The routes of the system, wherever it runs. */
export interface Connection {
  /**
   * Calls a route and reads its JSON.
   * @throws Refusal in the system's words when it answers anything but 2xx
   */
  call<Value>(method: Method, path: string, body?: unknown): Promise<Value>;
  close(): Promise<void>;
}

/** How long a verb looks for the host again: one that begins, ends or is started anew. */
const patienceMilliseconds = 5_000;
const betweenAttempts = 250;

export interface Target {
  /** The data folder, from `--data`, `TRUST_DATA` or `.trust`. */
  readonly data: string;
  readonly remote?: string | undefined;
  /** Nothing may be written: the host is told with every call, and a host of our own works on a copy. */
  readonly dryRun: boolean;
  /** Makes the data folder where there is none. */
  readonly founds: boolean;
}

interface Answer {
  readonly status: number;
  readonly body: string;
}
type Send = (method: Method, path: string, body: string | undefined) => Promise<Answer>;

/** One way to the system, until it is lost. */
interface Way {
  readonly send: Send;
  close?(): Promise<void>;
}

/**
 * Opens the way to the system: `--remote` with a token, else the socket of the host that runs on the data folder, else a
 * host of our own without a port, which ends with the command.
 */
export async function connectTo(target: Target, terminal: Terminal): Promise<Connection> {
  const { remote, dryRun } = target;
  if (remote !== undefined) return connectionOver({ send: remoteSend(remote, terminal) }, dryRun, terminal);
  const way = await lastingWay(resolve(terminal.folder, target.data), target, terminal);
  return connectionOver(way, dryRun, terminal);
}

/** A way that looks for another one when its host ends between two calls, as the host of another verb does. */
async function lastingWay(data: string, target: Target, terminal: Terminal): Promise<Way> {
  let way = await openWay(data, target, terminal);
  return {
    async send(method, path, body) {
      const until = terminal.now() + patienceMilliseconds;
      for (;;) {
        try {
          return await way.send(method, path, body);
        } catch (error) {
          if (!isLoss(error)) throw error;
          const mayRepeat = method === "GET" || wasNotTaken(error);
          if (!mayRepeat || terminal.now() >= until)
            throw new Problem("host-lost", { reason: reasonOf(error) }, { cause: error });
        }
        await terminal.wait(betweenAttempts);
        way = await openWay(data, target, terminal);
      }
    },
    close: async () => way.close?.(),
  };
}

async function openWay(data: string, target: Target, terminal: Terminal): Promise<Way> {
  const until = terminal.now() + patienceMilliseconds;
  for (;;) {
    const socket = await liveSocket(data);
    if (socket !== undefined) return { send: socketSend(socket) };
    try {
      return await ownHost(data, target, terminal);
    } catch (error) {
      // Another verb begins or ends just now, or a host does, which has no socket yet.
      const isBusy = error instanceof Problem && error.code === "folder-in-use";
      if (!isBusy || terminal.now() >= until) throw error;
      await terminal.wait(betweenAttempts);
    }
  }
}

/** Whether the host ended, or was stopped, rather than failed. */
const isLoss = (error: unknown): boolean =>
  typeof (error as NodeJS.ErrnoException).syscall === "string" || (error as Error).message === "socket hang up";

/**
 * Whether a host has surely not carried out what was sent to its socket. It acts on whole requests only, so neither where nobody
 * listens, nor where it closed before it had read everything.
 */
function wasNotTaken(error: unknown): boolean {
  const { syscall, code = "" } = error as NodeJS.ErrnoException;
  return typeof syscall === "string" && ["ENOENT", "ECONNREFUSED", "EPIPE", "ECONNRESET"].includes(code);
}

function connectionOver({ send, close = async () => {} }: Way, dryRun: boolean, terminal: Terminal): Connection {
  return {
    close,
    async call<Value>(method: Method, path: string, body?: unknown) {
      const told = dryRun && method !== "GET" ? `${path}${path.includes("?") ? "&" : "?"}dryRun=true` : path;
      const text = body === undefined ? undefined : JSON.stringify(body);
      let answer = await send(method, told, text);
      // Work that takes longer than the way stays open: the same again with its name, until it is done.
      const since = terminal.now();
      let said = false;
      for (let task = taskOf(answer); task !== undefined; task = taskOf(answer)) {
        sayWorking(terminal, Math.round((terminal.now() - since) / 1000), !said);
        said = true;
        await terminal.wait(1_000);
        answer = await send(method, `${told}${told.includes("?") ? "&" : "?"}task=${task}`, text);
      }
      if (said && terminal.interactive) terminal.err("\r\x1b[2K");
      if (answer.status < 200 || answer.status > 299) throw refusalOf(answer.status, answer.body);
      return (answer.body === "" ? undefined : JSON.parse(answer.body)) as Value;
    },
  };
}

/** The name of work that goes on without us. */
function taskOf({ status, body }: Answer): string | undefined {
  if (status !== 202) return undefined;
  const { task } = JSON.parse(body) as { readonly task?: unknown };
  return typeof task === "string" ? task : undefined;
}

/** One line that counts where a person looks; in a log one line in all. */
function sayWorking({ interactive, err }: Terminal, seconds: number, isFirst: boolean): void {
  if (interactive) err(`\rStill working (${seconds} s). Ctrl-C leaves it to itself; the same command again waits on.`);
  else if (isFirst) err("Still working; this may take minutes. The same command again waits on.\n");
}

function remoteSend(remote: string, { environment }: Terminal): Send {
  const base = URL.parse(remote);
  if (base?.username || base?.password) throw new Problem("remote-credentials", { address: base.origin });
  const local = base !== null && ["127.0.0.1", "[::1]", "localhost"].includes(base.hostname);
  if (base === null || !(base.protocol === "https:" || (base.protocol === "http:" && local)))
    throw new Problem("remote-address", { address: remote });
  const token = environment.TRUST_TOKEN;
  if (!token) throw new Problem("token-missing", { address: remote });
  // What cannot be sent must not be told either: the error of `fetch` has it in clear.
  if (!/^[\x21-\x7e]+$/.test(token)) throw new Problem("token-faulty", undefined);
  return async (method, path, body) => {
    const headers: Record<string, string> = { authorization: `Bearer ${token}` };
    if (body !== undefined) headers["content-type"] = "application/json";
    const init: RequestInit = { method, headers, redirect: "error" };
    if (body !== undefined) init.body = body;
    const answer = await fetch(new URL(path, base), init).catch((cause: unknown) => {
      throw new Problem("remote-unreachable", { address: remote, reason: reasonOf(cause) }, { cause });
    });
    const text = await answer.text();
    if (answer.status === 401 || answer.status === 403) {
      const problem = { address: remote, reason: reasonIn(text) };
      throw new Problem(answer.status === 401 ? "token-refused" : "right-missing", problem);
    }
    if (!isJson(text)) throw new Problem("gateway-failed", { address: remote, status: answer.status });
    return { status: answer.status, body: text };
  };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Why, in the words of the host or of API Gateway. */
function reasonIn(text: string): string {
  const { detail, message } = isJson(text) ? (JSON.parse(text) as { detail?: unknown; message?: unknown }) : {};
  return String(detail ?? message ?? "it does not say why").replace(/\.$/, "");
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.cause instanceof Error ? cause.cause.message : cause.message;
}

function socketSend(socketPath: string): Send {
  return (method, path, body) =>
    new Promise((done, failed) => {
      const headers = body === undefined ? {} : { "content-type": "application/json" };
      // A connection for each call: one that is kept can be closed under the next.
      const named = { socketPath, agent: false, method, path, headers: { host: "localhost", ...headers } };
      const sent = httpRequest(named, (answer) => {
        const parts: Buffer[] = [];
        answer.on("data", (part: Buffer) => parts.push(part));
        answer.on("end", () => done({ status: answer.statusCode ?? 0, body: Buffer.concat(parts).toString("utf8") }));
        answer.on("error", failed);
      });
      sent.on("error", failed);
      sent.end(body);
    });
}

/** The socket of a host that answers now; undefined where none runs (a leftover of a killed one does not answer). */
async function liveSocket(data: string): Promise<string | undefined> {
  const { socketPathOf } = await import("../local/socket-path.ts");
  const socket = socketPathOf(data);
  try {
    await socketSend(socket)("GET", "/api/v1/openapi.json", undefined);
    return socket;
  } catch {
    return undefined;
  }
}

async function ownHost(data: string, { dryRun, founds }: Target, terminal: Terminal): Promise<Way> {
  if (!founds && (await isAbsentOrEmpty(data))) throw new Problem("no-data-folder", { folder: data });
  const aside = dryRun ? await copyAside(data) : undefined;
  const clear = async () => {
    if (aside !== undefined) await rm(aside, { recursive: true, force: true });
  };
  try {
    const { startHost } = await import("../local/host.ts");
    const host = await startHost({ data: aside ?? data, port: null, now: () => terminal.now() });
    const send: Send = async (method, path, body) => {
      const answer = await host.request({
        method,
        path,
        at: terminal.now(),
        ...(body === undefined ? {} : { headers: { "content-type": "application/json" }, body }),
      });
      return { status: answer.status, body: new TextDecoder().decode(answer.body) };
    };
    const close = async () => {
      await host.close();
      await clear();
    };
    return { send, close };
  } catch (error) {
    await clear();
    throw error;
  }
}

async function isAbsentOrEmpty(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length === 0;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT";
  }
}

/**
 * A copy of the data folder for a dry run: a host keeps house as soon as it starts, so the folder itself is left alone. The copy
 * lies where a killed command leaves nothing behind, for that place is emptied when a host starts.
 */
async function copyAside(data: string): Promise<string | undefined> {
  const names = await readdir(data).catch((): string[] => []);
  if (names.length === 0) return mkdtemp(join(tmpdir(), "trust-dry-run-"));
  // Somebody else's folder: the host refuses it without touching it.
  if (!names.includes("mutual-trust.json")) return undefined;
  const temporary = join(data, "temporary");
  await mkdir(temporary, { recursive: true, mode: 0o700 });
  const aside = await mkdtemp(join(temporary, "dry-run-"));
  for (const name of names)
    if (name !== "temporary" && !name.endsWith(".sock"))
      await cp(join(data, name), join(aside, name), { recursive: true });
  return aside;
}
