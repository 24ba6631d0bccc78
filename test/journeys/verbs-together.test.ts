import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const data = mkdtempSync(join(tmpdir(), "trust-together-"));
afterAll(() => rmSync(data, { recursive: true }));

async function run(...args: readonly string[]): Promise<{ exit: number; said: string }> {
  const child = spawn(process.execPath, ["bin/start.mjs", "trust.ts", ...args, "--data", data], { cwd: root });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (part: Buffer) => {
      said += part.toString();
    });
  const [exit] = (await once(child, "close")) as [number];
  return { exit, said };
}

test("verbs begun together without a host all do their work", async () => {
  const applied = await run("apply", "lib/local/demo/riverbend");
  expect(applied.exit, applied.said).toBe(0);
  const together = await Promise.all(Array.from({ length: 4 }, () => run("links", "make", "--count", "2")));
  expect(together.map(({ exit, said }) => [exit, said])).toEqual(together.map(({ said }) => [0, said]));
  const links = JSON.parse((await run("links", "list", "--json")).said) as readonly unknown[];
  expect(links).toHaveLength(8);
});
