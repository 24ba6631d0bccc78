import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Metafile, type Plugin } from "esbuild";
import type { ScriptKind } from "../lib/pages/survey-script.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const kinds = ["plain", "typed", "branching"] as const satisfies readonly ScriptKind[];

/** Where the text of the script stands in for an empty one. */
export const scriptModule = /(?:^|[\\/])lib[\\/]pages[\\/]survey-script\.ts$/;

/** Properties that no browser, no page and nothing that is kept knows: they may have shorter names. */
const inside =
  /^(survey|form|screens|drafts|outgoing|isSending|tries|timer|thanked|begin|shownItems|beside|isTakeable|count|questionAt|show|keyOf|others|address|wave|page|thanks|seconds|code|isNew|start|next|progress|sending|waiting|carried|secondsPerQuestion|left)$/;

/** In the script nothing works by being loaded alone: what is not used stays out, down to the texts of the refusals. */
const withoutSideEffects: Plugin = {
  name: "without-side-effects",
  setup({ onResolve }) {
    onResolve({ filter: /^\./ }, ({ path, resolveDir }) => ({ path: resolve(resolveDir, path), sideEffects: false }));
  },
};

/** The scripts of the survey page, in the language of browsers since 2020, as texts. */
export async function builtScripts(): Promise<Readonly<Record<ScriptKind, string>>> {
  const built = await Promise.all(kinds.map(async (kind) => [kind, await builtScript(kind)] as const));
  return Object.fromEntries(built) as Record<ScriptKind, string>;
}

/** @throws Error when the text could end the element it stands in */
async function builtScript(kind: ScriptKind): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [`${root}lib/pages/script/${kind}-survey.ts`],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2020",
    charset: "utf8",
    legalComments: "none",
    plugins: [withoutSideEffects],
    mangleProps: inside,
    write: false,
    logLevel: "error",
  });
  const text = (outputFiles[0]?.text ?? "").trim();
  if (/<\/script|<!--/i.test(text)) throw new Error("the script of the survey page would end its own element");
  return text;
}

/** Where the text lies beside a bundle. */
const placeBeside = "survey-scripts.json";

/** Lifts the script out of the bundles: it is read when the first page is drawn, which is seldom the function that takes answers. */
export const pageScript: Plugin = {
  name: "page-script",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\/survey-scripts\.json$/ }, ({ path, kind }) =>
      kind === "require-call" ? { path, external: true } : undefined,
    );
    onLoad({ filter: scriptModule }, () => ({
      contents: `export const surveyScript=(kind)=>require("./${placeBeside}")[kind]`,
      loader: "js",
    }));
  },
};

/** The file that has to lie beside each bundle that draws the survey page: path → contents. */
export async function scriptsBeside({ outputs }: Metafile): Promise<ReadonlyMap<string, Uint8Array>> {
  const drawing = Object.entries(outputs).filter(([, { inputs }]) =>
    Object.keys(inputs).some((path) => scriptModule.test(path)),
  );
  if (drawing.length === 0) return new Map();
  const contents = Buffer.from(JSON.stringify(await builtScripts()));
  return new Map(drawing.map(([bundle]) => [`${dirname(bundle)}/${placeBeside}`, contents]));
}
