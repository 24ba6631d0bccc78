import type { CsvBytes } from "./csv-rows.ts";
import type { NumberFields } from "./number-fields.ts";
import type { TextKeys } from "./text-keys.ts";

const COMMA = 44;
const NEWLINE = 10;
const RETURN = 13;
const QUOTE = 34;
type Use = "skipped" | "texts" | "numbers";

/**
 * Reads rows without quotes in one go over their bytes: runs of neighbouring columns of one use, one after another. Most rows are
 * such rows, and nearly all of their answers are one digit. Whatever is unusual is left to the reader of any row.
 */
export class PlainRows {
  /** Where each run of texts lies in the row just read. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly #uses: readonly Use[];
  readonly #counts: readonly number[];
  readonly #numbers: NumberFields;

  /** @param fields  columns of the file. A design that reads a column both as text and as number has no plain rows. */
  constructor(fields: number, keys: TextKeys, numbers: NumberFields) {
    this.#numbers = numbers;
    this.starts = new Int32Array(keys.first.length);
    this.ends = new Int32Array(keys.first.length);
    const isText = (field: number) => keys.first.some((first, run) => field >= first && field <= keys.last[run]!);
    const uses = Array.from({ length: fields }, (_, field): Use => {
      if (numbers.fields.includes(field)) return "numbers";
      return isText(field) ? "texts" : "skipped";
    });
    const begins = uses.flatMap((use, field) => (use === uses[field - 1] ? [] : [field]));
    this.#uses = begins.map((field) => uses[field]!);
    this.#counts = begins.map((field, run) => (begins[run + 1] ?? fields) - field);
  }

  /**
   * @param length  a newline stands there, behind the bytes that are there; a row that ends with it is not all there
   * @returns where the next row begins, or -1
   */
  read(bytes: CsvBytes["bytes"], start: number, length: number): number {
    if (bytes[start] === NEWLINE || bytes[start] === RETURN) return -1;
    let at = start;
    let text = 0;
    let number = 0;
    const runs = this.#uses.length;
    for (let run = 0; run < runs; run++) {
      const count = this.#counts[run]!;
      const last = run + 1 === runs;
      const first = at;
      if (this.#uses[run] === "numbers") {
        at = this.#numbers.readRun(bytes, at, number, count, last);
        number += count;
      } else {
        at = afterFields(bytes, at, count, last);
        if (this.#uses[run] === "texts") {
          this.starts[text] = first;
          this.ends[text++] = last && bytes[at - 2] === RETURN && at - 2 >= first ? at - 2 : at - 1;
        }
      }
      if (at < 0) return -1;
    }
    return at <= length ? at : -1;
  }
}

/** Behind `count` fields, the last of which ends the row if `last`; -1 if the row has more or fewer. */
function afterFields(bytes: Uint8Array, start: number, count: number, last: boolean): number {
  let left = count;
  for (let at = start; ; at++) {
    if (bytes[at] === COMMA) {
      if (--left === 0) return last ? -1 : at + 1;
    } else if (bytes[at] === NEWLINE) return last && left === 1 ? at + 1 : -1;
    else if (bytes[at] === QUOTE) return -1;
  }
}
