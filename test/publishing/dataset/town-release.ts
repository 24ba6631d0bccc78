import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { protect } from "../../../lib/disclosure/protect.ts";
import { makeRelease } from "../../../lib/publishing/release.ts";
import { riverbend, sha256 } from "../riverbend.ts";

const facts = {
  previous: null,
  supersedes: null,
  sequence: 3,
  program: { name: "mutual-trust", version: "0.0.0" },
  inputs: [],
};

/** A release of the demo's town: two waves, both streams, every kind of row. */
export async function townRelease() {
  const { estimates, published } = await riverbend({ waves: 2, invited: 500, open: 160 });
  const protectedEstimates = protect(estimates);
  const make = () => makeRelease(protectedEstimates, published, facts, sha256);
  const release = make();
  const bytes = (path: string): Uint8Array => {
    const found = release.files.find((file) => file.path === path);
    if (!found) throw new Error(`no file ${path}`);
    return found.bytes;
  };
  const text = (path: string): string => new TextDecoder().decode(bytes(path));
  return {
    estimates: protectedEstimates,
    published,
    release,
    make,
    bytes,
    text,
    csv: (path: string): Record<string, string>[] => parse(text(path), { columns: true }),
    json: (path: string): unknown => JSON.parse(text(path)),
  };
}
export type TownRelease = Awaited<ReturnType<typeof townRelease>>;

/** The release as an evaluator has it: a folder of files. */
export function releaseFolder({ release }: TownRelease): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), "trust-dataset-"));
  for (const { path, bytes } of release.files) writeFileSync(join(folder, path), bytes);
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}
