import { resolve } from "node:path";
import { readFolder } from "./folder-files.ts";
import type { Action } from "./verb.ts";

interface Applied {
  readonly department: string;
  readonly survey: string;
  readonly version: string;
  readonly changes: readonly string[];
  readonly waves: readonly { readonly wave: string; readonly instrument: string }[];
}

/** `trust apply FOLDER` */
export const apply: Action = async ({ args, options, terminal, connect }) => {
  const files = await readFolder(resolve(terminal.folder, String(args[0])));
  const connection = await connect();
  const dryRun = options.dryRun === true;
  const applied = await connection.call<Applied>("PUT", "/api/v1/manage/folders", { files });
  const name = `${applied.department}/${applied.survey}`;
  const changes = applied.changes.map((change) => `  ${change}`);
  const waves = applied.waves.map(({ wave, instrument }) => `  wave ${wave} shows the instrument ${instrument}`);
  const first =
    changes.length === 0
      ? `${name} is as it was applied before (version ${applied.version}).`
      : `${dryRun ? "Would store" : "Stored"} ${name} as version ${applied.version}:`;
  return { data: applied, text: [first, ...changes, ...waves].join("\n") };
};
