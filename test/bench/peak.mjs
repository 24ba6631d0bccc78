// Loaded into a measured command with --import: says at its end how much memory it took at most, on the fourth channel.
import { writeSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

// The memory is that of the whole process; a thread of the command loads this too.
if (isMainThread) process.on("exit", () => writeSync(3, String(process.resourceUsage().maxRSS)));
