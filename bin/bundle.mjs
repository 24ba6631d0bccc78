// The command line as one file, dist/trust.mjs: it starts in a third of the time that its 200 sources and their packages take.
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const entry = "bin/trust.ts";
const bundle = `${root}dist/trust.mjs`;

/** What a bundle follows from besides its own sources: how it is made, and which packages are installed. */
const conditions = ["bin/bundle.mjs", "tsconfig.json", "package-lock.json", "node_modules/.package-lock.json"];

/** Different after every change, also by a file of the same size with an older date; undefined without the file. */
function stateOf(name) {
  const found = statSync(root + name, { throwIfNoEntry: false });
  return found && `${found.mtimeMs} ${found.ctimeMs} ${found.size}`;
}

/** @returns the bundle, when it is there and none of what it was made of has changed; else undefined */
export function currentBundle() {
  try {
    const bytes = readFileSync(bundle);
    const sources = JSON.parse(bytes.toString("utf8", "//".length, bytes.indexOf("\n")));
    return Object.entries(sources).every(([name, state]) => stateOf(name) === state) ? bundle : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Makes the bundle. Its first line says what it was made of, so that another process, which may be making one now, always finds the
 * two together.
 * @throws what stands in the way: a fault in a source, a folder that may not be written to
 */
export async function makeBundle() {
  // Files date from the last tick of the system's clock, which may be some milliseconds back.
  const began = Date.now() - 1000;
  const { build, stop } = await import("esbuild");
  const { metafile, outputFiles } = await build({
    entryPoints: [root + entry],
    absWorkingDir: root,
    outfile: bundle,
    bundle: true,
    platform: "node",
    target: "node24",
    format: "esm",
    charset: "utf8",
    mainFields: ["module", "main"],
    plugins: [requiredLate, ownAddresses],
    banner: { js: 'import{createRequire as __r}from"node:module";const require=__r(import.meta.url);' },
    metafile: true,
    write: false,
    logLevel: "silent",
  });
  await stop();
  const own = Object.keys(metafile.inputs).filter((name) => /^(bin|lib|functions)\//.test(name));
  const sources = [...own, ...conditions].map((name) => {
    // Changed while esbuild read: what it saw is not known, so this one never counts as unchanged.
    const isOld = (statSync(root + name, { throwIfNoEntry: false })?.ctimeMs ?? 0) < began;
    return [name, isOld ? (stateOf(name) ?? null) : null];
  });
  const aside = `${bundle}.${process.pid}.tmp`;
  mkdirSync(dirname(bundle), { recursive: true });
  writeFileSync(aside, `//${JSON.stringify(Object.fromEntries(sources))}\n${outputFiles[0].text}`);
  renameSync(aside, bundle);
  return bundle;
}

/**
 * Node's modules, and packages that only a host needs, are loaded with the module that wants them: as imports they would all be
 * loaded with the bundle, and node:http as an import brings the whole of `fetch` with it.
 */
const requiredLate = {
  name: "required-late",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(node:|@aws-sdk\/|esbuild$)/ }, ({ path, namespace }) =>
      namespace === "required-late" ? { path, external: true } : { path, namespace: "required-late" },
    );
    onLoad({ filter: /.*/, namespace: "required-late" }, ({ path }) => ({
      contents: `module.exports=require("${path}")`,
    }));
  },
};

/** A source that finds files beside itself finds them from the bundle too. What its texts say of `import.meta.url` stays as it is. */
const ownAddresses = {
  name: "own-addresses",
  setup({ onLoad, esbuild }) {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const text = readFileSync(path, "utf8");
      if (!text.includes("import.meta.url")) return undefined;
      const place = relative(dirname(bundle), path).replaceAll("\\", "/");
      const { code } = await esbuild.transform(text, { loader: "ts", define: { "import.meta.url": "ownAddress" } });
      const address = `const ownAddress = /* @__PURE__ */ new URL(${JSON.stringify(place)}, import.meta.url).href;`;
      return { contents: `${address}\n${code}`, loader: "js" };
    });
  },
};
