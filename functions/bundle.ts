import { existsSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, type BuildResult, build, type Metafile, stop } from "esbuild";
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
 * @param folder where to; each file is replaced at once and only when it differs, so that a host that runs from it goes on
 */
export async function bundleFunctions(
  names: readonly string[] = catalogue.map(({ name }) => name),
  folder: string = bundleFolder,
): Promise<Bundle> {
  const entries = names.map((name) => [`${name}/handler`, `${root}functions/${name}/handler.ts`] as const);
  const { metafile, outputFiles } = await buildAlone({
    entryPoints: Object.fromEntries(entries.filter(([, path]) => existsSync(path))),
    outdir: folder,
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
    write: false,
    logLevel: "warning",
  });
  await Promise.all(outputFiles.map(({ path, contents }) => replace(path, contents)));
  return { folder, metafile };
}

let building = 0;

/** esbuild works in a process of its own, which a host that runs for months need not keep. */
async function buildAlone<Options extends BuildOptions>(options: Options): Promise<BuildResult<Options>> {
  building++;
  try {
    return await build<Options>(options as never);
  } finally {
    building--;
    if (building === 0) await stop();
  }
}

async function replace(path: string, contents: Uint8Array): Promise<void> {
  const present = await readFile(path).catch(() => undefined);
  if (present?.equals(contents)) return;
  await mkdir(dirname(path), { recursive: true });
  const aside = `${path}.${process.pid}.tmp`;
  await writeFile(aside, contents);
  await rename(aside, path);
}
