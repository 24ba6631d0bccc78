import { type ReleaseFile, textFile } from "../../release-file.ts";
import { type Column, isNumeric } from "../column.ts";
import { tables } from "../tables.ts";
import { type LoaderInput, loadedTables } from "./loader-input.ts";

/** `load.sps`: SPSS and PSPP. Value labels of an empty text are left out: SPSS has no such text. */
export function loadSpss({ title, labels, width }: LoaderInput): ReleaseFile {
  const tableCode = [...loadedTables].reverse().map((name) => {
    const columns: readonly Column[] = tables[name].columns;
    const format = (column: Column) => {
      if (isNumeric(column)) return column.type === "integer" ? "F8.0" : "F8.2";
      return `A${Math.max(1, width(name, column.name))}`;
    };
    return `GET DATA /TYPE=TXT /FILE='${name}.csv' /ENCODING='UTF8' /ARRANGEMENT=DELIMITED /FIRSTCASE=2
  /DELIMITERS=',' /QUALIFIER='"' /VARIABLES=
  ${columns.map((column) => `${column.name} ${format(column)}`).join("\n  ")}.
VARIABLE LABELS
${columns.map((column) => `  ${column.name} ${quote(column.label)}`).join("\n")}.
EXECUTE.
${name === "estimates" ? "DATASET NAME" : "DATASET COPY"} ${name}.`;
  });
  const valueCode = Object.entries(labels).flatMap(([column, values]) => {
    const labelled = values.filter(({ value, label }) => value !== "" && label !== undefined);
    if (labelled.length === 0) return [];
    const lines = labelled.map(({ value, label = "" }) => `  ${quote(value)} ${quote(label.slice(0, 100))}`);
    return `VALUE LABELS ${column}\n${lines.join("\n")}.`;
  });
  return textFile(
    "load.sps",
    "text/plain; charset=utf-8",
    `* ${title.replace(/[\r\n.]+/g, " ")}.
* In the folder of the release (CD first): the datasets estimates, representation, quality and yearly.
* A number that is not shown is system-missing; the variable suppressed says why.
${tableCode.join("\n")}
${valueCode.join("\n")}
`,
  );
}

/** A text within apostrophes, which are doubled. */
const quote = (text: string): string => `'${text.replaceAll("'", "''").replace(/[\r\n]+/g, " ")}'`;
