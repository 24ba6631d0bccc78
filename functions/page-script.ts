import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const entry = `${root}lib/pages/script/survey.ts`;

/** Where the text of the script stands in for an empty one. */
export const scriptModule = /[\\/]lib[\\/]pages[\\/]survey-script\.ts$/;

/** In the script nothing works by being loaded alone: what is not used stays out, down to the texts of the refusals. */
const withoutSideEffects: Plugin = {
  name: "without-side-effects",
  setup({ onResolve }) {
    onResolve({ filter: /^\./ }, ({ path, resolveDir }) => ({ path: resolve(resolveDir, path), sideEffects: false }));
  },
};

/**
 * The module that `lib/pages/survey-script.ts` is in a build: the script of the survey page, in the language of browsers since 2020, as a text.
 * @throws Error when the text could end the element it stands in
 */
export async function builtScriptModule(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2020",
    charset: "utf8",
    legalComments: "none",
    plugins: [withoutSideEffects],
    write: false,
    logLevel: "error",
  });
  const text = (outputFiles[0]?.text ?? "").trim();
  if (/<\/script|<!--/i.test(text)) throw new Error("the script of the survey page would end its own element");
  return `export const surveyScript = ${JSON.stringify(text)};`;
}

/** For esbuild. */
export const pageScript: Plugin = {
  name: "page-script",
  setup({ onLoad }) {
    onLoad({ filter: scriptModule }, async () => ({ contents: await builtScriptModule(), loader: "js" }));
  },
};
