import { runTrust } from "../lib/command/run.ts";
import { processTerminal } from "../lib/command/terminal.ts";

// `trust … | head` closes our stdout early: that is no failure of ours, and the work goes on to its end. A full disk is one.
let lost = false;
process.stdout.on("error", ({ code, message }: NodeJS.ErrnoException) => {
  if (code === "EPIPE" || code === "ERR_STREAM_DESTROYED" || lost) return;
  lost = true;
  process.stderr.write(`Error: The output cannot be written (${message}). What the command did stays done.\n`);
  process.exitCode = 1;
});
process.stderr.on("error", () => {});
const exit = await runTrust(process.argv.slice(2), processTerminal());
process.exitCode = lost ? 1 : exit;
