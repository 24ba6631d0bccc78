import { readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Problem } from "../problems/problem.ts";
import { unreadable, writeText } from "./files.ts";
import { findSurvey } from "./find-survey.ts";
import type { Action } from "./verb.ts";

/** `trust export FOLDER` */
export const exportFolder: Action = async ({ args, options, terminal, connect }) => {
  const folder = resolve(terminal.folder, String(args[0]));
  const there = await readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT") return [];
    throw unreadable(folder, cause);
  });
  if (there.length > 0) throw new Problem("folder-not-empty", { folder });
  const connection = await connect();
  const named = options.survey === undefined ? undefined : String(options.survey);
  const { department, survey } = await findSurvey(connection, named);
  const path = `/api/v1/manage/folders/${department}/${survey}`;
  const { version, files } = await connection.call<{ version: string; files: Record<string, string> }>("GET", path);
  const names = Object.keys(files).toSorted();
  const dryRun = options.dryRun === true;
  if (!dryRun) for (const name of names) await writeText(join(folder, name), files[name]!, { replace: false });
  return {
    data: { department, survey, version, folder, files: names },
    text: `${dryRun ? "Would write" : "Wrote"} version ${version} of ${department}/${survey} to ${folder}: ${names.join(", ")}`,
  };
};
