import { clearGaps } from "../../disclosure/clear-gaps.ts";
import type { ShownRow } from "../../disclosure/protected-estimates.ts";
import { type Html, html } from "../../html/html.ts";
import type { Measure } from "../../survey/instrument.ts";
import { caption, others } from "./area-section.ts";
import { type DataFolder, downloads } from "./downloads.ts";
import { intervalTable } from "./interval-table.ts";
import type { Results } from "./results.ts";

/** The newest wave by group, and the gaps between groups that are more than chance. */
export function groupSection(results: Results, data: DataFolder): Html {
  const { say, newest, primary, measures, groups } = results;
  if (!newest || groups.length === 0) return html``;
  const table = (measure: Measure): Html =>
    intervalTable(results, caption(results, measure), say("column-group"), [
      { lines: [{ label: say("everybody"), row: results.row(newest, { measure: measure.id }), whole: true }] },
      ...groups.map(({ id: group, label, categories }) => ({
        heading: label,
        lines: categories.map(({ id: category, label: name }) => ({
          label: name,
          row: results.row(newest, { measure: measure.id, group, category }),
        })),
      })),
    ]);
  return html`<section id="groups"><h2>${say("groups")}</h2><p class="lead">${say("groups-lead")}</p>
<div class="columns">${primary.map((measure) => html`<figure>${table(measure)}${gaps(results, measure)}</figure>`)}</div>
${others(
  results,
  measures.filter((measure) => !primary.includes(measure)),
  table,
)}${downloads(results, data, "figure-groups.csv")}</section>`;
}

/** Gaps that are more than chance, the widest first; at most five, the rest is in the data. */
function gaps(results: Results, measure: Measure): Html {
  const { say, newest, estimates } = results;
  const ofNewest = estimates.rows.filter(({ wave, stream }) => wave === newest?.wave && stream === newest.stream);
  const clear = clearGaps(ofNewest)
    .filter((row) => row.measure === measure.id)
    .toSorted((a, b) => Math.abs(b.value) - Math.abs(a.value))
    .slice(0, 5);
  if (clear.length === 0) return html`<p class="gaps">${say("gaps-none")}</p>`;
  return html`<p class="gaps">${say("gaps")}</p><ul class="gaps">${clear.map((row) => html`<li>${gapSentence(results, row)}</li>`)}</ul>`;
}

function gapSentence(results: Results, row: ShownRow): string {
  const [a = "", b = ""] = row.category.split(":");
  const swapped = row.value < 0;
  const [low, high] = swapped ? [-row.ci_high, -row.ci_low] : [row.ci_low, row.ci_high];
  return results.say("gap-sentence", {
    group: results.groupName(row.group),
    higher: results.categoryName(row.group, swapped ? b : a),
    lower: results.categoryName(row.group, swapped ? a : b),
    points: results.value(Math.abs(row.value), row),
    interval: results.interval({ ci_low: low, ci_high: high, n: row.n }),
  });
}
