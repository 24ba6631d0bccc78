import { emptyMoments, type Moments, setMoments } from "../measure.ts";
import { longer, type RowNumbers } from "./number-fields.ts";

/** A number up to 255 adds 1 to n (9 bits), y to Σy (16 bits) and y² to Σy² (24 bits) of one double, for up to 256 rows. */
const largestPacked = 255;
const rowsMask = 255;
const countMask = 2 ** 9 - 1;
const sumShift = 9;
const squaresUnit = 2 ** 25;
/** Squares of whole numbers up to this stay exact in sums over more than 8 million rows of one cell. */
const largestWhole = 32_767;
const perMeasure = 3;
/** Entries of `digits` are below. */
const digitCodes = 64;
/** Few, so that the first enlargement comes before the code around it is compiled, which it would undo. */
const firstCells = 64;

/**
 * Sums of the answers per cell and measure. Whole numbers are summed exactly; any other number goes into a running mean and spread
 * (Welford 1962), which, like the exact sums, gives equal answers a spread of exactly 0.
 * A row goes to a cell that is rarely in the processor's cache, so what it touches is kept small: three sums in one double.
 */
export class CellSums {
  readonly #slots: Int32Array;
  readonly #measures: number;
  readonly #scores: readonly ((value: number) => number)[];
  /** Per measure, what a row adds by its entry in `digits`: nothing unless it is a digit. */
  readonly #ofDigits: Float64Array;
  #cells = 0;
  /** Per cell: rows, then per measure n + 2⁹ Σy + 2²⁵ Σy² of the rows that are not yet unpacked. */
  #packed: Float64Array<ArrayBuffer>;
  /** Per cell and measure: n, Σy, Σy² of what is no longer, or cannot be, packed; empty until there is any. */
  #whole = new Float64Array(0);
  /** Per cell and measure: n, mean, Σ(y − mean)² of what is not whole; empty until there is any. */
  #broken = new Float64Array(0);
  #moments: Moments | undefined;

  /**
   * @param slots   place of each measure's answer among the values of a row
   * @param scores  what is summed of that value: a whole number from 0 to 255 for each digit that may occur
   */
  constructor(slots: readonly number[], scores: readonly ((value: number) => number)[]) {
    this.#slots = Int32Array.from(slots);
    this.#measures = slots.length;
    this.#scores = scores;
    this.#ofDigits = new Float64Array(slots.length * digitCodes);
    scores.forEach((score, m) => {
      for (let digit = 0; digit < 10; digit++) this.#ofDigits[m * digitCodes + digit] = packed(score(digit));
    });
    this.#packed = new Float64Array(firstCells * (slots.length + 1));
  }

  /** Adds a row. Cells are numbered from 0 without gaps, in the order of first appearance. */
  add(cell: number, { digits, values }: RowNumbers): void {
    if (cell === this.#cells) this.#addCell();
    const sums = this.#packed;
    const slots = this.#slots;
    const ofDigits = this.#ofDigits;
    const base = cell * (slots.length + 1);
    if ((sums[base]! & rowsMask) === rowsMask) this.#unpack(cell);
    sums[base]! += 1;
    let others = 0;
    for (let m = 0; m < slots.length; m++) {
      const digit = digits[slots[m]!]!;
      sums[base + m + 1]! += ofDigits[m * digitCodes + digit]!;
      others |= digit;
    }
    // On its own: a call in the loop above would make every turn of it three times as long.
    if ((others & longer) !== 0) this.#addValues(cell, digits, values);
  }

  /**
   * Brings the sums of these cells near: here the waits for memory overlap, which they would not between two rows.
   * @returns something made of them, so that nobody may leave the reading out
   */
  approach(cells: Int32Array, count: number): number {
    const step = this.#measures + 1;
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const base = cells[i]! * step;
      if (base < this.#packed.length) sum ^= this.#packed[base]! ^ this.#packed[base + step - 1]!;
    }
    return sum;
  }

  /** Respondents per cell. */
  get rows(): Float64Array {
    const rows = new Float64Array(this.#cells);
    for (let cell = 0; cell < rows.length; cell++) rows[cell] = this.#packed[cell * (this.#measures + 1)]!;
    return rows;
  }

  /** Of one measure; valid until the next call. */
  moments(measure: number): Moments {
    this.#moments ??= emptyMoments(this.#cells);
    const moments = this.#moments;
    moments.n.fill(0);
    moments.spread.fill(0);
    const packed = this.#packed;
    const whole = this.#whole;
    const measures = this.#measures;
    const cells = this.#cells;
    for (let cell = 0; cell < cells; cell++) {
      const sums = packed[cell * (measures + 1) + measure + 1]!;
      let squares = squaresOf(sums);
      const rest = countAndSumOf(sums, squares);
      let n = rest & countMask;
      let sum = rest >> sumShift;
      if (whole.length > 0) {
        const at = (cell * measures + measure) * perMeasure;
        n += whole[at]!;
        sum += whole[at + 1]!;
        squares += whole[at + 2]!;
      }
      setMoments(moments, cell, n, sum, squares);
    }
    if (this.#broken.length > 0) this.#joinBroken(moments, measure);
    return moments;
  }

  #unpack(cell: number): void {
    this.#whole = this.#ready(this.#whole);
    for (let m = 0; m < this.#measures; m++) {
      const from = cell * (this.#measures + 1) + m + 1;
      const to = (cell * this.#measures + m) * perMeasure;
      const squares = squaresOf(this.#packed[from]!);
      const rest = countAndSumOf(this.#packed[from]!, squares);
      this.#whole[to]! += rest & countMask;
      this.#whole[to + 1]! += rest >> sumShift;
      this.#whole[to + 2]! += squares;
      this.#packed[from] = 0;
    }
  }

  #addValues(cell: number, digits: Uint8Array, values: Float64Array): void {
    for (let m = 0; m < this.#measures; m++)
      if (digits[this.#slots[m]!] === longer) this.#addValue(cell, m, this.#scores[m]!(values[this.#slots[m]!]!));
  }

  #addValue(cell: number, measure: number, y: number): void {
    const first = (cell * this.#measures + measure) * perMeasure;
    if ((y & largestPacked) === y) this.#packed[cell * (this.#measures + 1) + measure + 1]! += packed(y);
    else if (Number.isInteger(y) && Math.abs(y) <= largestWhole) {
      this.#whole = this.#ready(this.#whole);
      this.#whole[first]! += 1;
      this.#whole[first + 1]! += y;
      this.#whole[first + 2]! += y * y;
    } else if (!Number.isNaN(y)) {
      this.#broken = this.#ready(this.#broken);
      const n = ++this.#broken[first]!;
      const apart = y - this.#broken[first + 1]!;
      this.#broken[first + 1]! += apart / n;
      this.#broken[first + 2]! += apart * (y - this.#broken[first + 1]!);
    }
  }

  /** Adds the answers that are not whole to those that are (Chan, Golub & LeVeque 1983). */
  #joinBroken({ n, mean, spread }: Moments, measure: number): void {
    for (let cell = 0; cell < n.length; cell++) {
      const at = (cell * this.#measures + measure) * perMeasure;
      const more = this.#broken[at]!;
      if (more === 0) continue;
      const all = n[cell]! + more;
      const apart = this.#broken[at + 1]! - mean[cell]!;
      spread[cell]! += this.#broken[at + 2]! + (n[cell]! === 0 ? 0 : (apart * apart * more * n[cell]!) / all);
      mean[cell] = n[cell] === 0 ? this.#broken[at + 1]! : mean[cell]! + (apart * more) / all;
      n[cell] = all;
    }
  }

  #addCell(): void {
    this.#cells++;
    if (this.#cells * (this.#measures + 1) <= this.#packed.length) return;
    this.#packed = enlarged(this.#packed, this.#packed.length * 4);
    if (this.#whole.length > 0) this.#whole = this.#ready(this.#whole);
    if (this.#broken.length > 0) this.#broken = this.#ready(this.#broken);
  }

  /** As long as there is room for cells. */
  #ready(sums: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
    const length = (this.#packed.length / (this.#measures + 1)) * this.#measures * perMeasure;
    return sums.length === length ? sums : enlarged(sums, length);
  }
}

function packed(y: number): number {
  return 1 + (y << sumShift) + y * y * squaresUnit;
}

/** The squares, and the rest without them, fit into 32 bits each. */
function squaresOf(sums: number): number {
  return (sums / squaresUnit) | 0;
}
function countAndSumOf(sums: number, squares: number): number {
  return (sums - squares * squaresUnit) | 0;
}

function enlarged(from: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const to = new Float64Array(length);
  to.set(from);
  return to;
}
