import type { EstimateRow } from "../../lib/estimation/wave-estimates.ts";
import type { Equation, Unknowns } from "./linear-program.ts";

export type Place = Pick<EstimateRow["key"], "area" | "group" | "category">;
export const cellOf = ({ area, group, category }: Place): string => `${area}/${group}/${category}`;
export const everybody = "all/all/all";

/** Which cells add up to which: everybody to areas and to categories, an area to its categories, a category to its areas. */
export function sumsOf(places: readonly Place[]): readonly (readonly [whole: string, parts: readonly string[]])[] {
  const parts = (own: (place: Place) => boolean) => places.filter(own).map(cellOf);
  const groups = [...new Set(places.map(({ group }) => group))].filter((group) => group !== "all");
  const areas = places.filter(({ area, group }) => area !== "all" && group === "all");
  const sums: (readonly [string, readonly string[]])[] = [[everybody, areas.map(cellOf)]];
  for (const group of groups) {
    sums.push([everybody, parts((one) => one.group === group && one.area === "all")]);
    for (const { area } of areas)
      sums.push([
        cellOf({ area, group: "all", category: "all" }),
        parts((one) => one.group === group && one.area === area),
      ]);
    for (const { category } of places.filter((one) => one.group === group && one.area === "all"))
      sums.push([
        cellOf({ area: "all", group, category }),
        parts((one) => one.group === group && one.category === category && one.area !== "all"),
      ]);
  }
  return sums.filter(([, members]) => members.length > 0);
}

/**
 * The numbers of the cells that no file shows, in layers (one per question), as a reader sees them: how much is missing from every sum.
 * A reader is also told in which cells nobody answered anything. The members of a layer are never more than those of the last one.
 */
export class UnknownCells {
  readonly program: Unknowns;
  private readonly numbers = new Map<string, number>();

  constructor(
    places: readonly Place[],
    hidden: readonly string[],
    layers: readonly ReadonlyMap<string, number>[],
    bound: (cell: string) => number,
    nested: boolean,
  ) {
    const bounds: number[] = [];
    for (const layer of layers.keys()) {
      for (const cell of hidden) {
        if (!layers.some((one) => (one.get(cell) ?? 0) > 0)) continue;
        this.numbers.set(`${layer} ${cell}`, bounds.length);
        bounds.push(bound(cell));
      }
    }
    const sums = sumsOf(places);
    const equations = layers.flatMap((values, layer) =>
      sums.map(([whole, parts]): Equation => {
        const term = (sign: 1 | -1) => (cell: string) => {
          const of = this.numberOf(cell, layer);
          return of === undefined ? [] : [{ of, sign, value: sign * (values.get(cell) ?? 0) }];
        };
        const terms = [...term(1)(whole), ...parts.flatMap(term(-1))];
        return { terms, sum: terms.reduce((total, { value }) => total + value, 0) };
      }),
    );
    const last = layers.length - 1;
    const pairs = nested
      ? hidden.flatMap((cell) =>
          layers.slice(0, last).flatMap((_, layer): readonly (readonly [number, number])[] => {
            const [low, high] = [this.numberOf(cell, layer), this.numberOf(cell, last)];
            return low === undefined || high === undefined ? [] : [[low, high]];
          }),
        )
      : [];
    this.program = { bounds, equations, pairs };
  }

  numberOf(cell: string, layer: number): number | undefined {
    return this.numbers.get(`${layer} ${cell}`);
  }
}
