import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Rules whose verdict can change with colours and widths, while the document stays as it is. */
const ofLooks = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"];

/**
 * What axe finds as the page is now. Its source is brought along once a document.
 * @param only `looks`: the rest was asked before of the same document, in other colours or at another width
 */
export async function axeFaults(page: Page, only: "all" | "looks" = "all"): Promise<string[]> {
  const runOnly = only === "all" ? tags : ofLooks;
  const run = `axe.run({ runOnly: ${JSON.stringify(runOnly)}, resultTypes: ["violations"] })`;
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(source);
  const { violations } = await page.evaluate<AxeResults>(run);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}
