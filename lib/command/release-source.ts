import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { Problem } from "../problems/problem.ts";
import type { ReleaseSource } from "../publishing/verify/verification.ts";
import { reasonOf, shortReason } from "./files.ts";

/**
 * Where a release is read from: an address, or a folder that holds its files or, downloaded with the series around it, `latest/`.
 * An address may name the release's folder, a file in it, or the series, whose `latest/` is meant then.
 * @throws Problem `release-address`, `release-not-found`, and while reading `release-unreachable`
 */
export async function openRelease(where: string, folder: string): Promise<ReleaseSource> {
  if (!/^[a-z]+:\/\//i.test(where)) return inFolder(where, await folderOf(resolve(folder, where)));
  const address = URL.parse(where);
  if (!address || !/^https?:$/.test(address.protocol)) throw new Problem("release-address", { where });
  return overHttp(where, address);
}

const isMissing = (cause: unknown): boolean =>
  ["ENOENT", "ENOTDIR"].includes(String((cause as { code?: unknown }).code));

/** A file stands for its folder, as in an address. */
async function folderOf(named: string): Promise<string> {
  const found = await stat(named).catch(() => undefined);
  return found?.isFile() ? dirname(named) : named;
}

async function inFolder(where: string, named: string): Promise<ReleaseSource> {
  const has = (path: string) =>
    stat(path).then(
      () => true,
      () => false,
    );
  const candidates = [named, join(named, "latest")];
  const found = [];
  for (const path of candidates) if (await has(join(path, "manifest.json"))) found.push(path);
  // A release without its manifest is a fault to report; a folder without any file is no release.
  const folder = found[0] ?? ((await has(join(named, "SHA256SUMS"))) ? named : undefined);
  if (folder === undefined) throw new Problem("release-not-found", { where });
  return {
    name: basename(folder),
    whole: false,
    read: async (path) => {
      try {
        return new Uint8Array(await readFile(join(folder, path)));
      } catch (cause) {
        if (isMissing(cause)) return undefined;
        throw new Problem("release-unreachable", { where: path, reason: reasonOf(cause) }, { cause });
      }
    },
    list: async () => {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      return entries
        .filter((entry) => !entry.isDirectory())
        .map((entry) =>
          join(entry.parentPath, entry.name)
            .slice(folder.length + 1)
            .replaceAll("\\", "/"),
        )
        .toSorted();
    },
  };
}

async function overHttp(where: string, given: URL): Promise<ReleaseSource> {
  const last = given.pathname.split("/").at(-1) ?? "";
  // A name with a dot is a file, unless it ends as a release's name does.
  if (last !== "" && !(last.includes(".") && !/-[0-9a-f]{12}$/.test(last))) given.pathname += "/";
  const base = new URL(".", given);
  const read = (path: string, from: URL) => fetchFile(new URL(path, from));
  const source = (from: URL): ReleaseSource => ({
    name: from.pathname.split("/").at(-2) ?? "",
    whole: true,
    read: (path) => read(path, from),
    list: async () => undefined,
  });
  if (await read("manifest.json", base)) return source(base);
  const latest = new URL("latest/", base);
  if (await read("manifest.json", latest)) return source(latest);
  if (await read("SHA256SUMS", base)) return source(base);
  throw new Problem("release-not-found", { where });
}

async function fetchFile(url: URL): Promise<Uint8Array | undefined> {
  const failed = (reason: string, cause?: unknown) =>
    new Problem("release-unreachable", { where: url.href, reason }, { cause });
  let answer: Response;
  try {
    answer = await fetch(url, { cache: "no-store" });
    if (answer.ok) return new Uint8Array(await answer.arrayBuffer());
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw failed(shortReason(cause instanceof Error ? cause.message : String(cause)), error);
  }
  if ([403, 404, 410].includes(answer.status)) return undefined;
  throw failed(`it answered with status ${answer.status}`);
}
