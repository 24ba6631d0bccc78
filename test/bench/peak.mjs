// Loaded into a measured command with --import: says at its end how much memory it took at most, on the fourth channel.
import { writeSync } from "node:fs";

process.on("exit", () => writeSync(3, String(process.resourceUsage().maxRSS)));
