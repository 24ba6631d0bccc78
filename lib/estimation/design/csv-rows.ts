import { Problem } from "../../problems/problem.ts";

const COMMA = 44;
const QUOTE = 34;
const NEWLINE = 10;
const RETURN = 13;
/** Bytes looked at in one go: pieces of this size stay in the processor's cache. */
const pieceSize = 1 << 18;

/** The fields of one row, as places in `bytes`. Valid only until the next row is read. */
export interface CsvRow {
  bytes: Uint8Array;
  /** Line of the file on which the row begins; the header is on line 1. */
  line: number;
  fields: number;
  start: Int32Array;
  end: Int32Array;
}

/**
 * Calls `onRow` for every row of a CSV file (RFC 4180; UTF-8, LF or CRLF, a byte-order mark is fine), header included.
 * Ours and not csv-parse because it makes no string: csv-parse takes 25 times as long for a million rows of 17 columns, more than
 * the whole command may (docs/benchmarks.md).
 * Fields stay bytes in one buffer that is used again, so memory does not grow with the file.
 * An empty line at the very end is not a row; elsewhere it is one, with a single empty field.
 * @throws Problem `open-quote`, `stray-quote`
 */
export function readCsvRows(
  file: string,
  input: Uint8Array | Iterable<Uint8Array>,
  onRow: (row: CsvRow) => void,
): void {
  const reader = new CsvReader(file, onRow);
  for (const piece of input instanceof Uint8Array ? [input] : input)
    for (let from = 0; from < piece.length; from += pieceSize) reader.push(piece.subarray(from, from + pieceSize));
  reader.end();
}

class CsvReader {
  readonly #file: string;
  readonly #onRow: (row: CsvRow) => void;
  readonly #row: CsvRow = {
    bytes: new Uint8Array(pieceSize * 2),
    line: 1,
    fields: 0,
    start: new Int32Array(64),
    end: new Int32Array(64),
  };
  #length = 0;
  /** Nothing is looked at before this much is there: a row longer than the buffer is not read over and over. */
  #wanted = 3;
  #nextLine = 1;
  #begun = false;
  /** Line of an empty line that is a row if anything follows; 0: none. */
  #emptyLine = 0;

  constructor(file: string, onRow: (row: CsvRow) => void) {
    this.#file = file;
    this.#onRow = onRow;
  }

  push(piece: Uint8Array): void {
    this.#makeRoom(piece.length + 1);
    this.#row.bytes.set(piece, this.#length);
    this.#length += piece.length;
    if (this.#length >= this.#wanted) this.#readRows(false);
  }

  end(): void {
    this.#makeRoom(1);
    if (this.#length > 0 && this.#row.bytes[this.#length - 1] !== NEWLINE) this.#row.bytes[this.#length++] = NEWLINE;
    this.#readRows(true);
  }

  #makeRoom(more: number): void {
    if (this.#length + more <= this.#row.bytes.length) return;
    const larger = new Uint8Array((this.#length + more) * 2);
    larger.set(this.#row.bytes.subarray(0, this.#length));
    this.#row.bytes = larger;
  }

  #readRows(last: boolean): void {
    const { bytes } = this.#row;
    let from = 0;
    if (!this.#begun && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) from = 3;
    this.#begun = true;
    while (from < this.#length) {
      const next = this.#readRow(from, last);
      if (next < 0) break;
      from = next;
    }
    bytes.copyWithin(0, from, this.#length);
    this.#length -= from;
    this.#wanted = this.#length * 2;
  }

  /** Reads the row at `from` and reports it. Returns where the next begins, -1 if this one is not all there. */
  #readRow(from: number, last: boolean): number {
    const row = this.#row;
    const { bytes } = row;
    const length = this.#length;
    let fields = 0;
    let lines = 1;
    for (let at = from; at < length; ) {
      let start = at;
      let end: number;
      if (bytes[at] === QUOTE) {
        start = at + 1;
        const close = this.#closingQuote(start, last, this.#nextLine + lines - 1);
        if (close < 0) return -1;
        for (let i = start; i < close; i++) if (bytes[i] === NEWLINE) lines++;
        end = close;
        at = close + 1;
        if (bytes[at] === RETURN) at++;
        if (at >= length) return -1;
        if (bytes[at] !== COMMA && bytes[at] !== NEWLINE)
          throw new Problem("stray-quote", { file: this.#file, line: this.#nextLine + lines - 1 });
      } else {
        while (at < length && bytes[at] !== COMMA && bytes[at] !== NEWLINE) at++;
        if (at >= length) return -1;
        end = at > start && bytes[at] === NEWLINE && bytes[at - 1] === RETURN ? at - 1 : at;
      }
      if (fields === row.start.length) this.#moreFields();
      row.start[fields] = start;
      row.end[fields] = end;
      fields++;
      if (bytes[at++] === NEWLINE) {
        this.#report(fields, fields === 1 && start === end && start === from, lines);
        return at;
      }
    }
    return -1;
  }

  /** Where the quoted field ends, or -1. */
  #closingQuote(start: number, last: boolean, line: number): number {
    const { bytes } = this.#row;
    for (let at = start; at < this.#length; at++) {
      if (bytes[at] !== QUOTE) continue;
      if (bytes[at + 1] !== QUOTE || at + 1 >= this.#length) return at;
      at++;
    }
    if (last) throw new Problem("open-quote", { file: this.#file, line });
    return -1;
  }

  #report(fields: number, empty: boolean, lines: number): void {
    const row = this.#row;
    if (this.#emptyLine > 0) {
      this.#onRow({ ...row, line: this.#emptyLine, fields: 1, start: new Int32Array(1), end: new Int32Array(1) });
      this.#emptyLine = 0;
    }
    row.line = this.#nextLine;
    row.fields = fields;
    this.#nextLine += lines;
    if (empty) this.#emptyLine = row.line;
    else {
      for (let f = 0; f < fields; f++) this.#joinQuotes(f);
      this.#onRow(row);
    }
  }

  /** A quote that is written twice stands for one. */
  #joinQuotes(field: number): void {
    const { bytes, start, end } = this.#row;
    if (bytes[start[field]! - 1] !== QUOTE) return;
    let to = start[field]!;
    for (let at = to; at < end[field]!; at++, to++) {
      bytes[to] = bytes[at]!;
      if (bytes[at] === QUOTE) at++;
    }
    end[field] = to;
  }

  #moreFields(): void {
    const row = this.#row;
    const [start, end] = [new Int32Array(row.start.length * 2), new Int32Array(row.start.length * 2)];
    start.set(row.start);
    end.set(row.end);
    row.start = start;
    row.end = end;
  }
}
