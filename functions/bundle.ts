import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, type BuildResult, build, type Metafile, type Plugin, stop } from "esbuild";
import { catalogue } from "./catalogue.ts";
import { filesBeside, languageFiles } from "./language-files.ts";
import { pageScript } from "./page-script.ts";
import { verifyScript } from "./verify-script.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Where the built functions lie: `{folder}/{function}/handler.mjs`, beside it `languages`, and nothing else. */
export const bundleFolder = `${root}dist/functions`;

export interface Bundle {
  readonly folder: string;
  readonly metafile: Metafile;
}

/**
 * Node's modules that only the SDK wants are loaded with it. As imports they would be loaded with the bundle, also where the
 * embedded stores never call the SDK: that is most of the time a submission's function needs to load.
 */
const lazyNodeModules: Plugin = {
  name: "lazy-node-modules",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:/ }, ({ path, importer, kind, namespace }) =>
      kind === "import-statement" &&
      namespace === "file" &&
      /node_modules[\\/]@(aws-sdk|smithy|aws)[\\/]/.test(importer)
        ? { path, namespace: "lazy-node" }
        : undefined,
    );
    onLoad({ filter: /.*/, namespace: "lazy-node" }, ({ path }) => ({ contents: `module.exports=require("${path}")` }));
  },
};

/** No function raises what only the command line refuses, so none carries its sentences: residents wait for fewer bytes. */
const withoutCommandProblems: Plugin = {
  name: "without-command-problems",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]lib[\\/]problems[\\/]command\.ts$/ }, () => ({
      contents: "export const commandProblems = {};",
      loader: "js",
    }));
  },
};

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
    charset: "utf8",
    mainFields: ["module", "main"],
    plugins: [languageFiles, pageScript, verifyScript, withoutCommandProblems, lazyNodeModules],
    alias: { "@formatjs/icu-messageformat-parser": "@formatjs/icu-messageformat-parser/no-parser.js" },
    // Ways to credentials that no function takes on AWS; a host on one machine finds them in its own packages.
    external: ["sso", "ini", "process", "web-identity", "login"].map((way) => `@aws-sdk/credential-provider-${way}`),
    // The SDK has CommonJS parts that ask for node's modules by `require`.
    banner: { js: 'import{createRequire as __r}from"node:module";const require=__r(import.meta.url);' },
    legalComments: "none",
    metafile: true,
    write: false,
    logLevel: "warning",
  });
  for (const [path, contents] of await filesBeside(metafile, root)) await replace(`${root}${path}`, contents);
  await Promise.all(outputFiles.map(({ path, contents }) => replace(path, contents)));
  return { folder, metafile };
}

/**
 * The folder of the built functions; built now only when a source changed since the last build, so that a command of a second
 * does not begin with a build of several.
 */
export async function builtFunctions(): Promise<string> {
  const state = await stateOfSources();
  const stamp = `${root}dist/functions.stamp`;
  const built = catalogue.filter(({ name }) => existsSync(`${root}functions/${name}/handler.ts`));
  const isCurrent = (await readFile(stamp, "utf8").catch(() => "")) === state;
  if (isCurrent && built.every(({ name }) => existsSync(`${bundleFolder}/${name}/handler.mjs`))) return bundleFolder;
  const { folder } = await bundleFunctions();
  await replace(stamp, Buffer.from(state));
  return folder;
}

/** Names, times and sizes of everything a bundle is made of, as one hash. */
async function stateOfSources(): Promise<string> {
  const names = ["lib", "functions", "bin"].flatMap((area) =>
    readdirSync(`${root}${area}`, { recursive: true, encoding: "utf8" }).map((name) => `${area}/${name}`),
  );
  const sources = names.filter((name) => /\.(ts|json|css)$/.test(name)).toSorted();
  const lines = await Promise.all(
    [...sources, "package-lock.json"].map(async (name) => {
      const { mtimeMs, size } = await stat(`${root}${name}`);
      return `${name} ${mtimeMs} ${size}`;
    }),
  );
  return createHash("sha256").update(lines.join("\n")).digest("hex");
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
