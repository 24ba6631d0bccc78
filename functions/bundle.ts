import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Metafile, type Plugin, stop } from "esbuild";
import { catalogue } from "./catalogue.ts";
import { highsBeside } from "./highs-file.ts";
import { filesBeside, languageFiles } from "./language-files.ts";
import { pageScript, scriptsBeside } from "./page-script.ts";
import { sdkBeside, sdkFile } from "./sdk-file.ts";
import { verifyScript } from "./verify-script.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * Where the built functions lie: `{folder}/{function}/handler.mjs`, beside it what it reads when it first wants it: `languages`,
 * `survey-scripts.json`, `sdk.cjs`, `highs.wasm`.
 */
export const bundleFolder = `${root}dist/functions`;

export interface Bundle {
  readonly folder: string;
  readonly metafile: Metafile;
}

/** Functions that residents wait for. */
export const residentFunctions: readonly string[] = ["home", "survey-page", "submit-response"];

/**
 * Refusals that a function cannot raise, by their file in `lib/problems`: it carries none of their sentences. No function raises those of the
 * command line, and none that residents wait for those of estimates, releases and department folders.
 */
export const neverRaised = {
  anywhere: ["command"],
  forResidents: ["command", "department", "estimation", "publishing"],
} as const;

const withoutProblems = (areas: readonly string[]): Plugin => ({
  name: "without-problems",
  setup({ onLoad }) {
    onLoad({ filter: new RegExp(`[\\\\/]lib[\\\\/]problems[\\\\/](${areas.join("|")})\\.ts$`) }, ({ path }) => ({
      contents: `export const ${basename(path, ".ts")}Problems = {};`,
      loader: "js",
    }));
  },
});

/**
 * Builds every function of the catalogue: those of residents in one esbuild call, the others in another. AWS and the local host run
 * these same bytes. No source maps or metafile lie in the folders, for they are what Lambda gets.
 * @param names  those to build; default all that have a handler
 * @param folder where to; each file is replaced at once and only when it differs, so that a host that runs from it goes on
 */
export async function bundleFunctions(
  names: readonly string[] = catalogue.map(({ name }) => name),
  folder: string = bundleFolder,
): Promise<Bundle> {
  return whileBuilding(() => bundleAll(names, folder));
}

async function bundleAll(names: readonly string[], folder: string): Promise<Bundle> {
  const present = names.filter((name) => existsSync(`${root}functions/${name}/handler.ts`));
  const isResident = (name: string): boolean => residentFunctions.includes(name);
  const builds = await Promise.all([
    bundled(present.filter(isResident), folder, neverRaised.forResidents),
    bundled(
      present.filter((name) => !isResident(name)),
      folder,
      neverRaised.anywhere,
    ),
  ]);
  const bundles = merged(builds.map(({ metafile }) => metafile));
  const sdk = await sdkBeside(bundles);
  const beside = [
    ...sdk.files,
    ...(await filesBeside(bundles, root)),
    ...(await scriptsBeside(bundles)),
    ...(await highsBeside(bundles, root)),
  ];
  for (const [path, contents] of beside) await replace(`${root}${path}`, contents);
  const outputFiles = builds.flatMap(({ outputFiles }) => outputFiles);
  await Promise.all(outputFiles.map(({ path, contents }) => replace(path, contents)));
  return { folder, metafile: merged([bundles, sdk.metafile]) };
}

const bundled = (names: readonly string[], folder: string, without: readonly string[]) =>
  build({
    entryPoints: Object.fromEntries(names.map((name) => [`${name}/handler`, `${root}functions/${name}/handler.ts`])),
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
    plugins: [languageFiles, pageScript, verifyScript, sdkFile, withoutProblems(without)],
    alias: { "@formatjs/icu-messageformat-parser": "@formatjs/icu-messageformat-parser/no-parser.js" },
    // For what lies beside a bundle.
    banner: { js: 'import{createRequire as __r}from"node:module";const require=__r(import.meta.url);' },
    legalComments: "none",
    metafile: true,
    write: false,
    logLevel: "warning",
  });

const merged = (metafiles: readonly Metafile[]): Metafile => ({
  inputs: Object.assign({}, ...metafiles.map(({ inputs }) => inputs)),
  outputs: Object.assign({}, ...metafiles.map(({ outputs }) => outputs)),
});

/**
 * The folder of the built functions; built now only when a source changed since the last build, so that a command of a second
 * does not begin with a build of several.
 */
export async function builtFunctions(): Promise<string> {
  const sources = await stateOfSources();
  const stamp = `${root}dist/functions.stamp`;
  const stamped = await readFile(stamp, "utf8").catch(() => "");
  // With the state of what was built: somebody who began before the last change may have built after it.
  if (stamped === `${sources}\n${await stateOfBuilt()}`) return bundleFolder;
  const { folder } = await bundleFunctions();
  await replace(stamp, Buffer.from(`${sources}\n${await stateOfBuilt()}`));
  return folder;
}

/** Everything a bundle is made of. */
async function stateOfSources(): Promise<string> {
  const names = ["lib", "functions", "bin"].flatMap((area) =>
    readdirSync(`${root}${area}`, { recursive: true, encoding: "utf8" }).map((name) => `${area}/${name}`),
  );
  const sources = names.filter((name) => /\.(ts|json|css)$/.test(name)).toSorted();
  return stateOf([...sources, "package-lock.json"]);
}

const stateOfBuilt = (): Promise<string> => stateOf(catalogue.map(({ name }) => `dist/functions/${name}/handler.mjs`));

/** Names, times and sizes of files as one hash. */
async function stateOf(names: readonly string[]): Promise<string> {
  const lines = await Promise.all(
    names.map(async (name) => {
      const found = await stat(`${root}${name}`).catch(() => undefined);
      return `${name} ${found?.mtimeMs} ${found?.size}`;
    }),
  );
  return createHash("sha256").update(lines.join("\n")).digest("hex");
}

let building = 0;

/** esbuild works in a process of its own, which a host that runs for months need not keep. */
async function whileBuilding<Value>(act: () => Promise<Value>): Promise<Value> {
  building++;
  try {
    return await act();
  } finally {
    building--;
    if (building === 0) await stop();
  }
}

let asides = 0;

async function replace(path: string, contents: Uint8Array): Promise<void> {
  const present = await readFile(path).catch(() => undefined);
  if (present?.equals(contents)) return;
  await mkdir(dirname(path), { recursive: true });
  // Numbered, for two hosts of one process may build at once.
  const aside = `${path}.${process.pid}.${++asides}.tmp`;
  await writeFile(aside, contents);
  await rename(aside, path);
}
