import { type ReleaseFile, textFile } from "../../release-file.ts";
import { type Column, isNumeric } from "../column.ts";
import { tables } from "../tables.ts";
import { type LoaderInput, loadedTables } from "./loader-input.ts";

/**
 * `load.do`: Stata 14 and later, one table at a time, as Stata holds one. Codes get a numbered twin (`stream_code`) with value labels, as
 * Stata labels only numbers.
 */
export function loadStata({ title, labels }: LoaderInput): ReleaseFile {
  const others = loadedTables.filter((name) => name !== "estimates");
  return textFile(
    "load.do",
    "text/plain; charset=utf-8",
    `* ${title.replace(/[\r\n]+/g, " ")}
* In the folder of the release:  do load.do
* Another table than estimates:  do load.do yearly   (${others.join(", ")})
* A number that is not shown is missing (.); an empty text is a value of its own (see suppressed and option).
version 14
args table
if "\`table'" == "" local table "estimates"
if !inlist("\`table'", ${loadedTables.map((name) => `"${name}"`).join(", ")}) {
    display as error "no such table: \`table'"
    exit 198
}
${loadedTables.map((name) => `if "\`table'" == "${name}" {\n${indented(tableCode(name, labels))}\n}`).join("\n")}
`,
  );
}

function tableCode(name: (typeof loadedTables)[number], labels: LoaderInput["labels"]): string {
  const columns: readonly Column[] = tables[name].columns;
  const at = (keep: (column: Column) => boolean) => columns.flatMap((column, at) => (keep(column) ? [at + 1] : []));
  const lists = [
    `stringcols(${at((column) => !isNumeric(column)).join(" ")})`,
    `numericcols(${at(isNumeric).join(" ")})`,
  ];
  const instants = columns.filter(({ type }) => type === "instant").map((column) => column.name);
  // The same columns as in the data package: other tables have other codes under some of these names.
  const coded = name === "estimates" || name === "yearly" ? columns.filter((column) => labels[column.name]) : [];
  return [
    `import delimited using "${name}.csv", varnames(1) case(preserve) encoding("UTF-8") bindquote(strict) ///`,
    `    ${lists.join(" ")} clear`,
    ...columns.map((column) => `label variable ${column.name} ${quote(column.label)}`),
    ...coded.flatMap((column) => twin(column, labels[column.name] ?? [])),
    ...instants.map((column) => `generate double ${column}_at = clock(substr(${column}, 1, 19), "YMD#hms")`),
    ...(instants.length > 0 ? [`format ${instants.map((column) => `${column}_at`).join(" ")} %tc`] : []),
  ].join("\n");
}

function twin({ name, label }: Column, values: NonNullable<LoaderInput["labels"][string]>): readonly string[] {
  if (values.length === 0) return [];
  return [
    `label define ${name}_label ///`,
    `${values.map(({ value, label: meaning = value }, at) => `    ${at + 1} ${quote(meaning)}`).join(" ///\n")}, replace`,
    `generate int ${name}_code = .`,
    ...values.map(({ value }, at) => `replace ${name}_code = ${at + 1} if ${name} == ${quote(value)}`),
    `label values ${name}_code ${name}_label`,
    `label variable ${name}_code ${quote(label)}`,
  ];
}

const indented = (code: string): string => code.replace(/^/gm, "    ");

/** Compound quotes hold quotes; a backquote would begin a macro. */
const quote = (text: string): string => `\`"${text.replace(/[`$\r\n]/g, "'")}"'`;
