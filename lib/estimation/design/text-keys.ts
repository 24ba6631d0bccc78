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
 * Numbers the different combinations of texts that rows have in some columns. The texts are looked at one by one only when a
 * combination appears for the first time: a million rows are a million look-ups, not six million.
 */
export class TextKeys {
  readonly #fields: Int32Array;
  readonly #combinations = new ByteIndex();
  readonly #texts: readonly ByteIndex[];
  readonly #names: readonly string[][];
  readonly #known: (row: CsvRow, at: number, text: string) => void;
  readonly #codes: number[] = [];

  /**
   * @param fields  place of each column in a row
   * @param known   told of every text of a column when it appears for the first time
   */
  constructor(fields: readonly number[], known: (row: CsvRow, at: number, text: string) => void) {
    this.#fields = Int32Array.from(fields);
    this.#texts = fields.map(() => new ByteIndex());
    this.#names = fields.map(() => []);
    this.#known = known;
  }

  get size(): number {
    return this.#combinations.size;
  }

  /** The number of the row's combination. @throws TypeError if a new text is not UTF-8 */
  numberOf(row: CsvRow): number {
    const fields = this.#fields;
    const combinations = this.#combinations;
    const { bytes, start, end } = row;
    for (let at = 0; at < fields.length; at++) combinations.append(bytes, start[fields[at]!]!, end[fields[at]!]!);
    const before = combinations.size;
    const number = combinations.number();
    if (number === before) this.#learn(row);
    return number;
  }

  /** Texts of a column by their number. It grows as rows are read. */
  names(at: number): readonly string[] {
    return this.#names[at]!;
  }

  /** Number of the text that a combination has in a column; -1 where it is empty. */
  code(combination: number, at: number): number {
    return this.#codes[combination * this.#fields.length + at]!;
  }

  #learn(row: CsvRow): void {
    for (let at = 0; at < this.#fields.length; at++) {
      const start = row.start[this.#fields[at]!]!;
      const end = row.end[this.#fields[at]!]!;
      if (start === end) {
        this.#codes.push(-1);
        continue;
      }
      const texts = this.#texts[at]!;
      texts.append(row.bytes, start, end);
      const code = texts.number();
      if (code === this.#names[at]!.length) {
        const text = decodeText(row.bytes.subarray(start, end));
        this.#names[at]!.push(text);
        this.#known(row, at, text);
      }
      this.#codes.push(code);
    }
  }
}
