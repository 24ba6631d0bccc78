import type { Moments } from "../measure.ts";
import { integerMoments } from "../measure.ts";

/** Squares of whole numbers up to this stay exact in sums over more than 8 million rows of one cell. */
const largestWhole = 32_767;
const perMeasure = 3;

/**
 * Sums of the answers per cell and measure. Whole numbers are summed exactly; any other number goes into a running mean and spread
 * (Welford 1962), which, like the exact sums, gives equal answers a spread of exactly 0.
 */
export class CellSums {
  readonly #measures: number;
  #cells = 0;
  #rows = new Float64Array(256);
  /** Per cell and measure: n, Σy, Σy². */
  #whole: Float64Array;
  /** Per cell and measure: n, mean, Σ(y − mean)²; empty until a number is not whole. */
  #broken = new Float64Array(0);

  constructor(measures: number) {
    this.#measures = measures;
    this.#whole = new Float64Array(256 * measures * perMeasure);
  }

  /**
   * Adds a row and its answers, NaN where missing. Cells are numbered from 0 without gaps, in the order of first appearance.
   */
  add(cell: number, answers: Float64Array): void {
    if (cell === this.#cells) {
      this.#cells++;
      if (this.#cells > this.#rows.length) this.#grow();
    }
    this.#rows[cell]!++;
    const whole = this.#whole;
    let at = cell * this.#measures * perMeasure;
    for (let m = 0; m < answers.length; m++, at += perMeasure) {
      const y = answers[m]!;
      if ((y | 0) === y && y <= largestWhole && y >= -largestWhole) {
        whole[at]! += 1;
        whole[at + 1]! += y;
        whole[at + 2]! += y * y;
      } else if (!Number.isNaN(y)) this.#addBroken(at, y);
    }
  }

  get rows(): Float64Array {
    return this.#rows.subarray(0, this.#cells);
  }

  moments(measure: number): Moments {
    const column = (from: Float64Array, part: number) => {
      const values = new Float64Array(this.#cells);
      const step = this.#measures * perMeasure;
      for (let cell = 0, at = measure * perMeasure + part; cell < values.length; cell++, at += step)
        values[cell] = from[at]!;
      return values;
    };
    const whole = integerMoments(column(this.#whole, 0), column(this.#whole, 1), column(this.#whole, 2));
    if (this.#broken.length === 0) return whole;
    const [n, mean, spread] = [column(this.#broken, 0), column(this.#broken, 1), column(this.#broken, 2)];
    for (let cell = 0; cell < this.#cells; cell++) {
      const all = whole.n[cell]! + n[cell]!;
      if (n[cell] === 0 || whole.n[cell] === 0) {
        if (whole.n[cell] === 0) continue;
        mean[cell] = whole.mean[cell]!;
        spread[cell] = whole.spread[cell]!;
      } else {
        const apart = mean[cell]! - whole.mean[cell]!;
        spread[cell]! += whole.spread[cell]! + (apart * apart * n[cell]! * whole.n[cell]!) / all;
        mean[cell] = whole.mean[cell]! + (apart * n[cell]!) / all;
      }
      n[cell] = all;
    }
    return { n, mean, spread };
  }

  #addBroken(at: number, y: number): void {
    if (this.#broken.length === 0) this.#broken = new Float64Array(this.#whole.length);
    const sums = this.#broken;
    const n = ++sums[at]!;
    const apart = y - sums[at + 1]!;
    sums[at + 1]! += apart / n;
    sums[at + 2]! += apart * (y - sums[at + 1]!);
  }

  #grow(): void {
    const larger = (from: Float64Array) => {
      const to = new Float64Array(from.length * 2);
      to.set(from);
      return to;
    };
    this.#rows = larger(this.#rows);
    this.#whole = larger(this.#whole);
    this.#broken = larger(this.#broken);
  }
}
