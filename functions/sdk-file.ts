import { dirname, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Metafile, type Plugin } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The module that names what the adapters of a kind use of the SDK. */
const sdkModule = /^\.\.?\/(?:s3\/)?sdk\.ts$/;
const namespace = "sdk-file";

/** Ways to credentials that no function takes on AWS; a host on one machine finds them in its own packages. */
const unusedWays = ["sso", "ini", "process", "web-identity", "login"].map(
  (way) => `@aws-sdk/credential-provider-${way}`,
);

/**
 * The AWS SDK is two thirds of a function's code. It lies in a file of its own beside the bundle, which is read when the cloud stores are
 * chosen: with the embedded ones no processor parses it.
 */
export const sdkFile: Plugin = {
  name: "sdk-file",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: sdkModule }, ({ path, resolveDir }) => ({
      path: relative(root, resolve(resolveDir, path)).replaceAll(sep, "/"),
      namespace,
    }));
    onResolve({ filter: /^\.\/sdk\.cjs$/, namespace }, ({ path }) => ({ path, external: true }));
    onLoad({ filter: /.*/, namespace }, () => ({ contents: 'module.exports=require("./sdk.cjs")', loader: "js" }));
  },
};

/**
 * `sdk.cjs` beside each bundle that has cloud stores, with the clients that it uses in one file, as they share most of their code: path
 * → contents, and what they are made of.
 */
export async function sdkBeside({
  outputs,
}: Metafile): Promise<{ files: Map<string, Uint8Array>; metafile: Metafile }> {
  const files = new Map<string, Uint8Array>();
  const metafile: Metafile = { inputs: {}, outputs: {} };
  const made = new Map<string, ReturnType<typeof buildSdk>>();
  for (const [bundle, { inputs }] of Object.entries(outputs)) {
    const used = Object.keys(inputs).filter((path) => path.startsWith(`${namespace}:`));
    if (used.length === 0) continue;
    const source = used
      .toSorted()
      .map((path) => `export*from"./${path.slice(namespace.length + 1)}";`)
      .join("");
    const building = made.get(source) ?? buildSdk(source);
    made.set(source, building);
    const sdk = await building;
    const path = `${dirname(bundle)}/sdk.cjs`;
    files.set(path, sdk.contents);
    Object.assign(metafile.inputs, sdk.metafile.inputs);
    metafile.outputs[path] = Object.values(sdk.metafile.outputs)[0]!;
  }
  return { files, metafile };
}

async function buildSdk(contents: string): Promise<{ contents: Uint8Array; metafile: Metafile }> {
  const { metafile, outputFiles } = await build({
    stdin: { contents, resolveDir: root },
    outfile: "sdk.cjs",
    absWorkingDir: root,
    bundle: true,
    minify: true,
    platform: "node",
    target: "node24",
    format: "cjs",
    charset: "utf8",
    mainFields: ["module", "main"],
    external: unusedWays,
    legalComments: "none",
    metafile: true,
    write: false,
    logLevel: "warning",
  });
  return { contents: outputFiles[0]?.contents ?? new Uint8Array(), metafile };
}
