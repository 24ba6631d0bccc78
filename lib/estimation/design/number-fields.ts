import { Problem } from "../../problems/problem.ts";
import type { CsvRow } from "./csv-rows.ts";
import { plainNumber } from "./plain-number.ts";
import type { ColumnPlan } from "./row-plan.ts";
import { textOf } from "./text-keys.ts";

/** The numbers of a row: one per column that a measure or the weight needs, NaN where the field is empty. */
export class NumberFields {
  /** The numbers, and room behind them for what is made of them. */
  readonly values: Float64Array;
  readonly #file: string;
  readonly #columns: readonly ColumnPlan[];
  readonly #fields: Int32Array;
  readonly #low: Float64Array;
  readonly #high: Float64Array;

  /**
   * @param fields  place of each column in a row
   * @param room    how many values will be made of the numbers
   */
  constructor(file: string, columns: readonly ColumnPlan[], fields: readonly number[], room: number) {
    this.values = new Float64Array(columns.length + room);
    this.#file = file;
    this.#columns = columns;
    this.#fields = Int32Array.from(fields);
    this.#low = Float64Array.from(columns, ({ weight, low }) => (weight ? Math.max(low, Number.MIN_VALUE) : low));
    this.#high = Float64Array.from(columns, ({ high }) => high);
  }

  /** @throws Problem `not-a-number`, `out-of-range`, `weight-missing`, `weight-not-positive` */
  read({ bytes, start, end, line }: CsvRow): void {
    const fields = this.#fields;
    const low = this.#low;
    const high = this.#high;
    const { values } = this;
    for (let at = 0; at < fields.length; at++) {
      const first = start[fields[at]!]!;
      const last = end[fields[at]!]!;
      // Most answers are one digit; what is no digit goes to where every rule is.
      const digit = bytes[first]! - 48;
      const short = last - first === 1 && digit >= 0 && digit <= 9 && digit >= low[at]! && digit <= high[at]!;
      values[at] = short ? digit : this.#longer(bytes, first, last, line, at);
    }
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
