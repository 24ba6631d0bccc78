import { type ReleaseFile, textFile } from "../../release-file.ts";
import { type Column, isNumeric } from "../column.ts";
import { tables } from "../tables.ts";
import type { LoaderInput } from "./loader-input.ts";

/** `load.do`: Stata 14 and later. Codes get a numbered twin (`stream_code`) with value labels, as Stata labels only numbers. */
export function loadStata({ title, labels }: LoaderInput): ReleaseFile {
  const columns: readonly Column[] = tables.estimates.columns;
  const texts = columns.flatMap((column, at) => (isNumeric(column) ? [] : [at + 1]));
  const numbers = columns.flatMap((column, at) => (isNumeric(column) ? [at + 1] : []));
  const twins = Object.entries(labels).flatMap(([column, values]) => [
    `label define ${column}_label ///`,
    values.map(({ value, label = value }, at) => `    ${at + 1} ${quote(label)}`).join(" ///\n"),
    `generate int ${column}_code = .`,
    ...values.map(({ value }, at) => `replace ${column}_code = ${at + 1} if ${column} == ${quote(value)}`),
    `label values ${column}_code ${column}_label`,
    `label variable ${column}_code ${quote(columns.find(({ name }) => name === column)?.label ?? column)}`,
  ]);
  return textFile(
    "load.do",
    "text/plain; charset=utf-8",
    `* ${title.replace(/[\r\n]+/g, " ")}
* In the folder of the release:  do load.do
* A number that is not shown is missing (.); an empty text is a value of its own (see suppressed and option).
version 14
import delimited using "estimates.csv", varnames(1) case(preserve) encoding("UTF-8") bindquote(strict) ///
    stringcols(${texts.join(" ")}) numericcols(${numbers.join(" ")}) clear
${columns.map(({ name, label }) => `label variable ${name} ${quote(label)}`).join("\n")}
${twins.join("\n")}
generate double opens_at = clock(substr(opens, 1, 19), "YMD#hms")
generate double closes_at = clock(substr(closes, 1, 19), "YMD#hms")
format opens_at closes_at %tc
`,
  );
}

/** Compound quotes hold quotes; a backquote would begin a macro. */
const quote = (text: string): string => `\`"${text.replace(/[`$\r\n]/g, "'")}"'`;
