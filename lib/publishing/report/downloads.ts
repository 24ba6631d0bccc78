import { type Html, html } from "../../html/html.ts";
import type { Results } from "./results.ts";

/** Links to the data under a figure. */
export function downloads(
  { say }: Results,
  data: string,
  files: readonly string[] = ["estimates.csv", "estimates.parquet", "estimates.json"],
): Html {
  return html`<p class="downloads">${say("data-of-figure")} ${[...files, "codebook.csv"].map((file, at) => html`${at > 0 ? " · " : ""}<a href="${data}${file}" download>${file}</a>`)}</p>`;
}
