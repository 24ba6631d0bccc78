import { type ReleaseFile, textFile } from "../release-file.ts";
import type { About } from "./about.ts";

/** `CITATION.cff` (Citation File Format 1.2.0). The release that is cited is named in `manifest.json`, whose hash covers this file. */
export function citationFile(about: About, sequence: number): ReleaseFile {
  const { title, description, department, sponsor, keywords, licence, licenceAddress, doi, folderOf } = about;
  // A double-quoted text means the same in JSON and in YAML.
  const line = (key: string, value: string) => `${key}: ${JSON.stringify(value)}`;
  const authors = [...new Set([department, sponsor])];
  const lines = [
    line("cff-version", "1.2.0"),
    line(
      "message",
      `If you use these numbers, please cite the release: its name stands in manifest.json, and it stays at ${folderOf("NAME")}.`,
    ),
    line("type", "dataset"),
    line("title", title),
    line("version", String(sequence)),
    line("abstract", description),
    "authors:",
    ...authors.map((name) => `  - ${line("name", name)}`),
    "keywords:",
    ...keywords.map((keyword) => `  - ${JSON.stringify(keyword)}`),
    // The format takes SPDX names only; others stand in the README.
    ...(licenceAddress ? [line("license", licence)] : []),
    ...(doi === undefined
      ? []
      : [
          "identifiers:",
          `  - ${line("type", "doi")}`,
          `    ${line("value", doi.replace("https://doi.org/", ""))}`,
          `    ${line("description", "The series, of which this is one release")}`,
        ]),
  ];
  return textFile("CITATION.cff", "application/yaml", `${lines.join("\n")}\n`);
}
