import { KeyIndex } from "../../weighting/key-index.ts";
import { ByteIndex } from "./byte-index.ts";
import type { CsvBytes, CsvRow } from "./csv-rows.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** @throws TypeError if the bytes are not UTF-8 */
export function decodeText(bytes: Uint8Array): string {
  return utf8.decode(bytes);
}

/** The bytes as text, for a message: what is not UTF-8 shows as such. */
export function textOf(bytes: Uint8Array, start: number, end: number): string {
  return new TextDecoder().decode(bytes.subarray(start, end));
}

/** Numbers the different combinations of texts that rows have in some columns. */
export class TextKeys {
  /** Place of each column in a row. */
  readonly fields: Int32Array;
  readonly #texts: readonly ByteIndex[];
  readonly #names: readonly string[][];
  readonly #combinations: KeyIndex;
  readonly #key: Int32Array;
  /** Per column and byte: the code of the text of that one byte, as most codes of survey files are; -1 before it appears. */
  readonly #ofByte: Int32Array;
  readonly #isNew: (row: CsvRow, at: number, text: string) => void;

  /** @param isNew  told of every text of a column, the empty one too, when it appears for the first time */
  constructor(fields: readonly number[], isNew: (row: CsvRow, at: number, text: string) => void) {
    this.fields = Int32Array.from(fields);
    this.#texts = fields.map(() => new ByteIndex());
    this.#names = fields.map(() => []);
    this.#combinations = new KeyIndex(fields.length);
    this.#key = new Int32Array(fields.length);
    this.#ofByte = new Int32Array(fields.length * 256).fill(-1);
    this.#isNew = isNew;
  }

  get size(): number {
    return this.#combinations.size;
  }

  /** The number of the row's combination. @throws TypeError if a new text is not UTF-8 */
  numberOf(row: CsvRow): number {
    for (let at = 0; at < this.fields.length; at++) {
      const start = row.start[this.fields[at]!]!;
      const end = row.end[this.fields[at]!]!;
      const code = this.#texts[at]!.numberOf(row.view, start, end);
      if (code === this.#names[at]!.length) {
        const text = decodeText(row.bytes.subarray(start, end));
        this.#names[at]!.push(text);
        if (end - start === 1) this.#ofByte[at * 256 + row.bytes[start]!] = code;
        this.#isNew(row, at, text);
      }
      this.#key[at] = code;
    }
    return this.#combinations.numberOf(this.#key);
  }

  /** The code of a text of a column; -1 if it is new. */
  find({ bytes, view }: CsvBytes, at: number, start: number, end: number): number {
    return end - start === 1 ? this.#ofByte[at * 256 + bytes[start]!]! : this.#texts[at]!.find(view, start, end);
  }

  /** The number of a combination of codes, one per column. */
  combinationOf(codes: Int32Array): number {
    return this.#combinations.numberOf(codes);
  }

  /** Texts of a column by their number, the empty one among them. It grows as rows are read. */
  names(at: number): readonly string[] {
    return this.#names[at]!;
  }

  /** Per combination, what `codeOf` has for the number of its text of a column. */
  codes(at: number, codeOf: Int32Array): Int32Array {
    const codes = new Int32Array(this.size);
    for (let combination = 0; combination < codes.length; combination++)
      codes[combination] = codeOf[this.#combinations.part(combination, at)]!;
    return codes;
  }

  /** Number of the text that a combination has in a column. */
  code(combination: number, at: number): number {
    return this.#combinations.part(combination, at);
  }
}
