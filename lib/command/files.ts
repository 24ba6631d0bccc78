import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { Problem } from "../problems/problem.ts";

/**
 * @param name what messages call it
 * @throws Problem `file-unreadable`, also where it is not UTF-8: what is not a letter would be lost without a word
 */
export async function readText(file: string, name: string = file): Promise<string> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw unreadable(name, cause);
  });
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new Problem("file-unreadable", { file: name, reason: "it is not in UTF-8; save it as UTF-8" }, { cause });
  }
}

/** Whether two names lead to one file, by a link too. */
export async function isSameFile(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([one, other].map((file) => stat(file).catch(() => undefined)));
  return resolve(one) === resolve(other) || (a !== undefined && a.ino === b?.ino && a.dev === b.dev);
}

export function unreadable(file: string, cause: unknown): Problem {
  return new Problem("file-unreadable", { file, reason: reasonOf(cause) }, { cause });
}

/**
 * Writes a file, its folder too, that only its owner may read.
 * @throws Problem `file-exists` when it is there and may not be replaced, `file-unwritable`
 */
export async function writeText(
  file: string,
  text: string | Uint8Array,
  { replace }: { replace: boolean },
): Promise<void> {
  await makeFolder(dirname(file));
  try {
    await writeFile(file, text, { mode: 0o600, flag: replace ? "w" : "wx" });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "EEXIST") throw new Problem("file-exists", { file }, { cause });
    throw new Problem("file-unwritable", { file, reason: reasonOf(cause) }, { cause });
  }
}

/**
 * Makes a folder and those above it. By hand: where a system takes no folders at all, as under /proc, Node's own recursive way
 * never ends.
 * @throws Problem `file-unwritable`
 */
export async function makeFolder(folder: string): Promise<void> {
  const refused = (cause: unknown) =>
    new Problem("file-unwritable", { file: folder, reason: reasonOf(cause) }, { cause });
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory()) return;
  if (found) throw refused(Object.assign(new Error("no folder"), { code: "ENOTDIR" }));
  if (dirname(folder) !== folder) await makeFolder(dirname(folder));
  await mkdir(folder).catch((cause: unknown) => {
    if ((cause as NodeJS.ErrnoException).code !== "EEXIST") throw refused(cause);
  });
}

/** What the system says of a failed file operation, without its path: the sentence around it has that. */
export function reasonOf(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  const known: Readonly<Record<string, string>> = {
    ENOENT: "it does not exist",
    EACCES: "permission denied",
    EPERM: "permission denied",
    EISDIR: "it is a folder",
    ENOTDIR: "it, or a part of its path, is a file where a folder was expected",
    ENOSPC: "the disk is full",
    EROFS: "the disk is read-only",
  };
  return known[code ?? ""] ?? shortReason(message);
}

/** What a library says, on one line. */
export const shortReason = (message: string): string => message.replace(/\s+/g, " ").trim().slice(0, 200);
