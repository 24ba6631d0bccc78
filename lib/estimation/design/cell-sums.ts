import { emptyMoments, type Moments, setMoments } from "../measure.ts";
import { longer, type RowNumbers } from "./number-fields.ts";

/** A number up to 255 adds 1 to n (9 bits), y to Σy (16 bits) and y² to Σy² (24 bits) of one double, for up to 256 rows. */
const largestPacked = 255;
const rowsMask = 255;
const sumUnit = 2 ** 9;
const squaresUnit = 2 ** 25;
/** Squares of whole numbers up to this stay exact in sums over more than 8 million rows of one cell. */
const largestWhole = 32_767;
const perMeasure = 3;
/** What an answer adds by its entry in `digits`: nothing unless it is a digit. */
const packedDigits = Float64Array.from({ length: 256 }, (_, y) => (y < 10 ? packed(y) : 0));
const firstCells = 256;

/**
 * Sums of the answers per cell and measure. Whole numbers are summed exactly; any other number goes into a running mean and spread
 * (Welford 1962), which, like the exact sums, gives equal answers a spread of exactly 0.
 * A row goes to a cell that is rarely in the processor's cache, so what it touches is kept small: three sums in one double.
 */
export class CellSums {
  readonly #slots: Int32Array;
  readonly #measures: number;
  #cells = 0;
  /** Per cell: rows, then per measure n + 2⁹ Σy + 2²⁵ Σy² of the rows that are not yet unpacked. */
  #packed: Float64Array<ArrayBuffer>;
  /** Per cell and measure: n, Σy, Σy² of what is no longer, or cannot be, packed; empty until there is any. */
  #whole = new Float64Array(0);
  /** Per cell and measure: n, mean, Σ(y − mean)² of what is not whole; empty until there is any. */
  #broken = new Float64Array(0);

  /** @param slots  place of each measure's answer among the values of a row */
  constructor(slots: readonly number[]) {
    this.#slots = Int32Array.from(slots);
    this.#measures = slots.length;
    this.#packed = new Float64Array(firstCells * (slots.length + 1));
  }

  /** Adds a row. Cells are numbered from 0 without gaps, in the order of first appearance. */
  add(cell: number, { digits, values }: RowNumbers): void {
    if (cell === this.#cells) this.#addCell();
    const sums = this.#packed;
    const slots = this.#slots;
    const base = cell * (slots.length + 1);
    if ((sums[base]! & rowsMask) === rowsMask) this.#unpack(cell);
    sums[base]! += 1;
    let others = 0;
    for (let m = 0; m < slots.length; m++) {
      const digit = digits[slots[m]!]!;
      sums[base + m + 1]! += packedDigits[digit]!;
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
      if (base < this.#packed.length) sum += this.#packed[base]! + this.#packed[base + step - 1]!;
    }
    return sum;
  }

  /** Respondents per cell. */
  get rows(): Float64Array {
    const rows = new Float64Array(this.#cells);
    for (let cell = 0; cell < rows.length; cell++) rows[cell] = this.#packed[cell * (this.#measures + 1)]!;
    return rows;
  }

  moments(measure: number): Moments {
    const moments = emptyMoments(this.#cells);
    const [packed, whole] = [this.#packed, this.#whole];
    for (let cell = 0; cell < this.#cells; cell++) {
      const sums = packed[cell * (this.#measures + 1) + measure + 1]!;
      const at = whole.length === 0 ? -1 : (cell * this.#measures + measure) * perMeasure;
      const squares = Math.floor(sums / squaresUnit);
      const rest = sums - squares * squaresUnit;
      const n = (at < 0 ? 0 : whole[at]!) + (rest & (sumUnit - 1));
      const sum = (at < 0 ? 0 : whole[at + 1]!) + Math.floor(rest / sumUnit);
      setMoments(moments, cell, n, sum, (at < 0 ? 0 : whole[at + 2]!) + squares);
    }
    if (this.#broken.length > 0) this.#joinBroken(moments, measure);
    return moments;
  }

  #unpack(cell: number): void {
    this.#whole = this.#ready(this.#whole);
    for (let m = 0; m < this.#measures; m++) {
      const from = cell * (this.#measures + 1) + m + 1;
      const to = (cell * this.#measures + m) * perMeasure;
      const packed = this.#packed[from]!;
      this.#whole[to]! += packed % sumUnit;
      this.#whole[to + 1]! += Math.floor(packed / sumUnit) % (squaresUnit / sumUnit);
      this.#whole[to + 2]! += Math.floor(packed / squaresUnit);
      this.#packed[from] = 0;
    }
  }

  #addValues(cell: number, digits: Uint8Array, values: Float64Array): void {
    for (let m = 0; m < this.#measures; m++)
      if (digits[this.#slots[m]!] === longer) this.#addValue(cell, m, values[this.#slots[m]!]!);
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
    this.#packed = enlarged(this.#packed, this.#packed.length * 2);
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
  return 1 + y * sumUnit + y * y * squaresUnit;
}

function enlarged(from: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const to = new Float64Array(length);
  to.set(from);
  return to;
}
