import { join } from "node:path";

/** Ends the name of every file, so that the objects `a` and `a/b` can both be. */
const ending = "~";

/** Characters that some file system forbids in names, and our own ending. */
const forbidden = /[%~<>:"\\|?*\p{Cc}]|[. ]$/gu;

/** Where an object lies under the folder of its bucket. @param key as `isObjectKey` allows */
export function pathOf(folder: string, key: string): string {
  return join(folder, ...key.split("/").map(toName)) + ending;
}

/** The folder that holds every key starting with `prefix`, and the keys' beginning that it stands for. */
export function folderOf(folder: string, prefix: string): { path: string; base: string } {
  const base = prefix.slice(0, prefix.lastIndexOf("/") + 1);
  return { path: join(folder, ...base.split("/").filter(Boolean).map(toName)), base };
}

/**
 * What an entry of a folder stands for: a part of a key; a folder's ends with `/`, so that entries sorted by it are keys in order.
 * @returns undefined for a file that is no object
 */
export function partOf(name: string, isFolder: boolean): string | undefined {
  if (isFolder) return `${fromName(name)}/`;
  return name.endsWith(ending) ? fromName(name.slice(0, -ending.length)) : undefined;
}

/** Forbidden characters as the percent signs of their bytes. */
function toName(part: string): string {
  return part.replace(forbidden, (character) =>
    [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join(""),
  );
}

function fromName(name: string): string {
  return decodeURIComponent(name);
}
