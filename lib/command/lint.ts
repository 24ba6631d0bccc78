import { resolve } from "node:path";
import { parseDepartmentFolder } from "../survey/department-folder.ts";
import { lint } from "../survey/lint.ts";
import { readFolder } from "./folder-files.ts";
import type { Action } from "./verb.ts";

/** `trust lint FOLDER`: mistakes are refused, advice is given as warnings. */
export const lintFolder: Action = async ({ args, terminal }) => {
  const folder = parseDepartmentFolder(await readFolder(resolve(terminal.folder, String(args[0]))));
  const advice = lint(folder);
  return {
    data: { advice },
    text: advice.length === 0 ? "No advice: wording, scales and languages look fine." : "",
    warnings: advice.map(({ file, item, advice: words }) =>
      [file, item, words].filter((part) => part !== "").join(": "),
    ),
  };
};
