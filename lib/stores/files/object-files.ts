import { randomUUID } from "node:crypto";
import { link, mkdir, open, readdir, rename, rm, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Problem } from "../../problems/problem.ts";
import type { Cursor } from "../answer-store.ts";
import { isObjectKey, requireObjectKey } from "../object-key.ts";
import type { ListedObject, NewObject, ObjectStore } from "../object-store.ts";
import type { Page } from "../port-calls.ts";
import { fileBytes, readHead, readObject } from "./object-file.ts";
import { folderOf, partOf, pathOf } from "./object-path.ts";
import { folderSynced } from "./sync.ts";

const pageRows = 1_000;

export interface ObjectFiles extends ObjectStore {
  /** The next keys that start with `prefix`, in code point order. @param after the cursor of the page before */
  page(prefix: string, after?: Cursor): Promise<Page<ListedObject>>;
}

/**
 * Objects as files. Whatever resolves is on the disk: written aside, synced, then named by one rename or link.
 * One process owns the folder; writers of a key wait for each other.
 * @param folder    holds the objects
 * @param temporary holds files being written, on the same disk; emptied when the program starts
 */
export function objectFiles(folder: string, temporary: string): ObjectFiles {
  const writers = new Map<string, Promise<unknown>>();

  /** Writers of a key one after the other. */
  const inTurn = <Value>(key: string, work: () => Promise<Value>): Promise<Value> => {
    requireObjectKey(key);
    const before = writers.get(key) ?? Promise.resolve();
    const now = before.then(work, work).catch((error) => {
      throw inWords(error);
    });
    const settled = now
      .catch(() => undefined)
      .then(() => {
        if (writers.get(key) === settled) writers.delete(key);
      });
    writers.set(key, settled);
    return now;
  };

  /** Writes an object aside and names it by `place`, which gets both paths. */
  const write = async (object: NewObject, place: (aside: string, path: string) => Promise<void>): Promise<string> => {
    const path = pathOf(folder, object.key);
    const aside = join(temporary, randomUUID());
    const { line, etag } = fileBytes(object);
    try {
      const file = await open(aside, "wx", 0o600);
      try {
        // Not writev, which may write a part and call it done.
        await file.writeFile(line);
        await file.writeFile(object.bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await folderMade(dirname(path));
      await place(aside, path);
      await folderSynced(dirname(path));
    } finally {
      await rm(aside, { force: true });
    }
    return etag;
  };

  return {
    read: async (key) => (isObjectKey(key) ? readObject(pathOf(folder, key), key) : undefined),
    head: async (key) => (isObjectKey(key) ? readHead(pathOf(folder, key), key) : undefined),
    put: (object) => inTurn(object.key, () => write(object, rename)),
    create: (object) =>
      inTurn(object.key, async () => {
        try {
          await write(object, link);
          return "created";
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code === "EEXIST") return "exists";
          throw error;
        }
      }),
    replace: (object, etag) =>
      inTurn(object.key, async () => {
        const head = await readHead(pathOf(folder, object.key), object.key);
        if (head?.etag !== etag) throw new Problem("store-conflict", { key: object.key });
        return write(object, rename);
      }),
    list: (prefix) => keysUnder(folder, prefix, ""),
    async page(prefix, after = "") {
      const rows: ListedObject[] = [];
      for await (const object of keysUnder(folder, prefix, after)) {
        if (rows.length === pageRows) return { rows, cursor: rows.at(-1)!.key };
        rows.push(object);
      }
      return { rows };
    },
    remove: (key) =>
      inTurn(key, async () => {
        const path = pathOf(folder, key);
        try {
          await unlink(path);
          await folderSynced(dirname(path));
        } catch (error) {
          if (!isAbsent(error)) throw error;
        }
      }),
  };
}

async function* keysUnder(folder: string, prefix: string, after: Cursor): AsyncGenerator<ListedObject> {
  const { path, base } = folderOf(folder, prefix);
  for await (const { key, path: file } of walk(path, base, prefix, after)) {
    const head = await readHead(file, key);
    if (head) yield { key, etag: head.etag, size: head.size };
  }
}

/** Keys of a folder and those below it that start with `prefix` and come after `after`. @param base what its keys start with */
async function* walk(
  path: string,
  base: string,
  prefix: string,
  after: Cursor,
): AsyncGenerator<{ key: string; path: string }> {
  const entries = await readdir(path, { withFileTypes: true }).catch((error) => {
    if (isAbsent(error)) return [];
    throw error;
  });
  const keys = entries
    .flatMap((entry) => {
      const part = partOf(entry.name, entry.isDirectory());
      return part === undefined ? [] : [{ name: entry.name, key: base + part }];
    })
    .sort((a, b) => inCodePoints(a.key, b.key));
  for (const { name, key } of keys) {
    const isFolder = key.endsWith("/");
    if (!key.startsWith(prefix) && !(isFolder && prefix.startsWith(key))) continue;
    if (inCodePoints(key, after) <= 0 && !(isFolder && after.startsWith(key))) continue;
    if (isFolder) yield* walk(join(path, name), key, prefix, after);
    else yield { key, path: join(path, name) };
  }
}

/** Order of the code points, which is that of the UTF-8 bytes; JavaScript compares UTF-16. */
function inCodePoints(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** Makes a folder and those above it, and waits until their names are on the disk. */
async function folderMade(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let made = path; made.length >= first.length; made = dirname(made)) await folderSynced(dirname(made));
}

function isAbsent(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === "ENOENT" || code === "ENOTDIR";
}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EFBIG: "the disk is full",
  EDQUOT: "the disk is full",
  EIO: "the disk refused to write",
};

/** A full or failing disk as a Problem; anything else as it is. */
function inWords(error: unknown): unknown {
  const reason = reasons[(error as NodeJS.ErrnoException).code ?? ""];
  return reason ? new Problem("store-unavailable", { reason }, { cause: error }) : error;
}
