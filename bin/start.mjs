// Runs a door of bin/ under Node 24, whatever Node the clone meets: node bin/start.mjs DOOR.ts [arguments]
import { spawn } from "node:child_process";
import module from "node:module";
import { fileURLToPath } from "node:url";
import { node } from "./ensure.mjs";

// Compiled code is kept from run to run, which halves the time a command takes to start. Not in the folder for temporary files,
// where anybody could lay code for us to run.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL("../node_modules/.cache/node", import.meta.url));
module.enableCompileCache?.(process.env.NODE_COMPILE_CACHE);

const [door, ...rest] = process.argv.slice(2);
const target = new URL(door, import.meta.url);
if (Number(process.versions.node.split(".")[0]) >= 24) {
  process.argv.splice(1, 2, fileURLToPath(target));
  await import(target.href);
} else {
  // The channel tells the child when this process is killed outright; nothing is sent over it.
  const stdio = ["inherit", "inherit", "inherit", "ipc"];
  const child = spawn(node(), [fileURLToPath(target), ...rest], { stdio });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
