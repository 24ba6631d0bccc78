import { type ReleaseFile, textFile } from "../../release-file.ts";
import { type Column, isNumeric } from "../column.ts";
import { tables } from "../tables.ts";
import { type LoaderInput, loadedTables } from "./loader-input.ts";

/** `load.R`: base R only; variable and value labels as attributes, in the form that the package haven reads and writes. */
export function loadR({ title, labels }: LoaderInput): ReleaseFile {
  const tableCode = loadedTables.map((name) => {
    const columns: readonly Column[] = tables[name].columns;
    const numbers = columns.filter(isNumeric).map((column) => column.name);
    const instants = columns.filter(({ type }) => type === "instant").map((column) => column.name);
    return `  ${name} <- read_table("${name}.csv",
    numbers = ${vector(numbers)},
    instants = ${vector(instants)},
    labels = c(${columns.map((column) => `${column.name} = ${quote(column.label)}`).join(", ")}))`;
  });
  const valueCode = Object.entries(labels).flatMap(([column, values]) => {
    const labelled = values.filter(({ label }) => label !== undefined);
    if (labelled.length === 0) return [];
    return `  attr(estimates$${column}, "labels") <- c(
${labelled.map(({ value, label = "" }) => `    ${quote(label)} = ${quote(value)}`).join(",\n")})`;
  });
  return textFile(
    "load.R",
    "text/plain; charset=utf-8",
    `# ${oneLine(title)}
# In the folder of the release:  source("load.R")
# makes the data frames estimates, representation, quality, yearly and codebook. A number that is not shown is NA; an empty
# text is a value of its own (see suppressed and option). Labels: attr(estimates$value, "label"), attr(estimates$measure, "labels").
load_release <- function(folder = ".") {
  read_text <- function(file) {
    read.csv(file.path(folder, file), colClasses = "character", na.strings = character(0), encoding = "UTF-8", check.names = FALSE)
  }
  read_table <- function(file, numbers, instants, labels) {
    rows <- read_text(file)
    for (name in numbers) rows[[name]] <- as.numeric(ifelse(rows[[name]] == "", NA, rows[[name]]))
    for (name in instants) rows[[name]] <- as.POSIXct(rows[[name]], tz = "UTC", format = "%Y-%m-%dT%H:%M:%OS")
    for (name in names(labels)) attr(rows[[name]], "label") <- labels[[name]]
    rows
  }
${tableCode.join("\n")}
${valueCode.join("\n")}
  list(estimates = estimates, representation = representation, quality = quality, yearly = yearly, codebook = read_text("codebook.csv"))
}
list2env(load_release(), globalenv())
`,
  );
}

/** JSON's escapes are R's, but for the slash that neither needs. */
const quote = (text: string): string => JSON.stringify(text);
const vector = (names: readonly string[]): string =>
  names.length === 0 ? "character(0)" : `c(${names.map(quote).join(", ")})`;
const oneLine = (text: string): string => text.replace(/[\r\n]+/g, " ");
