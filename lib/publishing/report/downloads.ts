import { type Html, html } from "../../html/html.ts";
import { formattingLocale } from "../../language/formatting-locale.ts";
import type { Results } from "./results.ts";

/** The files of a release as a report links to them. */
export interface DataFolder {
  /** Address of the folder with its last slash; empty beside the files. */
  readonly href: string;
  /** Bytes by name of every file that there is. */
  readonly sizes: ReadonlyMap<string, number>;
}

/**
 * Links to the data under a figure: first the file that holds just what is shown, with its size; then the whole.
 * @param whole files that hold it among other things
 */
export function downloads(
  { say, language }: Results,
  { href, sizes }: DataFolder,
  shown: string,
  whole: readonly string[] = ["estimates.csv", "estimates.parquet", "estimates.json"],
): Html {
  const there = [...whole, "codebook.csv"].filter((file) => sizes.has(file) && file !== shown);
  const size = sizes.get(shown);
  const type = shown.split(".").at(-1)?.toUpperCase() ?? "";
  const first =
    size === undefined
      ? html`<span>${say("data-of-figure")}</span>`
      : html`<a href="${href}${shown}" download>${say("figure-data", { type, size: fileSize(size, language) })}</a>`;
  return html`<p class="downloads">${first}${there.map((file) => html` <a href="${href}${file}" download>${file} (${fileSize(sizes.get(file) ?? 0, language)})</a>`)}</p>`;
}

/** In whole kilobytes of 1000, at least one; from a million on in megabytes. @example fileSize(5310, "en") // "5 kB" */
export function fileSize(bytes: number, language: string): string {
  const large = bytes >= 1e6;
  const options = {
    style: "unit",
    unit: large ? "megabyte" : "kilobyte",
    maximumFractionDigits: large ? 1 : 0,
  } as const;
  return new Intl.NumberFormat(formattingLocale(language), options).format(Math.max(1, bytes / (large ? 1e6 : 1e3)));
}
