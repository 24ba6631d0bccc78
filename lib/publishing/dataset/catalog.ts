import type { Department, Survey } from "../../survey/department.ts";
import { textIn } from "../published-survey.ts";
import { type ReleaseFile, textFile } from "../release-file.ts";
import { latestFolder, releaseFolder } from "../release-folders.ts";
import { aboutDataset } from "./about.ts";

/** A survey with its newest release. */
export interface CatalogEntry {
  readonly department: Department;
  readonly survey: Survey;
  readonly release: {
    readonly release: string;
    readonly sequence: number;
    /** ISO instant. */
    readonly published: string;
  };
}

const distributions = [
  ["estimates.csv", "CSV", "text/csv"],
  ["estimates.parquet", "Parquet", "application/vnd.apache.parquet"],
  ["estimates.json", "JSON", "application/json"],
] as const;

/**
 * `data/catalog.json` (DCAT-US 3.0): every survey of this installation that has results, each with its newest release. The standard
 * wants whole addresses; without a public address they begin with a slash and hold on whatever host the catalog is read from. Harvesters want a contact with an e-mail address; it
 * is taken from the words of `contact` in `department.json`.
 * @param publicUrl where the public sees the installation, such as `https://survey.example.org`
 */
export function catalogFile(entries: readonly CatalogEntry[], publicUrl?: string): ReleaseFile {
  const at = (path: string): string => (publicUrl === undefined ? path : new URL(path, publicUrl).href);
  const catalog = {
    "@type": "Catalog",
    ...(publicUrl !== undefined && { "@id": at("/data/catalog.json") }),
    title: "Open datasets of Mutual Trust",
    conformsTo: { "@type": "Standard", title: "DCAT-US 3.0", identifier: "https://resources.data.gov/dcat-us/3.0.0" },
    dataset: entries.map((entry) => dataset(entry, at)),
  };
  return textFile("data/catalog.json", "application/json", `${JSON.stringify(catalog, null, 1)}\n`);
}

function dataset({ department, survey, release }: CatalogEntry, at: (path: string) => string): object {
  const about = aboutDataset({ waves: [], rows: [] }, { department, survey, instruments: {} });
  const folder = at(`/${releaseFolder(department.id, survey.id, release.release)}`);
  const email = emailIn(textIn(department.contact, about.language));
  return {
    "@type": "Dataset",
    identifier: at(`/${latestFolder(department.id, survey.id)}`),
    title: about.title,
    description: about.description,
    contactPoint: { "@type": "Kind", fn: about.department, ...(email && { hasEmail: `mailto:${email}` }) },
    publisher: { "@type": "Organization", name: about.department },
    keyword: about.keywords,
    // Two letters (ISO 639-1).
    language: [about.language.split("-")[0]],
    modified: release.published.slice(0, 10),
    version: String(release.sequence),
    rights: [about.licence],
    landingPage: { "@type": "Document", title: about.title, accessURL: at(`/results/${department.id}/${survey.id}/`) },
    describedBy: {
      "@type": "Distribution",
      title: "Data dictionary (Data Package 2.0)",
      downloadURL: `${folder}datapackage.json`,
      mediaType: "application/json",
    },
    distribution: distributions.map(([file, format, mediaType]) => ({
      "@type": "Distribution",
      title: `${about.title}, ${format}`,
      downloadURL: folder + file,
      mediaType,
      format,
      ...(about.licenceAddress && { license: about.licenceAddress }),
    })),
  };
}

/** @example emailIn("Write to data@riverton.example, or call.") // "data@riverton.example" */
export function emailIn(text: string): string | undefined {
  return /[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+/i.exec(text)?.[0];
}
