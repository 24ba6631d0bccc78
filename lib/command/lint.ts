import { resolve } from "node:path";
import { strings } from "../language/strings.ts";
import type { DepartmentFolder } from "../survey/department.ts";
import { parseDepartmentFolder } from "../survey/department-folder.ts";
import { type Advice, lint } from "../survey/lint.ts";
import { readFolder } from "./folder-files.ts";
import type { Action } from "./verb.ts";

/** `trust lint FOLDER`: mistakes are refused, advice is given as warnings. */
export const lintFolder: Action = async ({ args, terminal }) => {
  const folder = parseDepartmentFolder(await readFolder(resolve(terminal.folder, String(args[0]))));
  const advice = [...lint(folder), ...pageAdvice(folder)];
  return {
    data: { advice },
    text: advice.length === 0 ? "No advice: wording, scales and languages look fine." : "",
    warnings: advice.map(({ file, item, advice: words }) =>
      [file, item, words].filter((part) => part !== "").join(": "),
    ),
  };
};

/** What the pages around the questions can say in the department's languages. */
function pageAdvice({ department }: DepartmentFolder): readonly Advice[] {
  const about = (advice: string): Advice => ({ file: "department.json", item: department.id, advice });
  const names = new Intl.DisplayNames("en", { type: "language" });
  const list = (tags: readonly string[]) => new Intl.ListFormat("en").format(tags.map((tag) => names.of(tag) ?? tag));
  const silent = department.languages.filter((tag) => strings(tag).language !== tag);
  const unread = department.languages.filter(
    (tag) => tag !== "en" && !silent.includes(tag) && strings(tag).reviewedBy === null,
  );
  return [
    ...(silent.length > 0 ? [about(`The pages do not speak ${list(silent)}, so nobody is offered it.`)] : []),
    ...(unread.length > 0 ? [about(`No native speaker has read the texts of the pages in ${list(unread)} yet.`)] : []),
  ];
}
