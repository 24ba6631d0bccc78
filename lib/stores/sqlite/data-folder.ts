import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { isProblem, Problem } from "../../problems/problem.ts";
import { syncFile, syncFolder } from "../files/sync.ts";

const marker = "mutual-trust.json";
const pidFile = "host.pid";
/** What another part of the host may have put there before the stores open. */
const others = new Set([pidFile, "host.sock", `${marker}.new`]);

/**
 * Makes or recognizes a data folder: private to its owner, with a file that names its format version.
 * @param known the newest format this program understands
 * @throws Problem `folder-unusable`, `folder-foreign`, `folder-newer`; then nothing was changed in it
 * @returns its absolute path
 */
export function openDataFolder(path: string, known: number): string {
  const folder = resolve(path);
  return usable(folder, () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const found = formatOf(folder);
    if (found === undefined) {
      const stranger = readdirSync(folder).find((name) => !others.has(name));
      if (stranger !== undefined) throw new Problem("folder-foreign", { folder, found: stranger });
      mark(folder, known);
    } else if (found > known) {
      throw new Problem("folder-newer", { folder, found, known });
    }
    if ((statSync(folder).mode & 0o077) !== 0 && process.platform !== "win32") chmodSync(folder, 0o700);
    return folder;
  });
}

/** Names the folder's format, and the process that has it open. Call it once the database is locked. */
export function claimDataFolder(folder: string, format: number): void {
  usable(folder, () => {
    if (formatOf(folder) !== format) mark(folder, format);
    writeFileSync(join(folder, pidFile), String(process.pid), { mode: 0o600 });
  });
}

/** Says that nobody has the folder open. A killed process leaves its number; the database's lock decides, not this file. */
export function releaseDataFolder(folder: string): void {
  rmSync(join(folder, pidFile), { force: true });
}

/** The process that claimed the folder last, if it can be read. */
export function claimantOf(folder: string): number | undefined {
  try {
    return Number(readFileSync(join(folder, pidFile), "utf8")) || undefined;
  } catch {
    return undefined;
  }
}

/** Turns what the operating system says into a sentence about the folder. */
export function usable<Value>(folder: string, work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    if (isProblem(error)) throw error;
    throw new Problem("folder-unusable", { folder, reason: reasonOf(error) }, { cause: error });
  }
}

function mark(folder: string, format: number): void {
  const aside = join(folder, `${marker}.new`);
  writeFileSync(aside, `${JSON.stringify({ program: "mutual-trust", format })}\n`, { mode: 0o600 });
  syncFile(aside);
  renameSync(aside, join(folder, marker));
  syncFolder(folder);
}

function formatOf(folder: string): number | undefined {
  let text: string;
  try {
    text = readFileSync(join(folder, marker), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  const format = /"format":\s*(\d+)/.exec(text)?.[1];
  if (format === undefined) throw new Problem("folder-foreign", { folder, found: marker });
  return Number(format);
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: "you may not read or write there",
  EPERM: "it belongs to somebody else",
  EROFS: "it lies on a disk that cannot be written",
  ENOTDIR: "a file is in its place",
  EEXIST: "a file is in its place",
  ENOENT: "the folder it should lie in cannot be made",
  ENOSPC: "the disk is full",
  EDQUOT: "your share of the disk is full",
};

/** Why the operating system refused, in words. */
export function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? "";
  return reasons[code] ?? (error instanceof Error ? error.message : String(error));
}
