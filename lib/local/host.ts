import type { IncomingMessage, Server } from "node:http";
import { isIPv4 } from "node:net";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { builtFunctions } from "../../functions/bundle.ts";
import { type CatalogueEntry, catalogue } from "../../functions/catalogue.ts";
import { openRegistry } from "../stores/registry.ts";
import type { Link } from "../survey/link.ts";
import { callerKeys } from "./caller-keys.ts";
import { developmentIssuer } from "./development-issuer.ts";
import { dispatcher } from "./dispatch.ts";
import { functionWorker } from "./function-worker.ts";
import { type HostLog, silent } from "./host-log.ts";
import { inFlight } from "./in-flight.ts";
import { type HostReply, type HostRequest, inProcess } from "./in-process.ts";
import { keepingHouse } from "./keeping-house.ts";
import { listenOnPort, listenOnSocket } from "./listen.ts";
import { openStores } from "./open-stores.ts";
import { schedule } from "./schedule.ts";
import { socketPathOf } from "./socket-path.ts";
import { issuerFrom } from "./token-check.ts";
import { webServer } from "./web-server.ts";

export { socketPathOf };

export interface HostOptions {
  /** The data folder. */
  readonly data: string;
  /** Taken or the next free one; 0 takes any; null: no TCP. Default 4000. */
  readonly port?: number | null;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** The clock, milliseconds since 1970: the time of every event that brings none of its own. */
  readonly now?: () => number;
  readonly log?: HostLog;
  /** Whether jobs run by themselves. Default: where there is TCP. */
  readonly schedules?: boolean;
  /** Default: those of this process. Chooses the stores as `lib/stores/connect.ts` describes, and the issuer of tokens. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Built functions, `{functions}/{name}/handler.mjs`; default: built when a source changed. */
  readonly functions?: string;
  readonly entries?: readonly CatalogueEntry[];
}

export interface Host {
  /** Undefined without TCP. */
  readonly url?: string;
  readonly socketPath: string;
  /** Nothing had been stored in the data folder before. */
  readonly isNew: boolean;
  /** Runs a request as a socket would: all scopes, unless it names some. */
  request(request: HostRequest): Promise<HostReply>;
  /** Lets the jobs run by themselves, where `schedules: false` held them back; once. */
  beginSchedules(): void;
  /** One run of a scheduled function, at a time of the event's own. @throws ScheduledRunFailed */
  runSchedule(functionName: string, at?: number): Promise<unknown>;
  /** Links of the installation that take answers. */
  links(): Promise<readonly Link[]>;
  /** Resolves when the stores are gone, with the reason if it was not by `close`: then nothing works any more. */
  readonly ended: Promise<Error | undefined>;
  /** A token for the web server's closed routes; undefined where another issuer is set or it is open to the network. */
  developmentToken?(scopes: readonly string[], minutes: number): Promise<string>;
  /** Stops taking requests, ends those under way, closes the stores. Again: the same promise. */
  close(): Promise<void>;
}

const closeGraceMilliseconds = 4_000;
const firstRunAfterMilliseconds = 5_000;

/** Whether only this machine can reach an address. */
export const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "::1" || (isIPv4(host) && host.startsWith("127."));

/**
 * Starts the whole system on one machine: the stores, a worker for each function of the catalogue when it is first called,
 * the web server, the socket for the command line, and the scheduled jobs.
 * @throws Problem when the data folder or the port cannot be used; nothing is left running then
 * @example const host = await startHost({ data: ".trust", port: null }); await host.request({ method: "GET", path: "/" })
 */
export async function startHost(options: HostOptions): Promise<Host> {
  const { host = "127.0.0.1", now = Date.now, log = silent, environment = process.env } = options;
  const port = options.port === undefined ? 4000 : options.port;
  const entries: readonly CatalogueEntry[] = options.entries ?? catalogue;
  const data = resolve(options.data);
  const closing: (() => unknown)[] = [];
  const undo = async (): Promise<void> => {
    for (const step of closing.toReversed()) await step();
  };
  try {
    const [stores, folder] = await Promise.all([openStores(data, environment), options.functions ?? builtFunctions()]);
    closing.push(() => stores.close());
    const bundleOf = (name: string): string => pathToFileURL(join(folder, name, "handler.mjs")).href;
    const workers = new Map(
      entries.map((entry) => {
        const worker = functionWorker(entry, bundleOf(entry.name), () => stores.needsOf(entry), log);
        return [entry.name, mayDeleteAnswers(entry) ? keepingHouse(worker, stores.keepHouse) : worker] as const;
      }),
    );
    closing.push(() => Promise.all([...workers.values()].map((worker) => worker.close())));
    const jobs = entries.flatMap(({ name, everyMinutes }) => (everyMinutes ? [{ name, everyMinutes }] : []));
    const runs = schedule(jobs, (name, at) => workers.get(name)!.run(at), now, log);

    const development =
      environment.TRUST_OIDC_ISSUER || !isLoopback(host) || port === null ? undefined : developmentIssuer();
    const dispatch = dispatcher({ entries, workers, objects: stores.own.public, development, now });
    const requests = inFlight();
    const trusted = issuerFrom(environment) ?? development;
    const fromSocket = (request: IncomingMessage) => dispatch(request.method!, request.url!, request.headers, "all");
    const nameOf = callerKeys();
    const fromNetwork = (request: IncomingMessage) => {
      const caller = nameOf(request.socket.remoteAddress, now());
      return dispatch(request.method!, request.url!, request.headers, { trusted }, undefined, caller);
    };

    closing.push(() => within(runs.end(), closeGraceMilliseconds));

    const socketPath = socketPathOf(data);
    const servers: Server[] = [];
    closing.push(() => closeServers(servers, requests.none));
    const socketServer = webServer(fromSocket, requests);
    await listenOnSocket(socketServer, socketPath, data);
    servers.push(socketServer);
    let url: string | undefined;
    if (port !== null) {
      const webListener = webServer(fromNetwork, requests);
      url = `http://${host.includes(":") ? `[${host}]` : host}:${await listenOnPort(webListener, port, host)}`;
      servers.push(webListener);
    }
    let isScheduled = false;
    const beginSchedules = (): void => {
      if (!isScheduled) runs.begin(firstRunAfterMilliseconds);
      isScheduled = true;
    };
    if (options.schedules ?? port !== null) beginSchedules();
    let closed: Promise<void> | undefined;
    return {
      ...(url !== undefined && { url }),
      socketPath,
      isNew: stores.isNew,
      request: inProcess(dispatch, requests),
      beginSchedules,
      runSchedule: (name, at = now()) => runs.run(name, at),
      links: async () => (await openRegistry(stores.own.registry).fresh.links()).filter(({ revoked }) => !revoked),
      ended: stores.ended,
      ...(development && { developmentToken: (scopes, minutes) => development.token(scopes, minutes, now()) }),
      close: () => {
        closed ??= undo();
        return closed;
      },
    };
  } catch (error) {
    await undo();
    throw error;
  }
}

const mayDeleteAnswers = ({ grants }: CatalogueEntry): boolean =>
  grants.some((grant) => grant.store === "answers" && grant.may.includes("delete"));

/** No new requests; those under way have a few seconds; then the connections are cut. */
async function closeServers(servers: readonly Server[], none: () => Promise<void>): Promise<void> {
  const ended = servers.map((server) => new Promise((resolve) => server.close(resolve)));
  for (const server of servers) server.closeIdleConnections();
  await within(none(), closeGraceMilliseconds);
  for (const server of servers) server.closeAllConnections();
  await Promise.all(ended);
}

async function within(work: Promise<unknown>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}
