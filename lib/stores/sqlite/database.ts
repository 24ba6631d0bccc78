import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Problem } from "../../problems/problem.ts";
import { syncFile, syncFolder } from "../files/sync.ts";
import { claimantOf, claimDataFolder, openDataFolder, usable } from "./data-folder.ts";
import { formats } from "./formats.ts";
import { sqliteErrorOf } from "./sqlite-error.ts";

export interface OpenedData {
  readonly folder: string;
  readonly database: DatabaseSync;
}

/**
 * Opens a data folder for this process alone, bringing an older format up to date after making a copy of it.
 * The lock is SQLite's own and goes with the process, however it ends. Exclusive mode also keeps the write-ahead log's
 * index in memory instead of in a file, where it would outlive the log.
 * @param steps what leads from each format to the next, from format 0: nothing
 * @throws Problem `folder-in-use`, `folder-foreign`, `folder-unusable`, `folder-newer`, `folder-damaged`
 */
export function openData(path: string, steps: readonly string[] = formats): OpenedData {
  const known = steps.length;
  const folder = openDataFolder(path, known);
  const database = usable(folder, () => new DatabaseSync(join(folder, "store.db")));
  try {
    database.exec(`
      pragma locking_mode = exclusive;
      pragma temp_store = memory;
      pragma secure_delete = on;
      pragma journal_mode = wal;
      pragma synchronous = full;
      pragma foreign_keys = off;
      begin immediate; rollback;
    `);
    const found = formatOf(database);
    if (found > known) throw new Problem("folder-newer", { folder, found, known });
    if (found > 0 && found < known) copyBefore(database, folder, found);
    for (let format = found; format < known; format++) {
      database.exec(`begin immediate; ${steps[format]}; pragma user_version = ${format + 1}; commit`);
    }
    claimDataFolder(folder, known);
  } catch (error) {
    database.close();
    const { busy, damaged, unavailable, reason } = sqliteErrorOf(error);
    if (busy) throw new Problem("folder-in-use", { folder, pid: claimantOf(folder) });
    if (damaged) throw new Problem("folder-damaged", { folder, reason });
    if (unavailable) throw new Problem("folder-unusable", { folder, reason }, { cause: error });
    return usable(folder, () => {
      throw error;
    });
  }
  return { folder, database };
}

function formatOf(database: DatabaseSync): number {
  return Number(database.prepare("pragma user_version").get()?.user_version);
}

function copyBefore(database: DatabaseSync, folder: string, format: number): void {
  const copy = join(folder, `store.before-format-${format + 1}.db`);
  if (existsSync(copy)) rmSync(copy);
  // In key order, and without what was deleted.
  database.prepare("vacuum into ?").run(copy);
  syncFile(copy);
  syncFolder(folder);
}
