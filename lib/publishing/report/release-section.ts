import { type Html, html } from "../../html/html.ts";
import type { Results } from "./results.ts";
import { dayName } from "./wave-name.ts";

/** A release as the results page lists it. */
export interface ListedRelease {
  readonly release: string;
  /** ISO instant. */
  readonly published: string;
  readonly href: string;
  /** Waves that it shows for the first time or again, by id. */
  readonly waves: readonly string[];
  readonly supersedes: string | null;
}

const files = [
  "estimates.csv",
  "estimates.parquet",
  "estimates.json",
  "representation.csv",
  "quality.csv",
  "codebook.csv",
  "report.html",
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
  "chicago-wide.csv",
  "tempe-wide.csv",
];

/** Where the numbers are, and every release with what it brought. */
export function releaseSection(results: Results, data: string, releases: readonly ListedRelease[]): Html {
  const { say, language } = results;
  return html`<section id="releases"><h2>${say(releases.length > 0 ? "releases" : "files")}</h2><p>${say("releases-lead")}</p><ul class="files">${[...files, "manifest.json", "SHA256SUMS"].map((file) => html`<li><a href="${data}${file}">${file}</a> <span class="quiet">${say(`file-${file.split(".")[0]?.toLowerCase() as "estimates"}`)}</span></li>`)}<li>${more.map((file, at) => html`${at > 0 ? " · " : ""}<a href="${data}${file}">${file}</a>`)}</li></ul>${
    releases.length === 0
      ? ""
      : html`<div class="scroll"><table><thead><tr><th scope="col">${say("column-released")}</th><th scope="col">${say("column-release")}</th><th scope="col">${say("column-brought")}</th></tr></thead><tbody>${releases.map(
          ({ release, published, href, waves, supersedes }) =>
            html`<tr><td>${dayName(published, language)}</td><th scope="row"><a href="${href}report.html">${release}</a></th><td>${waves.join(", ")}${supersedes === null ? "" : ` (${say("supersedes", { release: supersedes })})`}</td></tr>`,
        )}</tbody></table></div>`
  }</section>`;
}
