import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const prlimit = "/usr/bin/prlimit";
const program = fileURLToPath(new URL("full-disk-process.ts", import.meta.url));

test.skipIf(!existsSync(prlimit))(
  `an object for which there is no room is refused and not there, and is whole when space returns${existsSync(prlimit) ? "" : " (needs prlimit)"}`,
  async () => {
    const data = await mkdtemp(join(tmpdir(), "trust-full-"));
    // A part of it fits: the disk is full in the middle.
    const child = spawn(prlimit, ["--fsize=100000:unlimited", process.execPath, program, data], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    const said: string[] = [];
    for await (const line of createInterface(child.stdout)) {
      said.push(line);
      if (said.length === 1)
        spawn(prlimit, ["--pid", String(child.pid), "--fsize=unlimited"]).on("exit", () => child.stdin.write("go\n"));
      else child.stdin.end();
    }
    expect(said).toEqual(["store-unavailable absent", "created 300000"]);
    expect(await readdir(join(data, "temporary"))).toEqual([]);
    await rm(data, { recursive: true });
  },
);
