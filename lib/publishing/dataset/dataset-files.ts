import type { ProtectedEstimates } from "../../disclosure/protected-estimates.ts";
import { codebookFile, codebookRows } from "../codebook.ts";
import { estimatesFiles } from "../estimates-files.ts";
import type { PublishedSurvey } from "../published-survey.ts";
import type { ReleaseFile, Sha256Bytes } from "../release-file.ts";
import { yearlyFile, yearlyRows } from "../yearly-file.ts";
import { aboutDataset } from "./about.ts";
import { citationFile } from "./citation.ts";
import { dataPackage } from "./data-package.ts";
import { ddiCodebook } from "./ddi-codebook.ts";
import { loadPython } from "./loaders/load-python.ts";
import { loadR } from "./loaders/load-r.ts";
import { loadSpss } from "./loaders/load-spss.ts";
import { loadStata } from "./loaders/load-stata.ts";
import { estimatesParquet } from "./parquet.ts";
import { type ReleaseStory, readmeFile } from "./readme.ts";
import { codedColumns, valueLabels } from "./value-labels.ts";
import { wideFiles } from "./wide/wide-files.ts";

/**
 * The dataset of a release: its tables and everything that describes and loads them, the same bytes for the same arguments.
 * @param story  the release in its series; its own name depends on these files and is not in them
 * @param beside other files with data of the release, to be described too
 */
export function datasetFiles(
  estimates: ProtectedEstimates,
  published: PublishedSurvey,
  story: ReleaseStory,
  beside: readonly ReleaseFile[],
  sha256: Sha256Bytes,
): readonly ReleaseFile[] {
  const { department, survey } = published;
  const { sequence } = story;
  const about = aboutDataset(estimates, published);
  const codebook = codebookRows(estimates, published);
  const labels = Object.fromEntries(codedColumns.map((column) => [column, valueLabels(column, codebook, estimates)]));
  const methods = [...new Set(estimates.waves.map(({ method }) => method))];
  const yearly = yearlyRows(estimates, survey);
  const data = [
    ...estimatesFiles(estimates),
    yearlyFile(yearly),
    estimatesParquet(estimates),
    codebookFile(codebook),
    ...wideFiles(estimates, { timeZone: department.timeZone, mapping: survey.wideColumns }),
  ];
  const loader = { title: about.title, labels, width: widths({ ...estimates, yearly }) };
  return [
    ...data,
    dataPackage(about, sequence, labels, [...data, ...beside], sha256, survey.wideColumns),
    ddiCodebook(about, sequence, { labels, codebook, rows: estimates.rows.length, yearly: yearly.length, methods }),
    citationFile(about, sequence),
    loadR(loader),
    loadPython(loader),
    loadStata(loader),
    loadSpss(loader),
    readmeFile(about, story, beside),
  ];
}

/** Longest text of each column, in bytes; few texts are different, and only those are measured. */
function widths(
  tables: ProtectedEstimates & { readonly yearly: readonly object[] },
): (table: string, column: string) => number {
  const encoder = new TextEncoder();
  return (table, column) => {
    const rows: readonly object[] =
      tables[table === "estimates" ? "rows" : (table as "representation" | "quality" | "yearly")];
    const texts = new Set(rows.map((row) => (row as Readonly<Record<string, unknown>>)[column]));
    return Math.max(0, ...[...texts].map((text) => encoder.encode(String(text ?? "")).length));
  };
}
