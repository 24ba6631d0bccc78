import { type Cell, cellKey } from "./cell.ts";
import { movableCount } from "./feasible-interval.ts";
import { ShiftNetwork } from "./shift-network.ts";

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
 */
const wholeArea = (area: string): string => cellKey({ area, group: "all", category: "all" });
const everybody = wholeArea("all");

/**
 * The withheld cells and those that have to go with them.
 * @param cells     every cell that is published, with its exact n; a cell of 0 needs no protection and gives none
 * @param withheld  keys of the cells that are withheld for their own sake
 * @param prefer    keys that cost nothing to withhold, as another number of the same people is withheld there already
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
  const hidden = new Set([...withheld]);
  if (hidden.has(everybody)) return new Set(cells.map(cellKey));
  const table = new Table(cells, hidden, width, prefer);
  for (let before = -1; before !== hidden.size; ) {
    before = hidden.size;
    table.hideInsideOfHidden();
    table.protectLine(cells.filter(({ area, group }) => area !== "all" && group === "all"));
    for (const group of table.groups) {
      table.protectLine(cells.filter((cell) => cell.area === "all" && cell.group === group));
    }
    table.hideInsideOfHidden();
    for (const group of table.groups) table.protectCrossed(group);
    if (before === hidden.size) for (const group of table.groups) table.hideUntilSafe(group);
  }
  return hidden;
}

class Table {
  readonly groups: readonly string[];
  private readonly keys: ReadonlyMap<Cell, string>;
  private readonly cells: readonly Cell[];
  private readonly hidden: Set<string>;
  private readonly width: number;
  private readonly prefer: ReadonlySet<string>;
  /** Withheld crossed cells that have to stand an exact attack. */
  private readonly unproved = new Set<string>();

  constructor(cells: readonly Cell[], hidden: Set<string>, width: number, prefer: ReadonlySet<string>) {
    this.cells = cells;
    this.hidden = hidden;
    this.width = width;
    this.prefer = prefer;
    this.keys = new Map(cells.map((cell) => [cell, cellKey(cell)]));
    this.groups = [...new Set(cells.map(({ group }) => group))].filter((group) => group !== "all");
  }

  /** With a whole area or category everything inside it goes: what is left would add up to it. */
  hideInsideOfHidden(): void {
    for (const cell of this.cells) {
      if (cell.area === "all" || cell.group === "all") continue;
      if (this.isInsideOfHidden(cell)) this.hidden.add(cellKey(cell));
    }
  }

  /** Members of one sum: those withheld must be at least two and hold `width` respondents together. */
  protectLine(line: readonly Cell[]): void {
    if (!line.some((cell) => cell.n > 0 && this.isHidden(cell))) return;
    for (;;) {
      const gone = line.filter((cell) => cell.n > 0 && this.isHidden(cell));
      const room = gone.reduce((sum, cell) => sum + cell.n, 0);
      if (gone.length > 1 && room >= this.width) return;
      const partner = line
        .filter((cell) => cell.n > 0 && !this.isHidden(cell))
        .toSorted((a, b) => this.cost(a) - this.cost(b) || a.n - b.n || (cellKey(a) < cellKey(b) ? -1 : 1))[0];
      if (!partner) return;
      this.hidden.add(cellKey(partner));
    }
  }

  /** Cells of areas × categories of a group: each that is withheld is a corner of a rectangle of withheld cells. */
  protectCrossed(group: string): void {
    const table = this.cells.filter((cell) => cell.group === group && cell.area !== "all");
    const crossed = table.filter(({ n }) => n > 0);
    const grid = new Map<string, Map<string, Cell>>();
    for (const cell of table) {
      const row = grid.get(cell.area) ?? new Map<string, Cell>();
      grid.set(cell.area, row.set(cell.category, cell));
    }
    for (const cell of crossed) {
      this.unproved.delete(cellKey(cell));
      if (!this.isHidden(cell) || this.isFree(cell, crossed)) continue;
      const rectangle = this.cheapestRectangle(cell, crossed, grid);
      const isInside = this.isInsideOfHidden(cell);
      if (rectangle && (!isInside || rectangle.every((corner) => this.isHidden(corner)))) {
        for (const corner of rectangle) this.hidden.add(cellKey(corner));
        continue;
      }
      this.unproved.add(cellKey(cell));
      if (!isInside) for (const other of table) this.hidden.add(cellKey(other));
    }
  }

  /** Attacks the withheld cells that no step above proved safe; where one gives in, the cheapest shown cell beside it goes too. */
  hideUntilSafe(group: string): void {
    const table = this.cells.filter((cell) => cell.group === group || cell.group === "all");
    let network: ShiftNetwork | undefined;
    for (const cell of table.filter((one) => this.unproved.has(cellKey(one)))) {
      network ??= new ShiftNetwork(table.filter((one) => this.isHidden(one)).map(movableCount));
      const asked = movableCount(cell);
      const room = network.shrink(asked, this.width);
      if (room >= this.width || room + network.grow(asked, this.width - room) >= this.width) continue;
      const isBeside = ({ area, category }: Cell) => area === cell.area || category === cell.category;
      const beside = table
        .filter((other) => other.n > 0 && !this.isHidden(other))
        .toSorted((a, b) => Number(isBeside(b)) - Number(isBeside(a)) || this.cost(a) - this.cost(b))[0];
      if (!beside) continue;
      this.hidden.add(this.keyOf(beside));
      network = undefined;
    }
  }

  private isInsideOfHidden(cell: Cell): boolean {
    return this.hidden.has(wholeArea(cell.area)) || this.hidden.has(cellKey({ ...cell, area: "all" }));
  }

  /** Whether its counts can be shifted to and from other withheld areas, or other withheld categories, far enough. */
  private isFree(cell: Cell, crossed: readonly Cell[]): boolean {
    const areaGone = (area: string) => this.hidden.has(wholeArea(area));
    const categoryGone = (category: string) => this.hidden.has(cellKey({ area: "all", group: cell.group, category }));
    const room = (members: readonly Cell[]) => members.reduce((sum, { n }) => sum + n, 0) >= this.width;
    return (
      (areaGone(cell.area) && room(crossed.filter((c) => c.category === cell.category && areaGone(c.area)))) ||
      (categoryGone(cell.category) && room(crossed.filter((c) => c.area === cell.area && categoryGone(c.category))))
    );
  }

  /** The rectangle with this corner that withholds the fewest respondents more and leaves room enough. */
  private cheapestRectangle(
    corner: Cell,
    crossed: readonly Cell[],
    grid: ReadonlyMap<string, ReadonlyMap<string, Cell>>,
  ): readonly Cell[] | undefined {
    let best: { readonly cost: number; readonly cells: readonly Cell[] } | undefined;
    for (const opposite of crossed) {
      if (opposite.area === corner.area || opposite.category === corner.category) continue;
      const beside = grid.get(corner.area)?.get(opposite.category);
      const below = grid.get(opposite.area)?.get(corner.category);
      if (!beside || !below) continue;
      // Two opposite corners grow while the other two shrink: down to 0 one way, and the other way.
      const room = Math.min(corner.n, opposite.n) + Math.min(beside.n, below.n);
      if (room < this.width) continue;
      const cost = this.cost(corner) + this.cost(beside) + this.cost(below) + this.cost(opposite);
      if (!best || cost < best.cost) best = { cost, cells: [corner, beside, below, opposite] };
      if (cost === 0) break;
    }
    return best?.cells;
  }

  private keyOf(cell: Cell): string {
    return this.keys.get(cell) ?? cellKey(cell);
  }
  private isHidden(cell: Cell): boolean {
    return this.hidden.has(this.keyOf(cell));
  }
  private cost(cell: Cell): number {
    const key = this.keyOf(cell);
    return this.hidden.has(key) || this.prefer.has(key) ? 0 : cell.n;
  }
}
