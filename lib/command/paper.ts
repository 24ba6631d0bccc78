import { join, resolve } from "node:path";
import { type PaperView, paperForm } from "../pages/paper-form.ts";
import { Problem } from "../problems/problem.ts";
import { parseDepartmentFolder } from "../survey/department-folder.ts";
import { writeText } from "./files.ts";
import { readFolder } from "./folder-files.ts";
import { readTime } from "./instant.ts";
import { readPublicAddress } from "./public-address.ts";
import type { Action } from "./verb.ts";

const sizes: Readonly<Record<string, PaperView["size"]>> = { a4: "A4", letter: "letter" };

/** `trust paper FOLDER`: the survey as a form to print, one file for each language. */
export const paper: Action = async ({ args, options, terminal }) => {
  const { department, survey, areas, instruments } = parseDepartmentFolder(
    await readFolder(resolve(terminal.folder, String(args[0]))),
  );
  const instrument = instruments[survey.instrument]!;
  const closes = Date.parse(readTime("--closes", String(options.closes))(department.timeZone));
  const named = String(options.size).toLowerCase();
  const size = sizes[named];
  if (size === undefined)
    throw new Problem("number-faulty", { option: "--size", value: String(options.size), expected: "a4 or letter" });
  const languages = options.language === undefined ? department.languages : [String(options.language)];
  const unknown = languages.find((language) => !instrument.languages.includes(language));
  if (unknown !== undefined)
    throw new Problem("number-faulty", {
      option: "--language",
      value: unknown,
      expected: `one of ${instrument.languages.join(", ")}`,
    });
  const base =
    options.base === undefined ? undefined : readPublicAddress(String(options.base)).href.replace(/\/+$/, "");
  const files: string[] = [];
  for (const language of languages) {
    const file = join(resolve(terminal.folder, String(options.out)), `${survey.id}-${language}-${named}.html`);
    files.push(file);
    const text = paperForm({ language, size, department, survey, areas, instrument, closes, base });
    if (options.dryRun !== true) await writeText(file, text, { replace: true });
  }
  const verb = options.dryRun === true ? "Would write" : "Wrote";
  return {
    data: { files },
    text: `${files.map((file) => `${verb} ${file}`).join("\n")}\nOpen a file and print it. To enter what comes back: trust links make --mode paper`,
  };
};
