import { KeyIndex } from "../../weighting/key-index.ts";
import { ByteIndex } from "./byte-index.ts";
import type { CsvRow } from "./csv-rows.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** @throws TypeError if the bytes are not UTF-8 */
export function decodeText(bytes: Uint8Array): string {
  return utf8.decode(bytes);
}

/** The bytes as text, for a message: what is not UTF-8 shows as such. */
export function textOf(bytes: Uint8Array, start: number, end: number): string {
  return new TextDecoder().decode(bytes.subarray(start, end));
}

/**
 * Numbers the different combinations of texts that rows have in some columns. Columns that lie side by side are looked up as one
 * piece of the row, and taken apart only when that piece appears for the first time: most rows need one look-up, not six.
 */
export class TextKeys {
  readonly #fields: Int32Array;
  readonly #texts: readonly ByteIndex[];
  readonly #names: readonly string[][];
  readonly #combinations: KeyIndex;
  readonly #known: (row: CsvRow, at: number, text: string) => void;
  /** First and last field of each run of neighbours. */
  readonly first: Int32Array;
  readonly last: Int32Array;
  /** What was seen in each run, and in all of them together. */
  readonly #pieces: readonly ByteIndex[];
  readonly #piecesTogether: KeyIndex;
  #combinationOf = new Int32Array(256);
  #seen = 0;
  readonly #key: Int32Array;
  readonly #piece: Int32Array;

  /**
   * @param fields  place of each column in a row
   * @param known   told of every text of a column when it appears for the first time
   */
  constructor(fields: readonly number[], known: (row: CsvRow, at: number, text: string) => void) {
    this.#fields = Int32Array.from(fields);
    this.#texts = fields.map(() => new ByteIndex());
    this.#names = fields.map(() => []);
    this.#combinations = new KeyIndex(fields.length);
    this.#known = known;
    this.first = Int32Array.from(fields.filter((field) => !fields.includes(field - 1))).sort();
    this.last = Int32Array.from(fields.filter((field) => !fields.includes(field + 1))).sort();
    this.#pieces = Array.from(this.first, () => new ByteIndex());
    this.#piecesTogether = new KeyIndex(this.first.length);
    this.#key = new Int32Array(fields.length);
    this.#piece = new Int32Array(this.first.length);
  }

  get size(): number {
    return this.#combinations.size;
  }

  /** The number of the row's combination. @throws TypeError if a new text is not UTF-8 */
  numberOf(row: CsvRow): number {
    // Between quoted fields lie quotes, which say nothing about the texts.
    if (row.quoted) return this.#textByText(row);
    const piece = this.#piece;
    for (let run = 0; run < piece.length; run++)
      piece[run] = this.#pieces[run]!.numberOf(row.view, row.start[this.first[run]!]!, row.end[this.last[run]!]!);
    const number = piece.length === 1 ? piece[0]! : this.#piecesTogether.numberOf(piece);
    if (number < this.#seen) return this.#combinationOf[number]!;
    if (this.#seen === this.#combinationOf.length) {
      const longer = new Int32Array(this.#seen * 2);
      longer.set(this.#combinationOf);
      this.#combinationOf = longer;
    }
    this.#combinationOf[this.#seen] = this.#textByText(row);
    return this.#combinationOf[this.#seen++]!;
  }

  /** The number of the combination with these bytes in each run; -1 if a run has them for the first time. */
  find(bytes: DataView, starts: Int32Array, ends: Int32Array): number {
    const piece = this.#piece;
    for (let run = 0; run < piece.length; run++) {
      piece[run] = this.#pieces[run]!.find(bytes, starts[run]!, ends[run]!);
      if (piece[run] === -1) return -1;
    }
    const number = piece.length === 1 ? piece[0]! : this.#piecesTogether.numberOf(piece);
    return number < this.#seen ? this.#combinationOf[number]! : -1;
  }

  /** Texts of a column by their number. It grows as rows are read. */
  names(at: number): readonly string[] {
    return this.#names[at]!;
  }

  /** Number of the text that a combination has in a column; -1 where it is empty. */
  code(combination: number, at: number): number {
    return this.#combinations.part(combination, at);
  }

  #textByText(row: CsvRow): number {
    for (let at = 0; at < this.#fields.length; at++) {
      const start = row.start[this.#fields[at]!]!;
      const end = row.end[this.#fields[at]!]!;
      const code = start === end ? -1 : this.#texts[at]!.numberOf(row.view, start, end);
      if (code === this.#names[at]!.length) {
        const text = decodeText(row.bytes.subarray(start, end));
        this.#names[at]!.push(text);
        this.#known(row, at, text);
      }
      this.#key[at] = code;
    }
    return this.#combinations.numberOf(this.#key);
  }
}
