import { type Cell, cellKey } from "./cell.ts";

export type Place = Omit<Cell, "n">;

/** What of a group is there: its categories over all areas, and its crossed cells. */
export interface GroupLayout {
  readonly group: string;
  readonly categories: readonly number[];
  readonly crossed: readonly number[];
  /** By area and category, the crossed cell, or -1. */
  readonly corner: Int32Array;
  readonly width: number;
}

/**
 * How cells add up: areas to everybody, categories to everybody, an area's categories to the area, a category's areas to the
 * category. Cells are called by their number in `places`, so that sets of them are bytes.
 */
export class TableLayout {
  readonly places: readonly Place[];
  readonly keys: readonly string[];
  readonly at: ReadonlyMap<string, number>;
  /** Those of the places that this table has. */
  readonly present: readonly number[];
  readonly everybody: number;
  /** Whole areas. */
  readonly areas: readonly number[];
  readonly groups: readonly GroupLayout[];
  /** By cell: its group in `groups`, -1 in none; the whole area and the whole category it is part of, -1 where there is none. */
  readonly groupOf: Int32Array;
  readonly wholeArea: Int32Array;
  readonly wholeCategory: Int32Array;
  /** By cell: which area, and which category of its group, in the grid. */
  readonly areaNumber: Int32Array;
  readonly categoryNumber: Int32Array;
  /** How many areas there are, those without a cell of their own included. */
  readonly areaCount: number;

  /** @param of  another layout of the same places, which shares its names */
  constructor(places: readonly Place[], present: readonly number[] = places.map((_, at) => at), of?: TableLayout) {
    this.places = places;
    this.keys = of?.keys ?? places.map(cellKey);
    this.at = of?.at ?? new Map(this.keys.map((key, at) => [key, at]));
    this.present = present;
    const here = (place: Place): number => {
      const at = this.at.get(cellKey(place)) ?? -1;
      return at >= 0 && isPresent[at] === 1 ? at : -1;
    };
    const isPresent = new Uint8Array(places.length);
    for (const at of present) isPresent[at] = 1;
    this.everybody = here({ area: "all", group: "all", category: "all" });
    const isArea = (at: number) => places[at]!.area !== "all" && places[at]!.group === "all";
    this.areas = present.filter(isArea);
    const blank = () => new Int32Array(places.length).fill(-1);
    [this.groupOf, this.wholeArea, this.wholeCategory] = [blank(), blank(), blank()];
    [this.areaNumber, this.categoryNumber] = [blank(), blank()];
    const areas = new Map<string, number>();
    const number = (names: Map<string, number>, name: string): number => {
      if (!names.has(name)) names.set(name, names.size);
      return names.get(name)!;
    };
    for (const at of present) if (places[at]!.area !== "all") this.areaNumber[at] = number(areas, places[at]!.area);
    this.areaCount = areas.size;
    const byGroup = Map.groupBy(present, (at) => places[at]!.group);
    byGroup.delete("all");
    this.groups = [...byGroup].map(([group, own], groupAt) => {
      const categories = new Map<string, number>();
      for (const at of own) {
        const place = places[at]!;
        this.groupOf[at] = groupAt;
        this.categoryNumber[at] = number(categories, place.category);
        if (place.area === "all") continue;
        this.wholeArea[at] = here({ area: place.area, group: "all", category: "all" });
        this.wholeCategory[at] = here({ ...place, area: "all" });
      }
      const crossed = own.filter((at) => places[at]!.area !== "all");
      const corner = new Int32Array(areas.size * categories.size).fill(-1);
      for (const at of crossed) corner[this.areaNumber[at]! * categories.size + this.categoryNumber[at]!] = at;
      const whole = own.filter((at) => places[at]!.area === "all");
      return { group, categories: whole, crossed, corner, width: categories.size };
    });
  }
}
