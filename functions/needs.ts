import { randomBytes } from "node:crypto";
import { connect, connectTables } from "../lib/stores/connect.ts";
import type { Stores } from "../lib/stores/stores.ts";

/**
 * What a handler is given. Every handler module exports a pure `…(needs: Needs)` function for tests and
 * `handler`, the same wrapped by middy with `connect(process.env)`. Now is the event's own time, which a lease alone does not go by.
 */
export interface Needs {
  readonly stores: Stores;
  /** Under which address the public sees this installation (`TRUST_URL`), where that is known. */
  readonly publicUrl?: string | undefined;
  /** Shared with the edge in front of this installation (`TRUST_EDGE_SECRET`), where there is one. */
  readonly edgeSecret?: string | undefined;
  /** Milliseconds since 1970 of the machine; `Date.now` when absent. */
  readonly clock?: () => number;
  /** Cryptographically strong bytes. */
  readonly random: (bytes: number) => Uint8Array;
  /** One line per outcome: counts and codes only, never answers, addresses, agents, codes or links. */
  readonly log: (outcome: Readonly<Record<string, string | number | boolean>>) => void;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** What a deployed handler is given: the stores that the environment names, and one line of JSON per outcome on stdout. */
export async function connectNeeds(environment: Environment): Promise<Needs> {
  return needsOf(await connect(environment), environment);
}

/** The same without objects, for functions that residents wait for: their bundles are spared the S3 client. */
export async function connectTableNeeds(environment: Environment): Promise<Needs> {
  return needsOf(await connectTables(environment), environment);
}

function needsOf(stores: Stores, { TRUST_URL: publicUrl, TRUST_EDGE_SECRET: edgeSecret }: Environment): Needs {
  return {
    stores,
    publicUrl,
    edgeSecret,
    random: randomBytes,
    log: logLine,
  };
}

/** One line of JSON on stdout, which is where AWS and the local host collect logs. */
export const logLine: Needs["log"] = (outcome) => {
  process.stdout.write(`${JSON.stringify(outcome)}\n`);
};
