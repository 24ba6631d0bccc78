import { type ReleaseFile, textFile } from "../release-file.ts";
import type { About } from "./about.ts";
import { codes } from "./codes.ts";

const contents: readonly (readonly [file: string, what: string])[] = [
  ["estimates.csv", "the numbers: one row per wave, stream, area, group, category, measure, statistic and answer"],
  ["estimates.parquet, estimates.json", "the same rows"],
  ["codebook.csv", "what every code means, with the wording of every question"],
  ["representation.csv", "who answered against who lives here, before and after weighting"],
  ["quality.csv", "reliability of the measures"],
  ["yearly.csv", "each score against the same wave a year before"],
  ["datapackage.json", "types, descriptions, codes and keys of all tables (Data Package 2.0)"],
  ["ddi-codebook.xml", "the same for data archives (DDI-Codebook 2.5)"],
  ["load.R, load.py, load.do, load.sps", "load the tables with labels into R, Python, Stata, SPSS or PSPP"],
  [
    "chicago-wide.csv, tempe-wide.csv",
    "the layouts that Chicago and Tempe publish; beside each _n (respondents) and _moe (margin)",
  ],
  ["report.html", "the trend report of this release; the rows behind its figures are in figure-*.csv"],
  ["CITATION.cff", "how to cite"],
  ["manifest.json, SHA256SUMS", "the name of this release, what came before it, the hash of every file"],
];

/** `README.txt`: what lies here and how to read it, in 80 columns. */
export function readmeFile(about: About, sequence: number): ReleaseFile {
  const { title, description, population, from, to, licence, demo, sampling } = about;
  const list = (entries: readonly (readonly [string, string])[]) =>
    entries.map(([name, what]) => `${name}\n${wrap(what, "    ")}`).join("\n");
  const text = `${title}
Release ${sequence} of this series; its name stands in manifest.json.
${demo ? "\nMADE-UP DATA: nobody answered this survey.\n" : ""}
${wrap(description)}

Population: ${population}
Time:       ${from} to ${to}
Licence:    ${licence}

FILES
${list(contents)}

HOW PEOPLE WERE ASKED
${list(sampling.map(({ stream, sentences }) => [stream, sentences.join(" ")]))}

HOW TO READ A ROW
${wrap("Every value is on 0-100. Two rows are compared only within one stream, measure and statistic. change_verdict says whether a change is more than chance; a difference that you compute yourself from printed values is not a test.")}
${wrap("An empty number is not shown, and the column suppressed says why. Zero is a number. Do not fill or subtract: what is withheld protects people.")}

WHY NOTHING IS SHOWN (suppressed)
${list(Object.entries(codes.suppressed))}

WARNINGS (flag)
${list(Object.entries(codes.flag))}

CHECK IT
${wrap("sha256sum -c SHA256SUMS. This folder never changes; a correction is a new release that names this one.")}
`;
  return textFile("README.txt", "text/plain; charset=utf-8", text);
}

/** Breaks a text at spaces so that no line is longer than 80 characters, unless a word is. */
function wrap(text: string, indent = ""): string {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(" ")) {
    if (line.trim() !== "" && line.length + 1 + word.length > 80) {
      lines.push(line);
      line = indent;
    }
    line += line.trim() === "" ? word : ` ${word}`;
  }
  return [...lines, line].join("\n");
}
