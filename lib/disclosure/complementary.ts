import { type Cell, cellKey } from "./cell.ts";
import { movableCounts } from "./movable-counts.ts";
import { ShiftNetwork } from "./shift-network.ts";
import { type GroupLayout, TableLayout } from "./table-layout.ts";
import { isCrossing, worthOfCell } from "./worth.ts";

/** A set of cells of a layout: 1 where the cell is in it. */
export type CellSet = Uint8Array;

export const cellSet = (size: number, cells: Iterable<number>): CellSet => {
  const set = new Uint8Array(size);
  for (const cell of cells) set[cell] = 1;
  return set;
};

/**
 * Complementary suppression: what else has to be withheld so that no withheld cell can be worked out by subtraction.
 *
 * The cells are those of one number of one wave: everybody, areas, categories of groups, and areas crossed with categories. They
 * add up four ways: areas to everybody, categories to everybody, an area's categories to the area, a category's areas to
 * the category. A reader who knows all of these sums must not be able to bound the n of a withheld cell closer than `width`.
 *
 * Sound, not least. First the cheap part: whole areas and whole categories are withheld in pairs, single crossed cells in
 * rectangles, whose margins stay as they are, so that tables sharing a margin cannot undo one another. What these steps do not
 * prove safe is attacked exactly, and more is withheld until it does not give in.
 *
 * @param cells     every cell that is published, with its exact n; a cell of 0 needs no protection and gives none
 * @param withheld  keys of the cells that are withheld for their own sake
 * @param prefer    keys that cost nothing to withhold, as another number of the same people is withheld there already
 * @returns         the withheld cells and those that have to go with them
 * @example
 * const counts = Object.entries({ all: 60, north: 8, east: 21, south: 31 });
 * const cells = counts.map(([area, n]) => ({ area, group: "all", category: "all", n }));
 * [...complete(cells, new Set([cellKey(cells[1]!)]), 10)] // ["north\nall\nall", "east\nall\nall"]
 */
export function complete(
  cells: readonly Cell[],
  withheld: ReadonlySet<string>,
  width: number,
  prefer: ReadonlySet<string> = new Set(),
): ReadonlySet<string> {
  const layout = new TableLayout(cells);
  const hidden = completeTable(
    layout,
    Float64Array.from(cells, ({ n }) => n),
    Uint8Array.from(cells, (cell) => (withheld.has(cellKey(cell)) ? 1 : 0)),
    width,
    Uint8Array.from(cells, (cell) => (prefer.has(cellKey(cell)) ? 1 : 0)),
  );
  return new Set(layout.keys.filter((_, at) => hidden[at] === 1));
}

/** The same by number of cell. @param n  by cell of the layout */
export function completeTable(
  layout: TableLayout,
  n: Float64Array,
  withheld: CellSet,
  width: number,
  prefer: CellSet = new Uint8Array(withheld.length),
): CellSet {
  const hidden = withheld.slice();
  if (layout.everybody >= 0 && hidden[layout.everybody] === 1) {
    for (const cell of layout.present) hidden[cell] = 1;
    return hidden;
  }
  if (layout.present.every((cell) => hidden[cell] === 0)) return hidden;
  new Table(layout, n, hidden, width, prefer).complete();
  return hidden;
}

class Table {
  private readonly layout: TableLayout;
  private readonly n: Float64Array;
  private readonly hidden: CellSet;
  private readonly width: number;
  private readonly prefer: CellSet;
  /** How many cells are hidden. */
  private count = 0;
  /** Withheld crossed cells that have to stand an exact attack. */
  private readonly unproved = new Set<number>();

  constructor(layout: TableLayout, n: Float64Array, hidden: CellSet, width: number, prefer: CellSet) {
    this.layout = layout;
    this.n = n;
    this.hidden = hidden;
    this.width = width;
    this.prefer = prefer;
  }

  complete(): void {
    const { areas, groups } = this.layout;
    for (let before = -1; before !== this.count; ) {
      before = this.count;
      this.hideInsideOfHidden();
      this.protectLine(areas);
      for (const { categories } of groups) this.protectLine(categories);
      this.hideInsideOfHidden();
      for (const group of groups) this.protectCrossed(group);
      if (before === this.count) for (const at of groups.keys()) this.hideUntilSafe(at);
    }
  }

  private hide(cell: number): void {
    if (this.hidden[cell] === 1) return;
    this.hidden[cell] = 1;
    this.count++;
  }

  /** With a whole area or category everything inside it goes: what is left would add up to it. */
  private hideInsideOfHidden(): void {
    for (const { crossed } of this.layout.groups)
      for (const cell of crossed) if (this.isInsideOfHidden(cell)) this.hide(cell);
  }

  /** Members of one sum: those withheld must be at least two and hold `width` respondents together. */
  private protectLine(line: readonly number[]): void {
    if (!line.some((cell) => this.n[cell]! > 0 && this.hidden[cell] === 1)) return;
    for (;;) {
      let [gone, room] = [0, 0];
      let partner = -1;
      for (const cell of line) {
        if (this.n[cell]! <= 0) continue;
        if (this.hidden[cell] === 1) {
          gone++;
          room += this.n[cell]!;
        } else if (partner < 0 || this.isCheaper(cell, partner)) partner = cell;
      }
      if (partner < 0 || (gone > 1 && room >= this.width)) return;
      this.hide(partner);
    }
  }

  private isCheaper(a: number, b: number): boolean {
    const { keys } = this.layout;
    return (this.cost(a) - this.cost(b) || this.n[a]! - this.n[b]! || (keys[a]! < keys[b]! ? -1 : 1)) < 0;
  }

  /** Cells of areas × categories of a group: each that is withheld is a corner of a rectangle of withheld cells. */
  private protectCrossed(group: GroupLayout): void {
    for (const cell of group.crossed) {
      if (this.n[cell]! <= 0) continue;
      this.unproved.delete(cell);
      if (this.hidden[cell] === 0 || this.isFree(cell, group)) continue;
      const rectangle = this.cheapestRectangle(cell, group);
      const isInside = this.isInsideOfHidden(cell);
      if (rectangle && (!isInside || rectangle.every((corner) => this.hidden[corner] === 1))) {
        for (const corner of rectangle) this.hide(corner);
        continue;
      }
      this.unproved.add(cell);
      if (!isInside) for (const other of group.crossed) this.hide(other);
    }
  }

  /** Attacks the withheld cells that no step above proved safe; where one gives in, the cheapest shown cell beside it goes too. */
  private hideUntilSafe(groupAt: number): void {
    const { layout, n, width } = this;
    const { groupOf, areaNumber, categoryNumber } = layout;
    const table = layout.present.filter((cell) => groupOf[cell] === groupAt || groupOf[cell] === -1);
    let network: ShiftNetwork | undefined;
    for (const cell of table) {
      if (!this.unproved.has(cell)) continue;
      network ??= new ShiftNetwork(
        layout,
        groupAt,
        table.filter((one) => this.hidden[one] === 1),
        movableCounts(n),
      );
      if (network.width(cell, width) >= width) continue;
      const isBeside = (other: number) =>
        areaNumber[other] === areaNumber[cell] ||
        (groupOf[other]! >= 0 && categoryNumber[other] === categoryNumber[cell]);
      const worth = (other: number) => worthOfCell(layout, other);
      const beside = table
        .filter((other) => n[other]! > 0 && this.hidden[other] === 0)
        .toSorted(
          (a, b) => worth(a) - worth(b) || Number(isBeside(b)) - Number(isBeside(a)) || this.cost(a) - this.cost(b),
        )[0];
      if (beside === undefined) continue;
      this.hide(beside);
      // Its own sum wants a second one, which may do for the other cells too.
      if (!isCrossing(layout, beside)) return;
      network = undefined;
    }
  }

  private isInsideOfHidden(cell: number): boolean {
    const area = this.layout.wholeArea[cell]!;
    const category = this.layout.wholeCategory[cell]!;
    return (area >= 0 && this.hidden[area] === 1) || (category >= 0 && this.hidden[category] === 1);
  }

  /** Whether its counts can be shifted to and from other withheld areas, or other withheld categories, far enough. */
  private isFree(cell: number, { crossed }: GroupLayout): boolean {
    const { wholeArea, wholeCategory, areaNumber, categoryNumber } = this.layout;
    const isGone = (whole: number) => whole >= 0 && this.hidden[whole] === 1;
    const areaGone = isGone(wholeArea[cell]!);
    const categoryGone = isGone(wholeCategory[cell]!);
    if (!areaGone && !categoryGone) return false;
    let [inCategory, inArea] = [0, 0];
    for (const other of crossed) {
      if (categoryNumber[other] === categoryNumber[cell] && isGone(wholeArea[other]!)) inCategory += this.n[other]!;
      if (areaNumber[other] === areaNumber[cell] && isGone(wholeCategory[other]!)) inArea += this.n[other]!;
    }
    return (areaGone && inCategory >= this.width) || (categoryGone && inArea >= this.width);
  }

  /** The rectangle with this corner that withholds the fewest respondents more and leaves room enough. */
  private cheapestRectangle(cell: number, { crossed, corner, width }: GroupLayout): readonly number[] | undefined {
    const { areaNumber, categoryNumber } = this.layout;
    const [area, category] = [areaNumber[cell]!, categoryNumber[cell]!];
    const { n } = this;
    let least = Number.POSITIVE_INFINITY;
    let best: readonly number[] | undefined;
    for (const opposite of crossed) {
      if (n[opposite]! <= 0 || areaNumber[opposite] === area || categoryNumber[opposite] === category) continue;
      const beside = corner[area * width + categoryNumber[opposite]!]!;
      const below = corner[areaNumber[opposite]! * width + category]!;
      if (beside < 0 || below < 0) continue;
      // Two opposite corners grow while the other two shrink: down to 0 one way, and the other way.
      if (Math.min(n[cell]!, n[opposite]!) + Math.min(n[beside]!, n[below]!) < this.width) continue;
      const cost = this.cost(cell) + this.cost(beside) + this.cost(below) + this.cost(opposite);
      if (cost < least) {
        least = cost;
        best = [cell, beside, below, opposite];
      }
      if (cost === 0) break;
    }
    return best;
  }

  private cost(cell: number): number {
    return this.hidden[cell] === 1 || this.prefer[cell] === 1 ? 0 : this.n[cell]!;
  }
}
