import { type Html, html } from "../../html/html.ts";
import type { Measure } from "../../survey/instrument.ts";
import { areaMap, commonClasses, type RowsByArea } from "./area-map.ts";
import { type DataFolder, downloads } from "./downloads.ts";
import { intervalTable } from "./interval-table.ts";
import type { Results } from "./results.ts";
import { areaEvents } from "./trend-events.ts";
import { waveName } from "./wave-name.ts";

/** The newest wave by area: the primary measures in the open, the others on request. */
export function areaSection(results: Results, data: DataFolder): Html {
  const { say, newest, primary, measures, estimates, published } = results;
  if (!newest) return html``;
  const withRows = new Set(
    estimates.rows.filter((row) => row.area !== "all" && row.stream === newest.stream).map(({ area }) => area),
  );
  if (withRows.size === 0) return html``;
  // In the department's own order, the same for every measure: a table sorted by value is a ranking, whatever stands above it.
  const areas = [...new Set([...published.areas.map(({ id }) => id), ...withRows])].filter((area) =>
    withRows.has(area),
  );
  const rowsOf = ({ id }: Measure): RowsByArea =>
    new Map(areas.map((area) => [area, results.row(newest, { measure: id, area })]));
  const classes = commonClasses(primary.map(rowsOf));
  const table = (measure: Measure): Html =>
    intervalTable(results, caption(results, measure), say("column-area"), [
      { lines: [{ label: say("everybody"), row: results.row(newest, { measure: measure.id }), whole: true }] },
      {
        lines: areas.map((area) => ({
          label: results.areaName(area),
          row: results.row(newest, { measure: measure.id, area }),
        })),
      },
    ]);
  const figure = (measure: Measure): Html => {
    const drawn = areaMap(results, measure, rowsOf(measure), classes);
    return drawn === undefined
      ? html`<figure>${table(measure)}</figure>`
      : html`<figure class="mapped"><figcaption><h3>${caption(results, measure)}</h3></figcaption>${drawn}${table(measure)}</figure>`;
  };
  return html`<section id="areas"><h2>${say("areas")}</h2><p class="lead">${say("areas-lead")}</p>
<div class="columns">${primary.map((measure) => html`${figure(measure)}`)}</div>${areaEvents(results)}
${others(
  results,
  measures.filter((measure) => !primary.includes(measure)),
  table,
)}${downloads(results, data, "figure-areas.csv", ["areas.geojson", "estimates.csv", "estimates.parquet", "estimates.json"])}</section>`;
}

export function caption(results: Results, measure: Measure): string {
  const { newest, language } = results;
  const when = newest ? waveName(newest, language, results.published.department.timeZone) : "";
  return `${results.text(measure.label)}, ${when}`;
}

export function others(results: Results, measures: readonly Measure[], table: (measure: Measure) => Html): Html {
  if (measures.length === 0) return html``;
  return html`<div class="more">${measures.map((measure) => html`<details><summary>${results.text(measure.label)}</summary>${table(measure)}</details>`)}</div>`;
}
