import { randomBytes } from "node:crypto";
import { connect } from "../lib/stores/connect.ts";
import type { Stores } from "../lib/stores/stores.ts";

/**
 * What a handler is given. Every handler module exports a pure `…(needs: Needs)` function for tests and
 * `handler`, the same wrapped by middy with `connect(process.env)`. Now is not here: it is the event's own time.
 */
export interface Needs {
  readonly stores: Stores;
  /** Cryptographically strong bytes. */
  readonly random: (bytes: number) => Uint8Array;
  /** One line per outcome: counts and codes only, never answers, addresses, agents, codes or links. */
  readonly log: (outcome: Readonly<Record<string, string | number | boolean>>) => void;
}

/** What a deployed handler is given: the stores that the environment names, and one line of JSON per outcome on stdout. */
export async function connectNeeds(environment: Readonly<Record<string, string | undefined>>): Promise<Needs> {
  return {
    stores: await connect(environment),
    random: randomBytes,
    log: (outcome) => process.stdout.write(`${JSON.stringify(outcome)}\n`),
  };
}
