import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { objectFiles } from "../../lib/stores/files/object-files.ts";
import { immutable } from "../../lib/stores/object-store.ts";

/** A process on a disk with little room: tries to create an object, and says what came of it; once more after each line it reads. */
const [data = ""] = process.argv.slice(2);
const [folder, temporary] = [join(data, "public"), join(data, "temporary")];
mkdirSync(temporary, { recursive: true });
const objects = objectFiles(folder, temporary);
const bytes = new Uint8Array(300_000).fill(0x61);
const attempt = async (): Promise<void> => {
  const outcome = await objects
    .create({ key: "data/release/estimates.csv", bytes, contentType: "text/csv", cacheControl: immutable })
    .catch((error: { code?: string }) => error.code);
  const there = await objects.read("data/release/estimates.csv");
  process.stdout.write(`${outcome} ${there?.bytes.length ?? "absent"}\n`);
};
process.on("SIGXFSZ", () => {});
await attempt();
for await (const _ of createInterface(process.stdin)) await attempt();
