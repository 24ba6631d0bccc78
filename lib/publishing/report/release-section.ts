import { type Html, html } from "../../html/html.ts";
import { type DataFolder, fileSize } from "./downloads.ts";
import { feedLink, type ListedRelease, releaseTable } from "./release-table.ts";
import type { Results } from "./results.ts";

const named = [
  "estimates.csv",
  "estimates.parquet",
  "estimates.json",
  "representation.csv",
  "quality.csv",
  "yearly.csv",
  "outside-series.csv",
  "areas.geojson",
  "codebook.csv",
  "report.html",
  "manifest.json",
  "SHA256SUMS",
];
/** Their names say enough to whom they are for; README.txt says the rest. */
const more = [
  "README.txt",
  "datapackage.json",
  "ddi-codebook.xml",
  "CITATION.cff",
  "load.R",
  "load.py",
  "load.do",
  "load.sps",
  "events.csv",
  "chicago-wide.csv",
  "tempe-wide.csv",
];
/** They name the others, so no release can say their size. */
const unlisted = ["report.html", "manifest.json", "SHA256SUMS"];
/** The rest is on the page of all releases. */
const newest = 6;

/** Where the numbers are, and the newest releases with what they brought. */
export function releaseSection(
  results: Results,
  {
    data: { href, sizes },
    releases,
    list,
    feed,
  }: {
    readonly data: DataFolder;
    readonly releases: readonly ListedRelease[];
    readonly list?: string;
    readonly feed?: string;
  },
): Html {
  const { say, language } = results;
  const files = named.filter((file) => sizes.has(file) || unlisted.includes(file));
  const others = more.filter((file) => sizes.has(file));
  const size = (file: string): string => {
    const bytes = sizes.get(file);
    return bytes === undefined ? "" : ` (${fileSize(bytes, language)})`;
  };
  const about = (file: string) => say(`file-${file.split(".")[0]?.toLowerCase() as "estimates"}`);
  return html`<section id="releases"><h2>${say(releases.length > 0 ? "releases" : "files")}</h2><p>${say("releases-lead")}</p><ul class="files">${files.map((file) => html`<li><a href="${href}${file}">${file}</a> <span class="quiet">${about(file)}${size(file)}</span></li>`)}<li>${others.map((file, at) => html`${at > 0 ? " · " : ""}<a href="${href}${file}">${file}${size(file)}</a>`)}</li></ul>${releases.length > 0 ? releaseTable(results, releases.slice(0, newest)) : ""}${list === undefined ? "" : html`<p><a href="${list}">${say("release-list")}</a></p>`}${feedLink(results, feed)}</section>`;
}
