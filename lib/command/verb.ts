import type { Connection } from "./connection.ts";
import type { Terminal } from "./terminal.ts";

/** What a verb leaves behind. */
export interface Done {
  /** Printed as JSON with `--json`. */
  readonly data: unknown;
  /** Printed on stdout without `--json`; empty: nothing. */
  readonly text: string;
  /** Said on stderr; under `--strict` they make the exit code 3. */
  readonly warnings?: readonly string[];
}

export interface Context {
  /** Positional arguments in their order; a variadic one is an array. */
  readonly args: readonly unknown[];
  readonly options: Readonly<Record<string, unknown>>;
  readonly terminal: Terminal;
  /** The management routes: of a running host, of one started for this verb, or of a remote installation. */
  connect(): Promise<Connection>;
  /** Lets the data folder go for a while; `connect` takes it up again. */
  disconnect(): Promise<void>;
  /** A message on stderr; data belongs into `Done`. */
  say(message: string): void;
}

export type Action = (context: Context) => Promise<Done>;

export interface Option {
  /** As commander writes it: `--closes <instant>`. */
  readonly flags: string;
  readonly help: string;
  readonly value?: string;
  readonly required?: boolean;
  /** Nothing else is taken. */
  readonly choices?: readonly string[];
  /** May be given several times. */
  readonly many?: boolean;
}

/** One verb of the command line, declared without loading what it does: `trust --help` and `estimate` start fast. */
export interface Verb {
  /** `apply`, or `links make` for a verb below another. */
  readonly name: string;
  readonly purpose: string;
  /** As commander writes them: `<folder>`, `[links...]`. */
  readonly args?: readonly (readonly [syntax: string, help: string])[];
  readonly options?: readonly Option[];
  /** Shown by `--help`, without the leading `trust`. */
  readonly example: string;
  /** It changes something: `--dry-run` is offered, and the host is told of it. */
  readonly writes?: boolean;
  /** It asks the system: `--data` and `--remote` are offered. */
  readonly connects?: boolean;
  /** Makes a data folder where there is none. */
  readonly founds?: boolean;
  readonly load: () => Promise<Action>;
}
