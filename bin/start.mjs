// Runs a door of bin/ under Node 24, whatever Node the clone meets: node bin/start.mjs DOOR.ts [arguments]
import { spawn } from "node:child_process";
import module from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { currentBundle, makeBundle } from "./bundle.mjs";

// Compiled code is kept from run to run, which halves the time a command takes to start. Not in the folder for temporary files,
// where anybody could lay code for us to run.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL("../node_modules/.cache/node", import.meta.url));
module.enableCompileCache?.(process.env.NODE_COMPILE_CACHE);

/**
 * The file to run for a door. A current bundle was made with the packages of the lockfile, which is why it may do without `ensure.mjs`;
 * where none can be made, the sources run.
 */
async function programOf(door) {
  const source = fileURLToPath(new URL(door, import.meta.url));
  const isBundled = door === "trust.ts";
  const bundle = isBundled ? currentBundle() : undefined;
  if (bundle !== undefined) return bundle;
  await import("./ensure.mjs");
  return isBundled ? makeBundle().catch(() => source) : source;
}

const [door, ...rest] = process.argv.slice(2);
const program = await programOf(door);
if (Number(process.versions.node.split(".")[0]) >= 24) {
  process.argv.splice(1, 2, program);
  await import(pathToFileURL(program).href);
} else {
  const { node } = await import("./ensure.mjs");
  // The channel tells the child when this process is killed outright; nothing is sent over it.
  const stdio = ["inherit", "inherit", "inherit", "ipc"];
  const child = spawn(node(), [program, ...rest], { stdio });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
