import { runTrust } from "../../lib/command/run.ts";
import type { Terminal } from "../../lib/command/terminal.ts";

/** What a command left behind. */
export interface Ran {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

export interface Setting {
  readonly folder: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** ISO instant: what time it is. Waiting moves it. */
  now: string;
  readonly interactive?: boolean;
}

/** Runs a command line in a terminal of its own, at the time of the setting. */
export async function trust(setting: Setting, ...args: readonly string[]): Promise<Ran> {
  let out = "";
  let err = "";
  const terminal: Terminal = {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    interactive: setting.interactive ?? false,
    colour: false,
    environment: setting.environment ?? {},
    folder: setting.folder,
    now: () => Date.parse(setting.now),
    wait: async (milliseconds) => {
      setting.now = new Date(Date.parse(setting.now) + milliseconds).toISOString();
    },
  };
  const exit = await runTrust(args, terminal);
  return { exit, out, err };
}
