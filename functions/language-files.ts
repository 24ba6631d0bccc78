import { readFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import type { Metafile, Plugin } from "esbuild";
import { compileMessages } from "../lib/language/compile-messages.ts";

/** Texts of one language: of the interface, of the result pages, of an instrument. */
const languageFile = /(?:^|[\\/])lib[\\/](?:language|survey[\\/]instruments[\\/][^\\/]+)[\\/].*\.json$/;
const isEnglish = (path: string): boolean => basename(path) === "en.json";

/** Where the texts of a language lie beside a bundle: `languages/strings/vi.json`, `languages/core-1/vi.json`. */
const placeBeside = (path: string): string => `languages/${basename(dirname(path))}/${basename(path)}`;

/**
 * Messages are parsed when a function is built, so that it ships their syntax trees and no parser (33 kB, and its time to load). English
 * is in the bundle; the texts of another language are read from their file when the first of them is wanted, so that thirteen
 * languages cost a function that speaks two of them nothing.
 */
export const languageFiles: Plugin = {
  name: "language-files",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\/languages\// }, ({ path, kind }) =>
      kind === "require-call" ? { path, external: true } : undefined,
    );
    onLoad({ filter: languageFile }, async ({ path }) => {
      const { head, name, texts } = await read(path);
      if (isEnglish(path)) return { contents: JSON.stringify({ ...head, [name]: texts }), loader: "json" };
      const lazily = `get ${name}(){return require("./${placeBeside(path)}")}`;
      return { contents: `export default {...${JSON.stringify(head)},${lazily}}`, loader: "js" };
    });
  },
};

/** The files that have to lie beside the bundles of a build: by the folder of each bundle, name → contents. */
export async function filesBeside({ outputs }: Metafile, root: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const [bundle, { inputs }] of Object.entries(outputs))
    for (const path of Object.keys(inputs))
      if (languageFile.test(path) && !isEnglish(path)) {
        const { texts } = await read(`${root}${path}`);
        files.set(`${dirname(bundle)}/${placeBeside(path)}`, Buffer.from(JSON.stringify(texts)));
      }
  return files;
}

/** A language file as what is small and what is not. */
async function read(path: string): Promise<{ head: object; name: string; texts: object }> {
  const file = JSON.parse(await readFile(path, "utf8"));
  const name = "messages" in file ? "messages" : "texts";
  const { [name]: texts, ...head } = name === "messages" ? compileMessages(file) : file;
  return { head, name, texts };
}
