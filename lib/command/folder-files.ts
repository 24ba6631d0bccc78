import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { readText, unreadable } from "./files.ts";

/** What belongs to a department folder; anything else lying there is none of ours. */
const ours = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}\.(json|csv|geojson|md|txt)$/;

/** The texts of a department folder by file name. @throws Problem `file-unreadable` */
export async function readFolder(folder: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw unreadable(folder, cause);
  });
  // A link is followed: what it leads to is read, or said to be unreadable.
  const names = entries
    .filter((entry) => (entry.isFile() || entry.isSymbolicLink()) && ours.test(entry.name))
    .map(({ name }) => name);
  const files = await Promise.all(
    names.toSorted().map(async (name) => [name, await readText(join(folder, name))] as const),
  );
  return Object.fromEntries(files);
}
