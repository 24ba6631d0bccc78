import { runTrust } from "../lib/command/run.ts";
import { processTerminal } from "../lib/command/terminal.ts";

// `trust … | head` closes our stdout early: that is no failure of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
process.exitCode = await runTrust(process.argv.slice(2), processTerminal());
