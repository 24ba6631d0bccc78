import type { Extent } from "./answer-bounds.ts";
import type { Maximize, Optimum, Terms } from "./linear-program.ts";
import type { TableRow, Variable } from "./wave-table.ts";

/** A withheld value, and how wide its feasible interval has to be, in points × share of everybody. */
export interface Asked {
  readonly variable: Variable;
  readonly row: TableRow;
  readonly form: Terms;
  readonly share: number;
  readonly needed: number;
  /** Of an answer, its score between 0 and 1. */
  readonly rank: number;
}

/** Where solutions were seen to lie, by number of row. What solves a program still does when less is shown. */
export type Seen = ReadonlyMap<number, Extent>;

/** Interval ends are exact to so many points. */
export const margin = 0.002;
/** Goals that clear most values at once. */
const sweeps = 6;
/** So few are sooner cleared one by one. */
const few = 8;

export const valueAt = (form: Terms, { values }: Optimum): number => {
  let sum = 0;
  for (const [unknown, factor] of form) sum += factor * values[unknown]!;
  return sum;
};
export const negative = (form: Terms): Terms => form.map(([unknown, factor]) => [unknown, -factor]);

/** How far apart solutions were seen to lie, by value asked. */
export class Widths {
  private readonly asked: readonly Asked[];
  private readonly maximize: Maximize;
  private readonly isSolved: boolean;
  private readonly least: Float64Array;
  private readonly greatest: Float64Array;

  /** @param seen  of a program in which no less was shown */
  constructor(asked: readonly Asked[], maximize: Maximize, seen: Seen | undefined) {
    this.asked = asked;
    this.maximize = maximize;
    this.isSolved = seen !== undefined;
    // The truth is a solution.
    const end =
      (at: 0 | 1) =>
      ({ row, share }: Asked) =>
        seen?.get(row.at)?.[at] ?? share * (row.row.estimate.value ?? 0);
    this.least = Float64Array.from(asked, end(0));
    this.greatest = Float64Array.from(asked, end(1));
  }

  seen(): Seen {
    return new Map(this.asked.map(({ row }, at) => [row.at, [this.least[at]!, this.greatest[at]!]]));
  }

  of(at: number): number {
    return this.greatest[at]! - this.least[at]!;
  }

  isOpen(at: number): boolean {
    const { needed, share } = this.asked[at]!;
    return this.of(at) < needed - margin * share;
  }

  /**
   * Two solutions that lie far apart clear a value, so a few goals for all of them at once clear most: in half of the cells, drawn anew each
   * time, favourable answers go up, or every other one, and down in the others.
   * @returns whether the numbers agree
   */
  sweep(): boolean {
    let seed = 1;
    const draw = () => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return seed >>> 31 === 0 ? 1 : -1;
    };
    for (let round = 0; round < sweeps; round++) {
      const ofCell = new Map<number, 1 | -1>();
      for (const towards of [1, -1]) {
        const open = this.asked.filter((_, at) => this.isOpen(at));
        if (open.length < few && (this.isSolved || round > 0 || towards < 0)) return true;
        const goal = open.flatMap(({ variable, row, form, share, rank }) => {
          const direction = ofCell.get(row.cell) ?? draw();
          ofCell.set(row.cell, direction);
          const isUp = round % 2 === 0 ? variable.option === "" || rank >= 0.5 : (rank * 4) % 2 < 1;
          const by = (towards * (isUp ? direction : -direction)) / share;
          return form.map(([unknown, factor]) => [unknown, factor * by] as const);
        });
        if (this.note(this.maximize(goal)) === undefined) return false;
      }
    }
    return true;
  }

  /** One by itself, until it is cleared or both its ends are known. @returns undefined where the numbers contradict one another */
  solve(at: number): readonly Optimum[] | undefined {
    const { form, share } = this.asked[at]!;
    const [below, above] = [this.least[at]!, 100 * share - this.greatest[at]!];
    const optima: Optimum[] = [];
    for (const isUp of above > below ? [true, false] : [false, true]) {
      // Nothing is less than 0 or more than 100.
      const isAtEnd = (isUp ? above : below) <= (margin / 10) * share;
      if (!this.isOpen(at) || isAtEnd) continue;
      const optimum = this.note(this.maximize(isUp ? form : negative(form), true));
      if (optimum === undefined) return undefined;
      optima.push(optimum);
    }
    return optima;
  }

  private note(optimum: Optimum | undefined): Optimum | undefined {
    if (optimum === undefined) return undefined;
    for (const [at, { form }] of this.asked.entries()) {
      const value = valueAt(form, optimum);
      if (value < this.least[at]!) this.least[at] = value;
      if (value > this.greatest[at]!) this.greatest[at] = value;
    }
    return optimum;
  }
}
