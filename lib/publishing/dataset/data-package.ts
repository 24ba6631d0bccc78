import { type ReleaseFile, type Sha256Bytes, textFile } from "../release-file.ts";
import type { About } from "./about.ts";
import { besideTables } from "./beside-tables.ts";
import { type Column, isNumeric, type Table } from "./column.ts";
import { tables } from "./tables.ts";
import type { ValueLabel } from "./value-labels.ts";
import { wideTables } from "./wide/wide-columns.ts";
import type { WideMapping } from "./wide/wide-layout.ts";

/** Codes of the columns of `estimates` by column; their order means something where `ordered` holds the column. */
export type Labels = Readonly<Record<string, readonly ValueLabel[]>>;
const ordered = ["wave", "option"];

/**
 * `datapackage.json` (Data Package 2.0): every table with types, descriptions, labelled codes, what an empty field means, and its
 * key; every file with its size and SHA-256. It does not name the release, whose name depends on it.
 * @param files  everything else in the release that holds data
 * @param mapping what the columns of the wide layouts are taken from, over the default
 */
export function dataPackage(
  about: About,
  sequence: number,
  labels: Labels,
  files: readonly ReleaseFile[],
  sha256: Sha256Bytes,
  mapping: WideMapping = {},
): ReleaseFile {
  const known: Readonly<Record<string, Table>> = { ...tables, ...besideTables, ...wideTables(mapping) };
  const { name, title, description, keywords, licence, licenceAddress, department, sponsor, demo, doi } = about;
  const descriptor = {
    $schema: "https://datapackage.org/profiles/2.0/datapackage.json",
    ...(doi !== undefined && { id: doi }),
    name,
    title,
    description: [
      description,
      ...about.sampling.map(({ stream, sentences }) => `${stream}: ${sentences.join(" ")}`),
    ].join("\n\n"),
    version: String(sequence),
    demo,
    keywords,
    // A name has to be one of letters, digits and dots; a licence in other words stands in the README.
    ...(/^[-\w.]+$/.test(licence) && {
      licenses: [{ name: licence, ...(licenceAddress && { path: licenceAddress }) }],
    }),
    contributors: [
      { title: department, roles: ["publisher"] },
      { title: sponsor, roles: ["funder"] },
    ],
    resources: files.map((file) => resource(file, known, labels, sha256)),
  };
  return textFile("datapackage.json", "application/json", `${JSON.stringify(descriptor, null, 1)}\n`);
}

function resource(
  { path, bytes, contentType }: ReleaseFile,
  known: Readonly<Record<string, Table>>,
  labels: Labels,
  sha256: Sha256Bytes,
): object {
  const [name = "", format = ""] = path.split(".");
  const table = format === "csv" ? (known[name] ?? figureTable(name)) : undefined;
  const isCoded = table?.name === "yearly" || table?.columns === tables.estimates.columns;
  return {
    name: table ? name : `${name}-${format}`,
    path,
    title: table?.title ?? titleOf(name, format),
    ...(table && { type: "table" }),
    format,
    mediatype: contentType.split(";")[0],
    ...(contentType.startsWith("text/") && { encoding: "utf-8" }),
    bytes: bytes.length,
    hash: `sha256:${sha256(bytes)}`,
    ...(table && { schema: tableSchema(table, isCoded ? labels : {}) }),
  };
}

/** The rows under a figure of the report have the columns of `estimates`. */
const figureTable = (name: string): Table => ({
  ...tables.estimates,
  name,
  title: `Rows of estimates.csv behind the figure of ${name.replace("figure-", "")} in report.html`,
});

function titleOf(name: string, format: string): string {
  switch (format) {
    case "geojson":
      return "The map with the newest headline numbers of every area";
    case "svg":
      return `The trend of ${name.replace("figure-trend-", "")} as a picture`;
    case "txt":
      return "Hashes by which people who answered see that they were counted";
    default:
      return `${tables.estimates.title}; the rows of estimates.csv`;
  }
}

const schemaAddress = "https://datapackage.org/profiles/2.0/tableschema.json";

function tableSchema({ columns, key }: Table, labels: Labels): object {
  return {
    $schema: schemaAddress,
    fields: columns.map((column) => field(column, key, labels[column.name])),
    primaryKey: key,
  };
}

const types = { text: "string", instant: "datetime", integer: "integer", number: "number" } as const;

function field(column: Column, key: readonly string[], labels: readonly ValueLabel[] | undefined): object {
  const { name, type, label, description, empty } = column;
  const categories = empty === undefined ? labels : [{ value: "", label: empty }, ...(labels ?? [])];
  return {
    name,
    type: types[type],
    title: label,
    description: empty === undefined ? description : `${description} Empty: ${empty}.`,
    // An empty text is a value of its own, and the only way to say "the measure as a whole" in a key.
    missingValues: isNumeric(column) ? [{ value: "", label: empty }] : [],
    ...(labels && { categories, categoriesOrdered: ordered.includes(name) }),
    ...((key.includes(name) || type === "instant") && { constraints: { required: true } }),
  };
}
