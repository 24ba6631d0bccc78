import type { PublishedRow, ShownRow } from "../../disclosure/protected-estimates.ts";
import type { Measure } from "../../survey/instrument.ts";
import type { Results } from "./results.ts";

/**
 * How many of the newest wave were asked, and which share of them gave no substantive answer: `Of about 620 asked: don’t know
 * 3.2% (1.8% to 5.1%).` There are such numbers of a score of one question only; of others nothing is said.
 */
export function unansweredSentence(results: Results, measure: Measure): string {
  const { say, newest } = results;
  const missing = (["dk", "ref", "skip"] as const).flatMap((code) => {
    const found = results.row(newest, { measure: measure.id, statistic: "percent-missing", option: code });
    return isShown(found) ? [{ code, row: found }] : [];
  });
  if (missing.length === 0) return "";
  const words = missing.map(
    ({ code, row }) => `${say(`missing-${code}`)} ${results.share(row)} (${results.interval(row)})`,
  );
  const asked = results.number(Math.max(...missing.map(({ row }) => row.n)));
  return say("of-those-asked", { n: asked, list: words.join(", ") });
}

export const isShown = (row: PublishedRow | undefined): row is ShownRow => row !== undefined && row.suppressed === "";
