import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";

const entry = fileURLToPath(new URL("../bin/verify.ts", import.meta.url));

/** Where the text of the script stands in for an empty one. */
const scriptModule = /[\\/]lib[\\/]publishing[\\/]verify[\\/]verify-script\.ts$/;

/** What Node 20 has not, and what this is made of uses: esbuild writes older syntax, it adds no older functions. */
const groupByOfNode20 =
  "Map.groupBy??=(all,keyOf)=>{const groups=new Map;for(const one of all){const key=keyOf(one);groups.get(key)?.push(one)??groups.set(key,[one])}return groups};";

/** `verify.mjs`: `bin/verify.ts` as one file that needs only Node 20 or newer. */
export async function builtVerifyScript(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    platform: "node",
    target: "node20",
    format: "esm",
    mainFields: ["module", "main"],
    legalComments: "none",
    banner: {
      // Quantiles come from packages that ask for Node's own parts by `require`.
      js: `// Checks a release: node verify.mjs URL-OR-FOLDER --recompute. Made from bin/verify.ts of mutual-trust.
import{createRequire as __r}from"node:module";const require=__r(import.meta.url);
${groupByOfNode20}`,
    },
    write: false,
    logLevel: "error",
  });
  return outputFiles[0]?.text ?? "";
}

/** For esbuild: functions carry the script as a text, to publish it beside the releases. */
export const verifyScript: Plugin = {
  name: "verify-script",
  setup({ onLoad }) {
    onLoad({ filter: scriptModule }, async () => ({
      contents: `export const verifyScript = ${JSON.stringify(await builtVerifyScript())};`,
      loader: "js",
    }));
  },
};
