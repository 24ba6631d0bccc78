import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { type CatalogueEntry, storeVariables } from "../../functions/catalogue.ts";
import { connect } from "../stores/connect.ts";
import { embeddedStores } from "../stores/embedded.ts";
import { startStoreThread } from "../stores/store-thread.ts";
import type { Stores } from "../stores/stores.ts";
import type { ThreadNeeds } from "./function-worker.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** The stores of a host: those it reads itself, and what a function's thread needs to reach those it was granted. */
export interface HostStores {
  readonly own: Pick<Stores, "public" | "registry">;
  /** The data folder held nothing yet. Never so in the cloud, where somebody else's tables may be. */
  readonly isNew: boolean;
  needsOf(entry: CatalogueEntry): ThreadNeeds;
  /** Resolves when the stores are gone, with the reason if it was not by `close`. */
  readonly ended: Promise<Error | undefined>;
  /** Rewrites the embedded database, as at the end of a wave. */
  keepHouse(): Promise<void>;
  close(): Promise<void>;
}

/** The host serves public files and names a survey's link in its banner; answers are nothing to it. */
const ownGrants = [
  { store: "public", may: ["read"] },
  { store: "registry", may: ["read", "list"] },
] as const;

/**
 * Opens the embedded stores in the data folder with their one thread, or, when the environment names tables and does not ask
 * for the embedded ones, those of the cloud, which need no thread.
 */
export function openStores(data: string, environment: Environment): Promise<HostStores> {
  const isCloud = environment.TRUST_STORES !== "embedded" && environment.TRUST_ANSWERS_TABLE !== undefined;
  return isCloud ? cloudStores(data, environment) : storesInFolder(data, environment);
}

async function storesInFolder(data: string, environment: Environment): Promise<HostStores> {
  const isNew = !existsSync(join(data, "mutual-trust.json"));
  const thread = await startStoreThread({ data });
  const port = thread.open(ownGrants);
  const own = embeddedStores(port);
  const shared = { ...settings(environment), TRUST_STORES: "embedded" };
  return {
    own,
    isNew,
    needsOf: ({ grants }) => ({ environment: shared, stores: thread.open(grants) }),
    ended: thread.ended,
    keepHouse: () => thread.housekeeping(),
    close: () => {
      port.close();
      return thread.close();
    },
  };
}

async function cloudStores(data: string, environment: Environment): Promise<HostStores> {
  // For the socket alone.
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const gone = Promise.withResolvers<undefined>();
  return {
    own: await connect(environment),
    isNew: false,
    needsOf: ({ grants }) => {
      const granted = new Set(grants.map(({ store }) => storeVariables[store]));
      const aws = named(environment, (name) => /^AWS_|^(?:HOME|HTTPS?_PROXY|NO_PROXY|NODE_EXTRA_CA_CERTS)$/.test(name));
      const tables = named(environment, (name) => granted.has(name as never));
      return { environment: { ...settings(environment), ...aws, ...tables } };
    },
    ended: gone.promise,
    keepHouse: async () => {},
    close: async () => gone.resolve(undefined),
  };
}

/** What every function may know: our own settings, neither the stores' names nor a token, nor that an edge stands in front. */
function settings(environment: Environment): Record<string, string> {
  const hidden: readonly string[] = [
    "TRUST_TOKEN",
    "TRUST_DATA",
    "TRUST_STORES",
    "TRUST_EDGE_SECRET",
    ...Object.values(storeVariables),
  ];
  return named(environment, (name) => name.startsWith("TRUST_") && !hidden.includes(name));
}

function named(environment: Environment, wanted: (name: string) => boolean): Record<string, string> {
  const entries = Object.entries(environment).filter(([name, value]) => value !== undefined && wanted(name));
  return Object.fromEntries(entries) as Record<string, string>;
}
