import { Problem } from "../../problems/problem.ts";
import type { CsvBytes, CsvRow } from "./csv-rows.ts";
import { plainNumber } from "./plain-number.ts";
import type { ColumnPlan } from "./row-plan.ts";
import { textOf } from "./text-keys.ts";

const COMMA = 44;
const NEWLINE = 10;
const RETURN = 13;
/** In `digits`: no answer. */
const missing = 16;
/** In `digits`, and in no other entry of it this bit: look at the value. */
export const longer = 32;

/** Two digits of four bytes, the lower bits first: what is left of `4,2,` is 4 and 2 in the bytes of the digits. */
const digitsAndCommas = 0x2c302c30;
const notDigits = 0xfff0fff0;
const beyondNine = 0x00060006;

/** The numbers of a row, and behind them what is made of them. */
export interface RowNumbers {
  /** 0-9 where the number is that digit, as most answers are; else `missing` or `longer`. */
  readonly digits: Uint8Array;
  /** NaN where there is none; not set where `digits` has a digit. */
  readonly values: Float64Array;
}

/** A number of a row; NaN where there is none. */
export function numberAt({ digits, values }: RowNumbers, at: number): number {
  const digit = digits[at]!;
  return digit < 10 ? digit : values[at]!;
}

/** Reads the numbers of a row: one per column that a measure or the weight needs. */
export class NumberFields {
  /** Place of each number in a row. */
  readonly fields: Int32Array;
  readonly #file: string;
  readonly #columns: readonly ColumnPlan[];
  /** Per column and digit: whether the digit alone is in its range. Per column: whether it may not be empty. */
  readonly #allowed: Uint8Array;
  readonly #needed: Uint8Array;
  readonly #made: number;

  /**
   * @param fields  place of each column in a row
   * @param made    how many values will be made of the numbers
   */
  constructor(file: string, columns: readonly ColumnPlan[], fields: readonly number[], made: number) {
    this.#file = file;
    this.#made = made;
    this.#columns = columns;
    this.fields = Int32Array.from(fields);
    this.#needed = Uint8Array.from(columns, ({ weight }) => Number(weight));
    this.#allowed = Uint8Array.from({ length: columns.length * 10 }, (_, i) => {
      const { low, high, weight } = columns[Math.floor(i / 10)]!;
      return Number(i % 10 >= low && i % 10 <= high && (!weight || i % 10 > 0));
    });
  }

  /** Room for the numbers of one row. */
  room(): RowNumbers {
    const count = this.fields.length + this.#made;
    return { values: new Float64Array(count), digits: new Uint8Array(count).fill(longer) };
  }

  /** @throws Problem `not-a-number`, `out-of-range`, `weight-missing`, `weight-not-positive` */
  read(into: RowNumbers, { bytes, start, end, line }: CsvRow): void {
    const fields = this.fields;
    const allowed = this.#allowed;
    const { digits } = into;
    for (let at = 0; at < fields.length; at++) {
      const first = start[fields[at]!]!;
      const last = end[fields[at]!]!;
      const digit = bytes[first]! - 48;
      if (last - first === 1 && digit >= 0 && digit <= 9 && allowed[at * 10 + digit] === 1) {
        digits[at] = digit;
      } else {
        keep(into, at, this.#longer(bytes, first, last, line, at));
      }
    }
  }

  /**
   * Reads `count` neighbouring fields as the numbers from `number` on.
   * @returns behind them, or -1 where there is anything to refuse or fields are missing or too many
   */
  readRun(into: RowNumbers, csv: CsvBytes, start: number, number: number, count: number, last: boolean): number {
    const { bytes, view } = csv;
    const allowed = this.#allowed;
    const needed = this.#needed;
    const { values, digits } = into;
    const stop = number + count;
    const pairs = last ? stop - 2 : stop - 1;
    let at = start;
    let i = number;
    while (i < stop) {
      if (i < pairs) {
        const pair = view.getInt32(at, true) ^ digitsAndCommas;
        const low = pair & 15;
        const high = (pair >> 16) & 15;
        const isPair = ((pair | (pair + beyondNine)) & notDigits) === 0;
        if (isPair && allowed[i * 10 + low] === 1 && allowed[i * 10 + 10 + high] === 1) {
          digits[i] = low;
          digits[i + 1] = high;
          at += 4;
          i += 2;
          continue;
        }
      }
      const after = last && i + 1 === stop ? NEWLINE : COMMA;
      const digit = bytes[at]! - 48;
      if (bytes[at + 1] !== after || digit < 0 || digit > 9 || allowed[i * 10 + digit] === 0) {
        // Empty is the only other thing that is common enough for this loop, where a call would cost every answer.
        if (bytes[at] !== after || needed[i] === 1) return this.#readLonger(into, bytes, at, i, stop, last);
        digits[i] = missing;
        values[i] = Number.NaN;
        at += 1;
      } else {
        digits[i] = digit;
        at += 2;
      }
      i++;
    }
    return at;
  }

  #readLonger(into: RowNumbers, bytes: Uint8Array, start: number, number: number, stop: number, last: boolean): number {
    let at = start;
    for (let i = number; i < stop; i++) {
      const after = last && i + 1 === stop ? NEWLINE : COMMA;
      let end = at;
      while (bytes[end] !== COMMA && bytes[end] !== NEWLINE) end++;
      if (bytes[end] !== after) return -1;
      const length = end > at && after === NEWLINE && bytes[end - 1] === RETURN ? end - at - 1 : end - at;
      const value = this.#acceptable(bytes, at, at + length, i);
      if (value === undefined) return -1;
      keep(into, i, value);
      at = end + 1;
    }
    return at;
  }

  /** The number, NaN for an empty field; undefined if there is anything to refuse. */
  #acceptable(bytes: Uint8Array, start: number, end: number, at: number): number | undefined {
    const { weight, low, high } = this.#columns[at]!;
    if (start === end) return weight ? undefined : Number.NaN;
    const number = plainNumber(bytes, start, end);
    return number >= low && number <= high && (!weight || number > 0) ? number : undefined;
  }

  #longer(bytes: Uint8Array, start: number, end: number, line: number, at: number): number {
    const { name: column, weight, low, high } = this.#columns[at]!;
    const place = () => ({ file: this.#file, line, column, value: textOf(bytes, start, end) });
    if (start === end) {
      if (weight) throw new Problem("weight-missing", place());
      return Number.NaN;
    }
    const number = plainNumber(bytes, start, end);
    if (Number.isNaN(number)) throw new Problem("not-a-number", place());
    if (number < low || number > high) throw new Problem("out-of-range", { ...place(), low, high });
    if (weight && number <= 0) throw new Problem("weight-not-positive", place());
    return number;
  }
}

function keep({ digits, values }: RowNumbers, at: number, value: number): void {
  digits[at] = Number.isNaN(value) ? missing : longer;
  values[at] = value;
}
