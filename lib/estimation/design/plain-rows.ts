import type { CsvBytes } from "./csv-rows.ts";
import type { NumberFields, RowNumbers } from "./number-fields.ts";
import type { TextKeys } from "./text-keys.ts";

const COMMA = 44;
const NEWLINE = 10;
const RETURN = 13;
const QUOTE = 34;
/** Rows are read this many at a time: their sums wait for memory, and several can wait at once. */
const blockRows = 64;
const skipped = 0;
const texts = 1;
const numbers = 2;

/**
 * Reads rows without quotes in one go over their bytes: runs of neighbouring columns of one use, one after another. Most rows are
 * such rows; whatever is unusual is left to the reader of any row.
 */
export class PlainRows {
  /** Rows read by the last call, where the row after them begins, and what they hold. */
  rows = 0;
  next = 0;
  readonly numbers: readonly RowNumbers[];
  readonly combinations = new Int32Array(blockRows);
  readonly #keys: TextKeys;
  readonly #fields: NumberFields;
  /** Use and count of fields of each run. */
  readonly #uses: Int32Array;
  readonly #counts: Int32Array;
  /** Of the texts of one row. */
  readonly #codes: Int32Array;

  /** @param columns  of the file; none of them is both a text and a number */
  constructor(columns: number, keys: TextKeys, fields: NumberFields) {
    this.#keys = keys;
    this.#fields = fields;
    this.numbers = Array.from({ length: blockRows }, () => fields.room());
    const useOf = (_: unknown, field: number) =>
      keys.fields.includes(field) ? texts : fields.fields.includes(field) ? numbers : skipped;
    const uses = Array.from({ length: columns }, useOf);
    const begins = uses.flatMap((use, field) => (use === uses[field - 1] ? [] : [field]));
    this.#uses = Int32Array.from(begins, (field) => uses[field]!);
    this.#counts = Int32Array.from(begins, (field, run) => (begins[run + 1] ?? columns) - field);
    this.#codes = new Int32Array(keys.fields.length);
  }

  /**
   * Reads as many rows as are plain and hold no text for the first time, up to a block of them.
   * @param end  a newline stands just before it
   */
  read(csv: CsvBytes, start: number, end: number): void {
    let at = start;
    let read = 0;
    for (; read < blockRows && at < end; read++) {
      const next = this.#parse(csv, at, read);
      if (next < 0) break;
      this.combinations[read] = this.#keys.combinationOf(this.#codes);
      at = next;
    }
    this.rows = read;
    this.next = at;
  }

  /** Where the row after the one at `start` begins; -1 if this one is not plain or has a text for the first time. */
  #parse(csv: CsvBytes, start: number, row: number): number {
    const { bytes } = csv;
    if (bytes[start] === NEWLINE || bytes[start] === RETURN) return -1;
    const uses = this.#uses;
    let at = start;
    let text = 0;
    let number = 0;
    for (let run = 0; run < uses.length; run++) {
      const count = this.#counts[run]!;
      const last = run + 1 === uses.length;
      if (uses[run] === numbers) {
        at = this.#fields.readRun(this.numbers[row]!, csv, at, number, count, last);
        number += count;
      } else if (uses[run] === texts) {
        at = this.#textFields(csv, at, text, count, last);
        text += count;
      } else at = afterFields(bytes, at, count, last);
      if (at < 0) return -1;
    }
    return at;
  }

  /** As `afterFields`, of texts whose first is `text`; -1 also if any of them is new. */
  #textFields(csv: CsvBytes, start: number, text: number, count: number, last: boolean): number {
    const { bytes } = csv;
    const keys = this.#keys;
    const codes = this.#codes;
    const stop = text + count;
    let at = start;
    for (let i = text; i < stop; i++) {
      const first = at;
      let byte = bytes[at]!;
      while (byte !== COMMA && byte !== NEWLINE) {
        if (byte === QUOTE) return -1;
        byte = bytes[++at]!;
      }
      const ends = last && i + 1 === stop;
      if (byte !== (ends ? NEWLINE : COMMA)) return -1;
      const code = keys.find(csv, i, first, ends && at > first && bytes[at - 1] === RETURN ? at - 1 : at);
      if (code < 0) return -1;
      codes[i] = code;
      at++;
    }
    return at;
  }
}

/** Behind `count` fields, the last of which ends the row if `last`; -1 if the row has more or fewer, or a quote. */
function afterFields(bytes: Uint8Array, start: number, count: number, last: boolean): number {
  let left = count;
  for (let at = start; ; at++) {
    if (bytes[at] === COMMA) {
      if (--left === 0) return last ? -1 : at + 1;
    } else if (bytes[at] === NEWLINE) return last && left === 1 ? at + 1 : -1;
    else if (bytes[at] === QUOTE) return -1;
  }
}
