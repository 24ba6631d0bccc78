import { isProblem, type ProblemCode } from "../problems/problem.ts";
import type { Connection } from "./connection.ts";
import { type Call, readArguments } from "./program.ts";
import { Refusal } from "./refusal.ts";
import type { Terminal } from "./terminal.ts";

/** Problems that are a mistake in the arguments themselves. */
const wrongUsage: readonly ProblemCode[] = ["instant-faulty", "number-faulty", "remote-address", "release-address"];

/**
 * Runs one command line.
 * @param args without the program's name
 * @returns the exit code: 0 done, 1 failed, 2 wrong usage, 3 done with warnings under `--strict`
 * @throws what is a bug
 * @example await runTrust(["plan", "--change", "5", "--json"], processTerminal()) // 0
 */
export async function runTrust(args: readonly string[], terminal: Terminal): Promise<number> {
  const asked = await readArguments(args, terminal);
  if ("exit" in asked) return asked.exit;
  const { options } = asked.call;
  try {
    const warnings = await perform(asked.call, terminal);
    return warnings > 0 && options.strict === true ? 3 : 0;
  } catch (error) {
    const refusal = described(error);
    if (refusal === undefined) throw error;
    if (options.json === true) terminal.out(`${JSON.stringify({ error: refusal })}\n`);
    terminal.err(`${paint(terminal, 31, "Error:")} ${printable(refusal.message)}\n`);
    return wrongUsage.some((code) => code === refusal.code) ? 2 : 1;
  }
}

/** @returns how many warnings there were */
async function perform(call: Call, terminal: Terminal): Promise<number> {
  const { verb, args, options } = call;
  let connection: Promise<Connection> | undefined;
  const connect = () => {
    connection ??= connected(call, terminal);
    return connection;
  };
  const disconnect = async () => {
    const open = await connection?.catch(() => undefined);
    connection = undefined;
    await open?.close();
  };
  try {
    const action = await verb.load();
    const say = (message: string) => terminal.err(`${printable(message)}\n`);
    const done = await action({ args, options, terminal, connect, disconnect, say });
    if (options.json === true) terminal.out(`${JSON.stringify(done.data)}\n`);
    else if (done.text !== "") terminal.out(`${printable(done.text)}\n`);
    for (const warning of done.warnings ?? [])
      terminal.err(`${paint(terminal, 33, "Warning:")} ${printable(warning)}\n`);
    return done.warnings?.length ?? 0;
  } finally {
    await disconnect();
  }
}

/** Loaded only now: Node's HTTP takes longer to load than most verbs take. */
async function connected({ verb, options }: Call, terminal: Terminal): Promise<Connection> {
  const { connectTo } = await import("./connection.ts");
  const target = {
    data: text(options.data) ?? (terminal.environment.TRUST_DATA || ".trust"),
    remote: text(options.remote),
    dryRun: options.dryRun === true,
    founds: verb.founds === true,
  };
  return connectTo(target, terminal);
}

interface Described {
  readonly code: string;
  readonly message: string;
}

/** A refusal as `--json` shows it: its code, its sentence, and where it lies. */
function described(error: unknown): Described | undefined {
  if (error instanceof Refusal || isProblem(error))
    return { ...(error.detail as object), code: error.code, message: error.message };
  return undefined;
}

const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

const paint = ({ colour }: Terminal, code: number, words: string): string =>
  colour ? `\x1b[${code}m${words}\x1b[0m` : words;

/** A cell of somebody's file may hold what moves the cursor or changes the title of a terminal: it is shown, not done. */
const printable = (words: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
  words.replace(/[\0-\x08\x0b-\x1f\x7f-\x9f]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
