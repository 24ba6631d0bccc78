import type { DatabaseSync } from "node:sqlite";

/** Above this, rewriting the database would hold up submissions; it waits for the end of a wave. */
const quickBytes = 64 * 2 ** 20;

/**
 * Rewrites the database in key order and empties its log. Before it, the log shows in which order answers came, and pages
 * hold bytes of what was deleted; after it, neither does.
 * @param whole however large the database is; otherwise only the log of a large one is emptied
 */
export function keepHouse(database: DatabaseSync, whole: boolean): void {
  const pages = Number(database.prepare("pragma page_count").get()?.page_count);
  const bytes = Number(database.prepare("pragma page_size").get()?.page_size);
  if (whole || pages * bytes <= quickBytes) database.exec("vacuum");
  database.exec("pragma wal_checkpoint(truncate)");
}
