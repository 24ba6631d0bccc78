import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";

const ensure = fileURLToPath(new URL("../../bin/ensure.mjs", import.meta.url));
const lockfile = { packages: { "": {}, "node_modules/a": { version: "1.0.0", integrity: "sha512-x" } } };
const dead = 4_194_300;

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "trust-ensure-")));
  for (const name of ["clone/bin", "temporary"]) mkdirSync(join(folder, name), { recursive: true });
  cpSync(ensure, join(folder, "clone/bin/ensure.mjs"));
  writeFileSync(join(folder, "clone/package-lock.json"), JSON.stringify(lockfile));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Stands for npm: counts its runs, waits for a file if it is told so, installs what it is told to. */
function fakeNpm(installed: object, exitCode = 0, awaited = folder): string {
  const path = join(folder, "npm.mjs");
  const text = JSON.stringify(JSON.stringify(installed));
  writeFileSync(
    path,
    `import { appendFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
     appendFileSync("${folder}/runs", process.argv.slice(2).join(" ") + "\\n");
     while (!existsSync(${JSON.stringify(awaited)})) await new Promise((resolve) => setTimeout(resolve, 20));
     mkdirSync("node_modules", { recursive: true });
     writeFileSync("node_modules/.package-lock.json", ${text});
     process.exit(${exitCode});`,
  );
  return path;
}

async function start(
  npm: string,
  hear: (said: string) => void = () => {},
): Promise<{ code: number | null; said: string }> {
  const { npm_node_execpath: _, ...environment } = process.env;
  const child = spawn(process.execPath, [join(folder, "clone/bin/ensure.mjs")], {
    env: { ...environment, npm_execpath: npm, TMPDIR: join(folder, "temporary"), TEMP: join(folder, "temporary") },
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      hear(said);
    });
  }
  const [code] = (await once(child, "close")) as [number | null];
  return { code, said };
}
const runs = (): number =>
  existsSync(join(folder, "runs")) ? readFileSync(join(folder, "runs"), "utf8").split("\n").length - 1 : 0;

test("two first starts at once install once", async () => {
  const waits = join(folder, "one-waits");
  const npm = fakeNpm(lockfile, 0, waits);
  const hear = (said: string) => said.includes("Another start is installing") && writeFileSync(waits, "");
  const [one, other] = await Promise.all([start(npm, hear), start(npm, hear)]);
  expect([one.code, other.code, runs()]).toEqual([0, 0, 1]);
  expect((await start(npm)).code).toBe(0);
  expect(runs()).toBe(1);
});

test("an install that does not give what the lock file says is not repeated for ever", async () => {
  const npm = fakeNpm({ packages: {} });
  const { code, said } = await start(npm);
  expect([code, runs()]).toEqual([1, 1]);
  expect(said).toContain("node_modules/a is not as package-lock.json says");
});

test("a failed install says so and the next start tries again", async () => {
  const failed = await start(fakeNpm({ packages: {} }, 7));
  expect(failed.code).toBe(1);
  expect(failed.said).toContain("npm ci: exit code 7");
  expect((await start(fakeNpm(lockfile))).code).toBe(0);
});

async function killedStart(): Promise<void> {
  const killed = spawn(process.execPath, [
    "-e",
    `const { createHash } = require("node:crypto"); const fs = require("node:fs");
     const lock = "${folder}/temporary/mutual-trust-install-" + createHash("sha256").update("${folder}/clone/").digest("hex").slice(0, 16);
     fs.mkdirSync(lock); fs.writeFileSync(lock + "/pid", "${dead}");`,
  ]);
  await once(killed, "close");
}

test("the lock of a start that was killed holds nobody up", async () => {
  const npm = fakeNpm(lockfile);
  await killedStart();
  const { code, said } = await start(npm);
  expect([code, runs()]).toEqual([0, 1]);
  expect(said).not.toContain("Another start");
});

test("many starts behind the lock of one that was killed install once", async () => {
  const npm = fakeNpm(lockfile);
  await killedStart();
  const ended = await Promise.all(Array.from({ length: 8 }, () => start(npm)));
  expect(ended.map(({ code }) => code)).toEqual(Array(8).fill(0));
  expect(runs()).toBe(1);
});
