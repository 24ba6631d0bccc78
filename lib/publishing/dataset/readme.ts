import { type ReleaseFile, textFile } from "../release-file.ts";
import type { About } from "./about.ts";
import { codes } from "./codes.ts";

/** A release in its series, as far as its files can know it: its own name is their hash. */
export interface ReleaseStory {
  /** Counts the releases of the series from 1. */
  readonly sequence: number;
  readonly previous: string | undefined;
  /** The release that this one corrects. */
  readonly supersedes: string | undefined;
  /** Waves that it prints for the first time or again. */
  readonly brought: readonly string[];
}

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
  ["areas.geojson", "the map with the newest headline numbers of every area"],
  ["events.csv", "what happened, as the charts letter it; area all is the whole department"],
  ["outside-series.csv", "what others published, for comparison only: no n, no margin"],
  ["places.csv", "places that got more answers than their cap"],
  ["receipts-WAVE.txt", "hashes by which people who answered see that they were counted"],
  [
    "report.html",
    "the trend report of this release; the rows behind its figures are in figure-*.csv, trends as pictures in figure-trend-*.svg",
  ],
  ["CITATION.cff", "how to cite"],
  ["manifest.json, SHA256SUMS", "the name of this release, what came before it, the hash of every file"],
];

/**
 * `README.txt`: what lies here and how to read it, in 80 columns.
 * @param beside files of the release that not every release has
 */
export function readmeFile(about: About, story: ReleaseStory, beside: readonly ReleaseFile[]): ReleaseFile {
  const { title, description, population, from, to, licence, demo, sampling, doi } = about;
  const there = new Set(beside.map(({ path }) => path.replace(/^receipts-.*/, "receipts-WAVE.txt")));
  const list = (entries: readonly (readonly [string, string])[]) =>
    entries.map(([name, what]) => `${name}\n${wrap(what, "    ")}`).join("\n");
  const text = `${title}
Release ${story.sequence} of this series; its name stands in manifest.json.
${demo ? "\nMADE-UP DATA: nobody answered this survey.\n" : ""}
${wrap(description)}

Population: ${population}
Time:       ${from} to ${to}
Licence:    ${licence}${doi === undefined ? "" : `\nSeries:     ${doi}`}

WHAT IS NEW
${news(about, story)}

FILES
${list(contents.filter(([file]) => !sometimes.has(file) || there.has(file)))}

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

/** Files that not every release has. */
const sometimes = new Set(["areas.geojson", "events.csv", "outside-series.csv", "places.csv", "receipts-WAVE.txt"]);

/** What changed against the release before. */
function news({ feed }: About, { previous, supersedes, brought }: ReleaseStory): string {
  return [
    ...(brought.length > 0 ? [`Waves printed for the first time, or again: ${brought.join(", ")}.`] : []),
    previous === undefined
      ? "The first release of the series."
      : `Follows ${previous}, which had all other waves to the letter.`,
    ...(supersedes === undefined
      ? []
      : [`Corrects ${supersedes}: answers that came late were added to waves that it has.`]),
    `Every release with what changed: ${feed}`,
  ]
    .map((line) => wrap(line))
    .join("\n");
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
