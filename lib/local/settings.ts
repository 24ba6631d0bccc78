import { isIP } from "node:net";
import { Problem } from "../problems/problem.ts";

export interface HostSettings {
  readonly port: number;
  readonly host: string;
  /** The data folder, as named. */
  readonly data: string;
  /** Every outcome as a JSON line on stderr, instead of failures alone. */
  readonly verbose: boolean;
}

/**
 * What `npm start` reads from the environment.
 * @throws Problem `setting-faulty`
 * @example settingsFrom({ PORT: "8080" }) // { port: 8080, host: "127.0.0.1", data: ".trust", verbose: false }
 */
export function settingsFrom(environment: Readonly<Record<string, string | undefined>>): HostSettings {
  const { PORT = "", TRUST_DATA = "", TRUST_HOST = "", TRUST_LOG = "" } = environment;
  const port = PORT === "" ? 4000 : Number(PORT);
  if (!/^\d*$/.test(PORT) || port > 65_535) {
    throw new Problem("setting-faulty", { name: "PORT", value: PORT, expected: "a number from 0 to 65535" });
  }
  const host = TRUST_HOST === "" ? "127.0.0.1" : TRUST_HOST;
  if (isIP(host) === 0 && !/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(host)) {
    throw new Problem("setting-faulty", { name: "TRUST_HOST", value: host, expected: "an address or a host name" });
  }
  return { port, host, data: TRUST_DATA === "" ? ".trust" : TRUST_DATA, verbose: TRUST_LOG === "json" };
}
