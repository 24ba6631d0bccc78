import type { PublishedRepresentation } from "../../disclosure/protected-estimates.ts";
import { type Html, html } from "../../html/html.ts";
import { formattingLocale } from "../../language/formatting-locale.ts";
import { type DataFolder, downloads } from "./downloads.ts";
import { onTrack, type Range, ticks } from "./interval-table.ts";
import type { Results } from "./results.ts";

/** Who answered the newest wave against who lives here, before and after weighting, and who is missing. */
export function representationSection(results: Results, data: DataFolder): Html {
  const { say, newest, estimates } = results;
  const rows = estimates.representation.filter((row) => row.wave === newest?.wave && row.stream === newest.stream);
  if (rows.length === 0) return html``;
  const margins = Map.groupBy(rows, ({ margin }) => margin);
  const most = Math.max(10, ...rows.flatMap((row) => [row.population ?? 0, row.before ?? 0, row.after ?? 0]));
  const range: Range = { from: 0, to: 20 * Math.ceil(most / 20) };
  return html`<section id="who"><h2>${say("who-answered")}</h2><p class="lead">${say("who-answered-lead")}</p>
<ul class="legend"><li><span class="mark lives" aria-hidden="true"></span> ${say("column-population")}</li><li><span class="mark before" aria-hidden="true"></span> ${say("column-before")}</li><li><span class="mark after" aria-hidden="true"></span> ${say("column-after")}</li></ul>
<figure><div class="scroll" tabindex="0" role="group" aria-label="${say("who-answered")}"><table class="intervals who"><caption class="hidden">${say("who-answered")}</caption><thead><tr><th scope="col">${say("column-group")}</th><th scope="col" class="plot"><span class="ticks" aria-hidden="true">${ticks(range)}</span><span class="hidden">${say("column-plot")}</span></th><th scope="col" class="end">${say("column-n")}</th><th scope="col" class="end">${say("column-population")}</th><th scope="col" class="end">${say("column-before")}</th><th scope="col" class="end">${say("column-after")}</th></tr></thead>${[
    ...margins,
  ].map(
    ([margin, categories]) =>
      html`<tbody><tr class="part"><th scope="rowgroup" colspan="6">${results.groupName(margin)}</th></tr>${categories.map((row) => line(results, row, range))}</tbody>`,
  )}</table></div></figure>${missing(results, rows)}${downloads(results, data, "representation.csv", [])}</section>`;
}

function line(results: Results, row: PublishedRepresentation, range: Range): Html {
  const name = html`<th scope="row"><bdi>${results.categoryName(row.margin, row.category)}</bdi></th>`;
  if (row.n === null || row.population === null || row.before === null || row.after === null) {
    return html`<tr class="gone">${name}<td class="plot"><span class="track hatched"></span></td><td colspan="4" class="withheld">${results.say(`suppressed-${row.suppressed || "too-few"}`)}</td></tr>`;
  }
  const at = (value: number) => onTrack(range, value);
  const [low, high] = [Math.min(row.before, row.population), Math.max(row.before, row.population)];
  const style = `--lo:${at(low)};--hi:${at(high)};--p:${at(row.population)};--b:${at(row.before)};--a:${at(row.after)}`;
  const whole = { n: results.newest?.n ?? row.n };
  const number = (key: "n" | "population" | "before" | "after", value: string) =>
    html`<td class="number end" data-label="${results.say(`column-${key}`)}">${value}</td>`;
  return html`<tr>${name}<td class="plot"><span class="track" style="${style}"><span class="bar"></span><span class="lives"></span><span class="before"></span><span class="after"></span></span></td>${number("n", results.number(row.n))}${number("population", results.percent(row.population, whole))}${number("before", results.percent(row.before, whole))}${number("after", results.percent(row.after, whole))}</tr>`;
}

/** Less than two thirds as often as their share of the population, and not few of that. */
export function answeredLittle({ population, before }: PublishedRepresentation): boolean {
  return population !== null && before !== null && population >= 2 && before < (2 / 3) * population;
}

/** Categories that answered little, and could only be weighted up. */
function missing(results: Results, rows: readonly PublishedRepresentation[]): Html {
  const { say } = results;
  const few = rows.filter(answeredLittle).map((row) => results.categoryName(row.margin, row.category));
  // Whom hardly anybody spoke for: no weight repairs that, and what is withheld to protect others is not among them.
  const unheard = rows.flatMap((row) =>
    row.suppressed === "too-few" ? [results.categoryName(row.margin, row.category)] : [],
  );
  if (few.length + unheard.length === 0) return html`<p>${say("nobody-missing")}</p>`;
  const lists = new Intl.ListFormat(formattingLocale(results.language), { type: "conjunction" });
  const sentences = [
    ...(unheard.length > 0 ? [say("unheard-groups", { list: lists.format(unheard) })] : []),
    ...(few.length > 0 ? [say("missing-groups", { list: lists.format(few) })] : []),
  ];
  return html`<p><strong>${say("who-is-missing")}</strong> ${sentences.join(" ")}</p>`;
}
