import { Command, CommanderError, Option as CommanderOption } from "commander";
import type { Terminal } from "./terminal.ts";
import type { Option, Verb } from "./verb.ts";
import { verbs } from "./verbs.ts";

/** A verb that was asked for, with what was said to it. */
export interface Call {
  readonly verb: Verb;
  readonly args: readonly unknown[];
  readonly options: Readonly<Record<string, unknown>>;
}

/** What the arguments ask for; help or wrong usage has been answered already and carries its exit code. */
export type Asked = { readonly call: Call } | { readonly exit: number };

/** Which verbs stand below another, and what that one is for. */
const families: Readonly<Record<string, string>> = {
  links: "list, make, print and revoke collection links",
  invitations: "the custodian's letter codes: mint offline, load the ledger, destroy the pepper",
};

/** Reads the arguments of the command line. Help, wrong usage and suggestions for a mistyped verb come from commander. */
export async function readArguments(args: readonly string[], terminal: Terminal): Promise<Asked> {
  let call: Call | undefined;
  const program = new Command("trust")
    .description("Runs a community trust survey: departments, waves, links, answers in, releases out.")
    .addHelpText(
      "after",
      "\nFirst steps:\n  trust apply FOLDER\n  trust open 2026-q4 --closes 2026-12-31\n  trust links make --count 3",
    )
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ writeOut: (text) => terminal.out(text), writeErr: (text) => terminal.err(text) });
  const parents = new Map<string, Command>();
  for (const verb of verbs) {
    const [first = "", second] = verb.name.split(" ");
    let parent = program;
    if (second !== undefined) {
      parent =
        parents.get(first) ??
        program
          .command(first)
          .description(families[first] ?? "")
          .helpCommand(false);
      parents.set(first, parent);
    }
    declare(parent, second ?? first, verb, (made) => {
      call = made;
    });
  }
  try {
    await program.parseAsync(withKnownVerb(withList(args), program), { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { exit: 0 };
    const message = error.message.replace(/^error: /, "");
    if (args.includes("--json")) terminal.out(`${JSON.stringify({ error: { code: "wrong-usage", message } })}\n`);
    return { exit: 2 };
  }
  return call === undefined ? { exit: 2 } : { call };
}

/** `trust links` lists them. */
function withList(args: readonly string[]): string[] {
  const [first, second] = args;
  const alone = second === undefined || (second.startsWith("-") && second !== "--help" && second !== "-h");
  return first === "links" && alone ? ["links", "list", ...args.slice(1)] : [...args];
}

/** Help about a verb that does not exist would be help about another: the verb is what is wrong. */
function withKnownVerb(args: readonly string[], program: Command): readonly string[] {
  let command: Command | undefined = program;
  for (const [at, name] of args.entries()) {
    if (name.startsWith("-") || command.commands.length === 0) return args;
    command = command.commands.find((one) => one.name() === name);
    if (command === undefined) return args.slice(0, at + 1);
  }
  return args;
}

function declare(parent: Command, name: string, verb: Verb, made: (call: Call) => void): void {
  const command = parent.command(name).description(verb.purpose);
  for (const [syntax, help] of verb.args ?? []) command.argument(syntax, help);
  for (const option of optionsOf(verb)) {
    const { flags, help, value, many, choices } = option;
    if (choices) command.addOption(new CommanderOption(flags, help).choices(choices).default(value));
    else if (many) command.option(flags, help, (one: string, before: string[] = []) => [...before, one]);
    else if (option.required) command.requiredOption(flags, help);
    else command.option(flags, help, value);
  }
  command.addHelpText("after", `\nExample:\n  trust ${verb.example}`);
  command.action((...given: unknown[]) => {
    made({ verb, args: given.slice(0, command.registeredArguments.length), options: command.opts() });
  });
}

function optionsOf(verb: Verb): readonly Option[] {
  const shared: Option[] = [];
  if (verb.writes) shared.push({ flags: "--dry-run", help: "say what would change, and change nothing" });
  if (verb.connects)
    shared.push(
      { flags: "--data <folder>", help: "the data folder (else TRUST_DATA, else .trust)" },
      { flags: "--remote <url>", help: "an installation elsewhere; its token is read from TRUST_TOKEN" },
    );
  shared.push(
    { flags: "--json", help: "machine output on stdout, messages on stderr" },
    { flags: "--strict", help: "exit with 3 when there were warnings" },
  );
  return [...(verb.options ?? []), ...shared];
}
