import { setTimeout } from "node:timers/promises";

/** What a command sees of the world: the door passes the process's, tests pass their own. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** Whether a person looks at stderr: only then is there a progress bar. */
  readonly interactive: boolean;
  /** Whether colours may be used on stderr. */
  readonly colour: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Relative paths start here. */
  readonly folder: string;
  /** ms since 1970. */
  now(): number;
  wait(milliseconds: number): Promise<void>;
}

/** The terminal of this process. `NO_COLOR` and a stderr that is no terminal turn colours off. */
export function processTerminal(): Terminal {
  const interactive = process.stderr.isTTY === true;
  return {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    interactive,
    colour: interactive && !process.env.NO_COLOR && process.env.TERM !== "dumb",
    environment: process.env,
    folder: process.cwd(),
    now: () => Date.now(),
    wait: (milliseconds) => setTimeout(milliseconds),
  };
}
