import { type Place, TableLayout } from "./table-layout.ts";
import type { TableRow } from "./wave-table.ts";
import { weightOf } from "./wave-table.ts";

/** People who are in sums of a variable but in no row of it. */
export interface UntoldCell {
  readonly cell: number;
  readonly weight: number;
  readonly value: number;
}

export interface Untold {
  /** The variable's layout with their cells behind its own. */
  readonly layout: TableLayout;
  readonly cells: readonly UntoldCell[];
}

/** Less than this of everybody's weight is rounding. */
const dust = 1e-9;
/** Area and category of those who told none: no id is empty. */
const none = "";

/**
 * Who told no area or no category is in no row, yet in the sums. Nobody is told what they said, so they leave the withheld cells beside
 * them room. Their weight is taken as known, like that of every cell.
 * @param byCell  rows of the variable, by cell of its layout
 * @returns       undefined where everybody told everything, or the rows do not add up
 */
export function untoldOf(layout: TableLayout, byCell: readonly (TableRow | undefined)[]): Untold | undefined {
  if (layout.everybody < 0) return undefined;
  const extended = withUntold(layout);
  const [weight, sum] = [
    new Float64Array(extended.layout.places.length),
    new Float64Array(extended.layout.places.length),
  ];
  for (const cell of layout.present) {
    const row = byCell[cell];
    if (row === undefined || !(row.n > 0)) continue;
    weight[cell] = weightOf(row);
    sum[cell] = weight[cell]! * (row.row.estimate.value ?? 0);
  }
  const least = dust * weight[layout.everybody]!;
  const cells: UntoldCell[] = [];
  for (const together of extended.sums) {
    for (const { cell, whole, parts } of together) {
      weight[cell] = parts.reduce((left, part) => left - weight[part]!, weight[whole]!);
      sum[cell] = parts.reduce((left, part) => left - sum[part]!, sum[whole]!);
    }
    // Where the parts are more than the whole they are no parts of it.
    if (together.some(({ cell }) => weight[cell]! < -least)) for (const { cell } of together) weight[cell] = 0;
    for (const { cell } of together) {
      if (!(weight[cell]! > least)) continue;
      const value = Math.min(100, Math.max(0, sum[cell]! / weight[cell]!));
      cells.push({ cell, weight: weight[cell]!, value });
    }
  }
  return cells.length > 0 ? { layout: extended.layout, cells } : undefined;
}

/** A cell is its whole without the parts that have rows, or were made before it. */
interface Remainder {
  readonly cell: number;
  readonly whole: number;
  readonly parts: readonly number[];
}
interface Extended {
  readonly layout: TableLayout;
  /** Those of one group come together. */
  readonly sums: readonly (readonly Remainder[])[];
}

const extensions = new WeakMap<TableLayout, Extended>();

function withUntold(layout: TableLayout): Extended {
  const known = extensions.get(layout);
  if (known) return known;
  const places = [...layout.places];
  const add = (place: Place): number => places.push(place) - 1;
  const { everybody, areas, groups } = layout;
  const sums: Remainder[][] = [];
  const noArea = add({ area: none, group: "all", category: "all" });
  sums.push([{ cell: noArea, whole: everybody, parts: areas }]);
  for (const { group, categories, crossed } of groups) {
    const noCategory = add({ area: "all", group, category: none });
    const own: Remainder[] = [{ cell: noCategory, whole: everybody, parts: categories }];
    if (crossed.length > 0) {
      for (const whole of areas) {
        const parts = crossed.filter((cell) => layout.wholeArea[cell] === whole);
        own.push({ cell: add({ area: places[whole]!.area, group, category: none }), whole, parts });
      }
      const ofNoArea = categories.map((whole) => {
        const parts = crossed.filter((cell) => layout.wholeCategory[cell] === whole);
        return { cell: add({ area: none, group, category: places[whole]!.category }), whole, parts };
      });
      const parts = ofNoArea.map(({ cell }) => cell);
      own.push(...ofNoArea, { cell: add({ area: none, group, category: none }), whole: noArea, parts });
    }
    sums.push(own);
  }
  const added = places.slice(layout.places.length).map((_, at) => layout.places.length + at);
  const made = { layout: new TableLayout(places, [...layout.present, ...added]), sums };
  extensions.set(layout, made);
  return made;
}
