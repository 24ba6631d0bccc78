import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Metafile } from "esbuild";

const solver = "node_modules/highs/build/highs.mjs";

/** `highs.wasm` beside each bundle that solves linear programs, where the solver looks for it when it is first wanted: path → contents. */
export async function highsBeside({ outputs }: Metafile, root: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const [bundle, { inputs }] of Object.entries(outputs))
    if (solver in inputs)
      files.set(`${dirname(bundle)}/highs.wasm`, await readFile(`${root}${solver.replace(/mjs$/, "wasm")}`));
  return files;
}
