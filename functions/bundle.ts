import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build, type Metafile } from "esbuild";
import { catalogue } from "./catalogue.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Where the built functions lie: `{folder}/{function}/handler.mjs`, one self-contained file each. */
export const bundleFolder = `${root}dist/functions`;

export interface Bundle {
  readonly folder: string;
  readonly metafile: Metafile;
}

/**
 * Builds every function of the catalogue in one esbuild call. AWS and the local host run these same bytes.
 * No source maps or metafile lie in the folders, for they are what Lambda gets.
 * @param names  those to build; default all that have a handler
 * @param folder where to; written aside and moved into place, so a running reader never sees half a build
 */
export async function bundleFunctions(
  names: readonly string[] = catalogue.map(({ name }) => name),
  folder: string = bundleFolder,
): Promise<Bundle> {
  const entries = names.map((name) => [`${name}/handler`, `${root}functions/${name}/handler.ts`] as const);
  const aside = `${folder}.${process.pid}`;
  const { metafile } = await build({
    entryPoints: Object.fromEntries(entries.filter(([, path]) => existsSync(path))),
    outdir: aside,
    outExtension: { ".js": ".mjs" },
    absWorkingDir: root,
    bundle: true,
    minify: true,
    platform: "node",
    target: "node24",
    format: "esm",
    mainFields: ["module", "main"],
    // The SDK has CommonJS parts that ask for node's modules by `require`.
    banner: { js: 'import{createRequire as __r}from"node:module";const require=__r(import.meta.url);' },
    legalComments: "none",
    metafile: true,
    logLevel: "warning",
  });
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await rm(folder, { recursive: true });
  await rename(aside, folder);
  return { folder, metafile };
}
