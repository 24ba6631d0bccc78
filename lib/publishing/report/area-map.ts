import type { PublishedRow } from "../../disclosure/protected-estimates.ts";
import { type Html, html } from "../../html/html.ts";
import type { Measure } from "../../survey/instrument.ts";
import { type AreaShape, type AreaShapes, areaShapes } from "./area-shapes.ts";
import type { Results } from "./results.ts";

const width = 400;
/** As many shades as eyes tell apart. */
const shades = 5;
const narrowest = 5;

/** Rows of one measure in the newest wave. */
export type RowsByArea = ReadonlyMap<string, PublishedRow | undefined>;

/**
 * A map of the newest wave: five shades of one hue from low to high, hatched where a number is withheld, a dashed border around
 * small samples. Every area that has room says its number; the table beside says all of them.
 * @param classes of all maps of the page, or the same shade stands for other values beside
 */
export function areaMap(
  results: Results,
  measure: Measure,
  rows: RowsByArea,
  classes: readonly Class[],
): Html | undefined {
  const { say, published } = results;
  const shapes = areaShapes(published.geometry, width);
  if (!shapes || shownValues(rows).length === 0) return undefined;
  const title = say("map-description", { measure: results.text(measure.label) });
  const hatch = `hatch-${measure.id}`;
  const small = [...rows.values()].some(isSmall);
  const withheld = shapes.areas.some(({ id }) => isWithheld(rows.get(id)));
  return html`<svg class="map" viewBox="0 0 ${width} ${shapes.height}" role="img" aria-label="${title}"><pattern id="${hatch}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="hatching" d="M0 0v6"/></pattern>${drawn(results, shapes, rows, classes, hatch)}</svg>
<ul class="legend shades">${classes.map(({ from, to }, at) => html`<li><span class="swatch m${at}" aria-hidden="true"></span>${say("from-to", { low: results.number(from), high: results.number(to) })}</li>`)}${withheld ? html`<li><span class="swatch hatched" aria-hidden="true"></span>${say("withheld")}</li>` : ""}${small ? html`<li><span class="swatch few" aria-hidden="true"></span>${say("small-sample")}</li>` : ""}</ul>`;
}

/** Dashed borders are drawn last, over those of their neighbours. */
function drawn(
  results: Results,
  { areas }: AreaShapes,
  rows: RowsByArea,
  classes: readonly Class[],
  hatch: string,
): Html {
  const inOrder = areas.toSorted((a, b) => Number(isSmall(rows.get(a.id))) - Number(isSmall(rows.get(b.id))));
  return html`${inOrder.map((shape) => area(results, shape, rows.get(shape.id), classes, hatch))}`;
}

function area(
  results: Results,
  { id, path, x, y, room }: AreaShape,
  row: PublishedRow | undefined,
  classes: readonly Class[],
  hatch: string,
): Html {
  const name = results.areaName(id);
  const [named, numbered] = [room > name.length * 6.6 + 8, room > 26];
  const label = (dy: number, kind: string, text: string) =>
    html`<text class="${kind}" x="${round(x)}" y="${round(y + dy)}" text-anchor="middle">${text}</text>`;
  if (row?.suppressed !== "") {
    const reason = results.say(`suppressed-${row?.suppressed || "not-asked"}`);
    const fill = isWithheld(row) ? `url(#${hatch})` : "none";
    return html`<g class="area kept"><title>${name}: ${reason}</title><path d="${path}" fill="${fill}"/>${named ? label(4, "name", name) : ""}</g>`;
  }
  const shade = classes.findLastIndex(({ from }) => row.value >= from);
  const words = `${name}: ${results.value(row.value, row)} (${results.interval(row)})`;
  return html`<g class="area m${shade}${isSmall(row) ? " few" : ""}"><title>${words}</title><path d="${path}"/>${named ? label(-5, "name", name) : ""}${numbered ? label(named ? 11 : 5, "value", results.value(row.value, row)) : ""}</g>`;
}

const round = (value: number): number => Math.round(value * 10) / 10;
/** An area that nobody was asked about is empty, not hatched. */
const isWithheld = (row: PublishedRow | undefined): boolean => !["", "not-asked", undefined].includes(row?.suppressed);
const isSmall = (row: PublishedRow | undefined): boolean => row?.flag.split(" ").includes("small-sample") ?? false;

export interface Class {
  readonly from: number;
  readonly to: number;
}

const shownValues = (rows: RowsByArea): readonly number[] =>
  [...rows.values()].flatMap((row) => (row?.suppressed === "" ? [row.value] : []));

/** The classes of all maps of a page. */
export const commonClasses = (maps: readonly RowsByArea[]): readonly Class[] => classesOf(maps.flatMap(shownValues));

/** At most five classes of 5, 10 or 20 points, never narrower, so that chance is not painted as contrast. */
export function classesOf(values: readonly number[]): readonly Class[] {
  if (values.length === 0) return [];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  for (let step = narrowest; ; step *= 2) {
    const from = Math.floor(Math.min(low, 99.9) / step) * step;
    const count = Math.floor((Math.min(high, 99.9) - from) / step) + 1;
    if (count <= shades)
      return Array.from({ length: count }, (_, at) => ({ from: from + at * step, to: from + (at + 1) * step }));
  }
}
