import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { Problem } from "../problems/problem.ts";

/**
 * @param name what messages call it
 * @throws Problem `file-unreadable`
 */
export async function readText(file: string, name: string = file): Promise<string> {
  return readFile(file, "utf8").catch((cause: unknown) => {
    throw unreadable(name, cause);
  });
}

export function unreadable(file: string, cause: unknown): Problem {
  return new Problem("file-unreadable", { file, reason: reasonOf(cause) }, { cause });
}

/**
 * Writes a file, its folder too, that only its owner may read.
 * @throws Problem `file-exists` when it is there and may not be replaced, `file-unwritable`
 */
export async function writeText(file: string, text: string, { replace }: { replace: boolean }): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text, { mode: 0o600, flag: replace ? "w" : "wx" });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "EEXIST") throw new Problem("file-exists", { file }, { cause });
    throw new Problem("file-unwritable", { file, reason: reasonOf(cause) }, { cause });
  }
}

/** What the system says of a failed file operation, without its path: the sentence around it has that. */
function reasonOf(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  const known: Readonly<Record<string, string>> = {
    ENOENT: "it does not exist",
    EACCES: "permission denied",
    EPERM: "permission denied",
    EISDIR: "it is a folder",
    ENOTDIR: "a part of its path is no folder",
    ENOSPC: "the disk is full",
    EROFS: "the disk is read-only",
  };
  return known[code ?? ""] ?? message;
}
