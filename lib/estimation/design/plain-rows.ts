import { KeyIndex } from "../../weighting/key-index.ts";
import { ByteIndex, hashBytes } from "./byte-index.ts";
import type { CsvBytes } from "./csv-rows.ts";
import type { NumberFields, RowNumbers } from "./number-fields.ts";
import type { TextKeys } from "./text-keys.ts";

const COMMA = 44;
const NEWLINE = 10;
const RETURN = 13;
const QUOTE = 34;
/** Rows are looked up this many at a time: a look-up waits for memory, and several can wait at once. */
const blockRows = 64;
const skipped = 0;
const texts = 1;
const numbers = 2;

/**
 * Reads rows without quotes in one go over their bytes: runs of neighbouring columns of one use, one after another. Texts side by
 * side are looked up as one piece of the row. Most rows are such rows; whatever is unusual is left to the reader of any row.
 */
export class PlainRows {
  /** Rows read by the last call, where the row after them begins, and what they hold. */
  rows = 0;
  next = 0;
  /** Kept only so that what `approach` reads is not left out. */
  approached = 0;
  readonly numbers: readonly RowNumbers[];
  readonly combinations = new Int32Array(blockRows);
  readonly #keys: TextKeys;
  readonly #fields: NumberFields;
  /** Use and count of fields of each run. */
  readonly #uses: Int32Array;
  readonly #counts: Int32Array;
  readonly #textRuns: Int32Array;
  /** Per row and run of texts: where it lies. Per row: where the next begins. */
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  readonly #hashes: Int32Array;
  readonly #nexts = new Int32Array(blockRows);
  /** What was seen in each run, in all of them together, and its combination. */
  readonly #pieces: readonly ByteIndex[];
  readonly #together: KeyIndex;
  readonly #piece: Int32Array;
  /** Where the single texts of one row lie. */
  readonly #textStarts: Int32Array;
  readonly #textEnds: Int32Array;
  /** -1: not known yet. */
  #combinationOf = new Int32Array(256).fill(-1);

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
    this.#textRuns = this.#counts.filter((_, run) => this.#uses[run] === texts);
    this.#starts = new Int32Array(blockRows * this.#textRuns.length);
    this.#ends = new Int32Array(blockRows * this.#textRuns.length);
    this.#hashes = new Int32Array(blockRows * this.#textRuns.length);
    this.#pieces = Array.from(this.#textRuns, () => new ByteIndex());
    this.#together = new KeyIndex(this.#textRuns.length);
    this.#piece = new Int32Array(this.#textRuns.length);
    this.#textStarts = new Int32Array(keys.fields.length);
    this.#textEnds = new Int32Array(keys.fields.length);
  }

  /**
   * Reads as many rows as are plain and hold no text for the first time, up to a block of them.
   * @param length  a newline stands there, behind the bytes that are there; a row that ends with it is not all there
   */
  read({ bytes, view }: CsvBytes, start: number, length: number): void {
    let read = 0;
    for (let at = start; read < blockRows; read++) {
      at = this.#parse(bytes, at, length, read);
      if (at < 0) break;
      this.#nexts[read] = at;
    }
    const runs = this.#pieces.length;
    for (let i = 0; i < read * runs; i++) {
      const hash = hashBytes(view, this.#starts[i]!, this.#ends[i]!);
      this.#hashes[i] = hash;
      this.approached += this.#pieces[i % runs]!.approach(hash) & 1;
    }
    let found = 0;
    for (; found < read; found++) {
      const combination = this.#find(view, found);
      if (combination < 0) break;
      this.combinations[found] = combination;
    }
    this.rows = found;
    this.next = found === 0 ? start : this.#nexts[found - 1]!;
  }

  /** Where the row after the one at `start` begins, or -1. */
  #parse(bytes: Uint8Array, start: number, length: number, row: number): number {
    if (bytes[start] === NEWLINE || bytes[start] === RETURN) return -1;
    const uses = this.#uses;
    let at = start;
    let text = row * this.#textRuns.length;
    let number = 0;
    for (let run = 0; run < uses.length; run++) {
      const count = this.#counts[run]!;
      const last = run + 1 === uses.length;
      const first = at;
      if (uses[run] === numbers) {
        at = this.#fields.readRun(this.numbers[row]!, bytes, at, number, count, last);
        number += count;
      } else {
        at = afterFields(bytes, at, count, last);
        if (uses[run] === texts) {
          this.#starts[text] = first;
          this.#ends[text++] = last && bytes[at - 2] === RETURN && at - 2 >= first ? at - 2 : at - 1;
        }
      }
      if (at < 0) return -1;
    }
    return at <= length ? at : -1;
  }

  /** The combination of texts in a row of the block; -1 if there is a new text in it. */
  #find(view: DataView, row: number): number {
    const piece = this.#piece;
    const first = row * piece.length;
    for (let run = 0; run < piece.length; run++)
      piece[run] = this.#pieces[run]!.numberOf(
        view,
        this.#starts[first + run]!,
        this.#ends[first + run]!,
        this.#hashes[first + run]!,
      );
    const number = piece.length === 1 ? piece[0]! : this.#together.numberOf(piece);
    const known = number < this.#combinationOf.length ? this.#combinationOf[number]! : -1;
    return known < 0 ? this.#learn(view, row, number) : known;
  }

  #learn(view: DataView, row: number, number: number): number {
    const [starts, ends] = [this.#textStarts, this.#textEnds];
    let count = 0;
    for (let run = 0; run < this.#textRuns.length; run++) {
      const end = this.#ends[row * this.#textRuns.length + run]!;
      let start = this.#starts[row * this.#textRuns.length + run]!;
      for (let at = start; at <= end; at++) {
        if (at < end && view.getUint8(at) !== COMMA) continue;
        starts[count] = start;
        ends[count++] = at;
        start = at + 1;
      }
    }
    const combination = this.#keys.find(view, starts, ends);
    if (number >= this.#combinationOf.length) {
      const longer = new Int32Array(number * 2).fill(-1);
      longer.set(this.#combinationOf);
      this.#combinationOf = longer;
    }
    this.#combinationOf[number] = combination;
    return combination;
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
