import type { EstimateRow, WaveEstimates } from "../../../lib/estimation/wave-estimates.ts";
import type { Row } from "./read-publication.ts";

export interface Place {
  readonly area: string;
  readonly group: string;
  readonly category: string;
}
export const cellOf = ({ area, group, category }: Place): string => `${area}/${group}/${category}`;
export const everybody = "all/all/all";
export const placeOf = (row: Row): Place => ({
  area: row.area ?? "",
  group: row.group ?? "",
  category: row.category ?? "",
});

/** What is attacked: the rows of one wave and stream, and what the attacker is given besides. */
export interface Attacked {
  readonly name: string;
  readonly rows: readonly Row[];
  /** Of `representation.csv` and of `quality.csv`. */
  readonly margins: readonly Row[];
  readonly quality: readonly Row[];
  readonly codebook: readonly Row[];
  readonly given: Given;
}

/**
 * What the attacker is given: exact n and exact values of the rows that are shown, how many residents every cell stands for, where
 * nobody answered, and how many told no area or category. Of withheld rows it is asked only to say how near the attacker came.
 */
export class Given {
  readonly exact: WaveEstimates;
  private readonly rows: ReadonlyMap<string, EstimateRow>;

  constructor(exact: WaveEstimates) {
    this.exact = exact;
    this.rows = new Map(exact.rows.map((row) => [rowName({ ...row.key }), row]));
  }

  n(row: Row | Place): number {
    return this.of(row)?.estimate.n ?? 0;
  }
  value(row: Row | Place): number {
    return this.of(row)?.estimate.value ?? 0;
  }
  weight(row: Row | Place): number {
    return this.of(row)?.estimate.weight ?? 0;
  }
  private of(row: Row | Place): EstimateRow | undefined {
    return this.rows.get(rowName(row as Row));
  }
}

/** Name of a row within its wave and stream. */
export const rowName = (row: Row): string =>
  `${row.area}/${row.group}/${row.category}/${row.measure}/${row.statistic}/${row.option}`;

/** Gaps and the answers without flags are no parts of a whole. */
export const isPart = (row: Row): boolean => row.statistic !== "gap" && row.group !== "unflagged";

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
