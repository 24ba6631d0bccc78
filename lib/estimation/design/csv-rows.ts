import { Problem } from "../../problems/problem.ts";

const COMMA = 44;
const QUOTE = 34;
const NEWLINE = 10;
const RETURN = 13;
/** Bytes looked at in one go: pieces of this size stay in the processor's cache. */
const pieceSize = 1 << 17;

export interface CsvBytes {
  bytes: Uint8Array;
  /** The same bytes, and three more: four can be read at once wherever a byte is. */
  view: DataView;
}

/** The fields of one row, as places in `bytes`. Valid only until the next row is read. */
export interface CsvRow extends CsvBytes {
  /** Line of the file on which the row begins; the header is on line 1. */
  line: number;
  fields: number;
  start: Int32Array;
  end: Int32Array;
}

/**
 * A faster way for rows without quotes, asked first: reads rows from `start` on, as many as it likes, and says how many and where
 * the next begins. A newline stands just before `end`.
 */
export type ReadPlainRows = (
  bytes: CsvBytes,
  start: number,
  end: number,
) => { readonly rows: number; readonly next: number } | undefined;

/**
 * Calls `onRow` for every row of a CSV file (RFC 4180; UTF-8, LF or CRLF, a byte-order mark is fine), header included.
 * Ours and not csv-parse because it makes no strings: for a million rows csv-parse alone takes longer than the whole command
 * may (docs/benchmarks.md). The fields stay bytes in one buffer that is used again, so memory does not grow with the file.
 * An empty line at the very end is not a row; elsewhere it is one, with a single empty field.
 * @throws Problem `open-quote`, `stray-quote`
 */
export function readCsvRows(
  file: string,
  input: Uint8Array | Iterable<Uint8Array>,
  onRow: (row: CsvRow) => void,
  readPlainRows: ReadPlainRows = () => undefined,
): void {
  const reader = new CsvReader(file, onRow, readPlainRows);
  for (const piece of input instanceof Uint8Array ? [input] : input)
    for (let from = 0; from < piece.length; from += pieceSize) reader.push(piece.subarray(from, from + pieceSize));
  reader.end();
}

class CsvReader {
  readonly #file: string;
  readonly #onRow: (row: CsvRow) => void;
  readonly #readPlainRows: ReadPlainRows;
  readonly #row: CsvRow = {
    ...memory(pieceSize * 2),
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

  constructor(file: string, onRow: (row: CsvRow) => void, readPlainRows: ReadPlainRows) {
    this.#file = file;
    this.#onRow = onRow;
    this.#readPlainRows = readPlainRows;
  }

  push(piece: Uint8Array): void {
    this.#makeRoom(piece.length);
    this.#row.bytes.set(piece, this.#length);
    this.#length += piece.length;
    if (this.#length >= this.#wanted) this.#readRows(false);
  }

  end(): void {
    this.#makeRoom(1);
    if (this.#length > 0 && this.#row.bytes[this.#length - 1] !== NEWLINE) this.#row.bytes[this.#length++] = NEWLINE;
    this.#readRows(true);
  }

  /** Leaves one byte behind the rows for the newline that stops every search. */
  #makeRoom(more: number): void {
    if (this.#length + more < this.#row.bytes.length) return;
    const larger = memory((this.#length + more) * 2);
    larger.bytes.set(this.#row.bytes.subarray(0, this.#length));
    Object.assign(this.#row, larger);
  }

  #readRows(last: boolean): void {
    const { bytes } = this.#row;
    bytes[this.#length] = NEWLINE;
    let from = 0;
    if (!this.#begun && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) from = 3;
    this.#begun = true;
    const end = bytes.lastIndexOf(NEWLINE, this.#length - 1) + 1;
    while (from < this.#length) {
      const asked = from < end && this.#emptyLine === 0;
      const plain = asked ? this.#readPlainRows(this.#row, from, end) : undefined;
      if (plain !== undefined && plain.rows > 0) {
        this.#nextLine += plain.rows;
        from = plain.next;
        continue;
      }
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
    const { bytes } = this.#row;
    const length = this.#length;
    let { start, end } = this.#row;
    let fields = 0;
    let at = from;
    for (let byte = 0; byte !== NEWLINE; at++) {
      byte = bytes[at]!;
      // A quoted field makes the whole row one for the slower reader.
      if (byte === QUOTE) return this.#readQuotedRow(from, last);
      const first = at;
      while (byte !== COMMA && byte !== NEWLINE) byte = bytes[++at]!;
      if (fields === start.length) ({ start, end } = this.#moreFields());
      start[fields] = first;
      end[fields++] = at;
    }
    if (at > length) return -1;
    if (bytes[at - 2] === RETURN && end[fields - 1]! > start[fields - 1]!) end[fields - 1]!--;
    this.#report(fields, fields === 1 && start[0] === end[0], 1);
    return at;
  }

  #readQuotedRow(from: number, last: boolean): number {
    const { bytes } = this.#row;
    const length = this.#length;
    let { start, end } = this.#row;
    const quoted: number[] = [];
    let fields = 0;
    let lines = 1;
    for (let at = from; at < length; ) {
      let first = at;
      let close: number;
      if (bytes[at] === QUOTE) {
        first = at + 1;
        quoted.push(fields);
        close = this.#closingQuote(first, last, this.#nextLine + lines - 1);
        if (close < 0) return -1;
        for (let i = first; i < close; i++) if (bytes[i] === NEWLINE) lines++;
        at = close + 1;
        if (bytes[at] === RETURN) at++;
        if (at >= length) return -1;
        if (bytes[at] !== COMMA && bytes[at] !== NEWLINE)
          throw new Problem("stray-quote", { file: this.#file, line: this.#nextLine + lines - 1 });
      } else {
        while (bytes[at] !== COMMA && bytes[at] !== NEWLINE) at++;
        if (at >= length) return -1;
        close = at > first && bytes[at] === NEWLINE && bytes[at - 1] === RETURN ? at - 1 : at;
      }
      if (fields === start.length) ({ start, end } = this.#moreFields());
      start[fields] = first;
      end[fields++] = close;
      if (bytes[at++] === NEWLINE) {
        for (const field of quoted) this.#joinQuotes(field);
        this.#report(fields, false, lines);
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

  /** A quote that is written twice stands for one. */
  #joinQuotes(field: number): void {
    const { bytes, start, end } = this.#row;
    let to = start[field]!;
    for (let at = to; at < end[field]!; at++, to++) {
      bytes[to] = bytes[at]!;
      if (bytes[at] === QUOTE) at++;
    }
    end[field] = to;
  }

  #report(fields: number, empty: boolean, lines: number): void {
    const row = this.#row;
    if (this.#emptyLine > 0) {
      const nothing = { fields: 1, start: new Int32Array(1), end: new Int32Array(1) };
      this.#onRow({ ...row, ...nothing, line: this.#emptyLine });
      this.#emptyLine = 0;
    }
    row.line = this.#nextLine;
    row.fields = fields;
    this.#nextLine += lines;
    if (empty) this.#emptyLine = row.line;
    else this.#onRow(row);
  }

  #moreFields(): { start: Int32Array; end: Int32Array } {
    const row = this.#row;
    const [start, end] = [new Int32Array(row.start.length * 2), new Int32Array(row.start.length * 2)];
    start.set(row.start);
    end.set(row.end);
    row.start = start;
    row.end = end;
    return row;
  }
}

function memory(length: number): Pick<CsvRow, "bytes" | "view"> {
  const view = new DataView(new ArrayBuffer(length + 3));
  return { bytes: new Uint8Array(view.buffer, 0, length), view };
}
