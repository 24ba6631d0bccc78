import { type Html, html } from "../../html/html.ts";
import { type DataFolder, downloads } from "./downloads.ts";
import { type IntervalPart, intervalTable } from "./interval-table.ts";
import type { Results } from "./results.ts";
import { scroller } from "./scroller.ts";
import { waveName } from "./wave-name.ts";

/** How much the result depends on careless answers, on how people answered, and on who was asked. */
export function qualitySection(results: Results, data: DataFolder): Html {
  const { say, newest, primary, language } = results;
  if (!newest) return html``;
  const [measure] = primary;
  if (!measure) return html``;
  const modes = new Set(
    results.estimates.rows
      .filter((row) => row.wave === newest.wave && row.stream === newest.stream && row.group === "mode")
      .map(({ category }) => category)
      .filter((category) => !category.includes(":")),
  );
  const everybody = { label: say("everybody"), row: results.row(newest, { measure: measure.id }), whole: true };
  const parts: IntervalPart[] = [
    {
      heading: say("quality-flags"),
      lines: [
        everybody,
        {
          label: say("unflagged"),
          row: results.row(newest, { measure: measure.id, group: "unflagged", category: "unflagged" }),
        },
      ],
    },
  ];
  if (modes.size > 1) {
    parts.push({
      heading: say("quality-modes"),
      lines: [...modes].map((mode) => ({
        label: say(`mode-${mode as "web"}`),
        row: results.row(newest, { measure: measure.id, group: "mode", category: mode }),
      })),
    });
  }
  if (results.streams.length > 1) {
    parts.push({
      heading: say("quality-streams"),
      lines: results.streams.map((stream) => ({
        label: say(`short-${stream}`),
        row: results.row({ wave: newest.wave, stream }, { measure: measure.id }),
      })),
    });
  }
  const when = waveName(newest, language, results.published.department.timeZone);
  return html`<section id="quality"><h2>${say("quality")}</h2><p class="lead">${say("quality-lead")}</p>
<div class="columns"><figure>${intervalTable(results, `${results.text(measure.label)}, ${when}`, say("column-who"), parts)}</figure><figure>${reliability(results)}${joined(results)}</figure></div>${downloads(results, data, "figure-quality.csv", ["quality.csv", "estimates.csv"])}</section>`;
}

/** Whether the questions of an index belong together. */
function reliability(results: Results): Html {
  const { say, newest, estimates } = results;
  const rows = estimates.quality.filter((row) => row.wave === newest?.wave && row.stream === newest.stream);
  if (rows.length === 0) return html``;
  // Of two questions there is no omega; that is not withheld.
  const number = (value: number | null, n: number | null) =>
    value === null ? (n === null ? say("withheld") : "–") : results.number(value);
  const name = (index: string) => results.text(results.measures.find(({ id }) => id === index)?.label) || index;
  return scroller(
    say("reliability"),
    html`<table><caption>${say("reliability")}</caption><thead><tr><th scope="col">${say("column-measure")}</th><th scope="col">${say("column-alpha")}</th><th scope="col">${say("column-omega")}</th><th scope="col">${say("column-n")}</th></tr></thead><tbody>${rows.map((row) => html`<tr><th scope="row">${name(row.index)}</th><td class="number">${number(row.alpha, row.n)}</td><td class="number">${number(row.omega, row.n)}</td><td class="number">${number(row.n, row.n)}</td></tr>`)}</tbody></table>`,
  );
}

function joined({ say, newest }: Results): Html {
  if (!newest || newest.collapsed.length === 0) return html``;
  return html`<p class="base">${say("collapsed", { list: newest.collapsed.join("; ") })}</p>`;
}
