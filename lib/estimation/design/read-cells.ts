import { Problem } from "../../problems/problem.ts";
import { KeyIndex } from "../../weighting/key-index.ts";
import { ByteCategories, decodeText } from "./byte-categories.ts";
import { CellSums } from "./cell-sums.ts";
import { type CsvRow, readCsvRows } from "./csv-rows.ts";
import type { Design } from "./parse-design.ts";
import { plainNumber } from "./plain-number.ts";
import { type ColumnPlan, planColumns } from "./row-plan.ts";
import { type Places, scoreOf } from "./score.ts";

/** The rows of a file as cells: one per combination of texts and base weight that occurs. */
export interface ReadCells {
  readonly sums: CellSums;
  /** Per measure of the design: its score is this times what was summed. */
  readonly scales: readonly number[];
  /** Base weight per cell, or null without a weight column. */
  readonly weights: Float64Array | null;
  /** The texts of a column, and per cell the number of its text; -1 where empty. */
  readonly texts: ReadonlyMap<string, { readonly names: readonly string[]; readonly codes: Int32Array }>;
}

/**
 * Reads the columns that a design needs, in one pass over the bytes.
 * @throws Problem with file, line, column and value; see `estimationProblems`
 */
export function readCells(file: string, input: Uint8Array | Iterable<Uint8Array>, design: Design): ReadCells {
  let rows: RowReader | undefined;
  readCsvRows(file, input, (row) => {
    if (rows === undefined) rows = new RowReader(file, design, headerOf(file, row));
    else rows.read(row);
  });
  if (rows === undefined || rows.empty) throw new Problem("no-rows", { file });
  return rows.cells();
}

function headerOf(file: string, { bytes, start, end, fields, line }: CsvRow): string[] {
  const names = Array.from({ length: fields }, (_, f) => {
    try {
      return decodeText(bytes.subarray(start[f], end[f]));
    } catch {
      throw new Problem("not-utf8", { file, line, column: `number ${f + 1}` });
    }
  });
  const column = names.find((name, f) => names.indexOf(name) < f);
  if (column !== undefined) throw new Problem("duplicate-column", { file, line, column });
  return names;
}

class RowReader {
  empty = true;
  readonly #file: string;
  readonly #columns: readonly ColumnPlan[];
  /** Per column: its field, its place among the numbers, its place among the texts (-1: none). */
  readonly #field: Int32Array;
  readonly #numberAt: Int32Array;
  readonly #textAt: Int32Array;
  readonly #fields: number;
  readonly #categories: ByteCategories[] = [];
  readonly #numbers: Float64Array;
  readonly #key: Int32Array;
  readonly #cells: KeyIndex;
  readonly #scores;
  readonly #answers: Float64Array;
  readonly #sums: CellSums;
  readonly #weightAt: number;
  readonly #weight = new Float64Array(1);
  readonly #weightBits = new Int32Array(this.#weight.buffer);

  constructor(file: string, design: Design, header: readonly string[]) {
    this.#file = file;
    this.#fields = header.length;
    const plan = planColumns(design);
    for (const { name: column } of plan)
      if (!header.includes(column)) throw new Problem("missing-column", { file, column, columns: header });
    // In the order of the file, so that the first fault of a row is the one that is named.
    this.#columns = plan.toSorted((a, b) => header.indexOf(a.name) - header.indexOf(b.name));
    const numbers = new Map(this.#columns.filter((column) => column.number).map(({ name }, at) => [name, at]));
    const texts = new Map(this.#columns.filter((column) => column.text).map(({ name }, at) => [name, at]));
    this.#field = Int32Array.from(this.#columns, ({ name }) => header.indexOf(name));
    this.#numberAt = Int32Array.from(this.#columns, ({ name }) => numbers.get(name) ?? -1);
    this.#textAt = Int32Array.from(this.#columns, ({ name }) => texts.get(name) ?? -1);
    this.#categories = Array.from(texts, () => new ByteCategories());
    this.#numbers = new Float64Array(numbers.size);
    this.#weightAt = design.weight === undefined ? -1 : numbers.get(design.weight)!;
    this.#key = new Int32Array(texts.size + (this.#weightAt < 0 ? 0 : 2));
    this.#cells = new KeyIndex(this.#key.length);
    const places: Places = { numbers, texts, categories: this.#categories };
    this.#scores = design.measures.map((measure) => scoreOf(measure, places));
    this.#answers = new Float64Array(design.measures.length);
    this.#sums = new CellSums(design.measures.length);
  }

  read(row: CsvRow): void {
    this.empty = false;
    if (row.fields !== this.#fields)
      throw new Problem("wrong-field-count", {
        file: this.#file,
        line: row.line,
        fields: row.fields,
        expected: this.#fields,
      });
    for (let c = 0; c < this.#columns.length; c++) this.#readField(row, c);
    if (this.#weightAt >= 0) {
      this.#weight[0] = this.#numbers[this.#weightAt]!;
      this.#key[this.#key.length - 2] = this.#weightBits[0]!;
      this.#key[this.#key.length - 1] = this.#weightBits[1]!;
    }
    for (let m = 0; m < this.#scores.length; m++) this.#answers[m] = this.#scores[m]!.of(this.#numbers, this.#key);
    const cell = this.#cells.numberOf(this.#key);
    this.#sums.addRow(cell);
    this.#sums.addAnswers(cell, this.#answers);
  }

  cells(): ReadCells {
    const count = this.#cells.size;
    const part = (at: number) => Int32Array.from({ length: count }, (_, cell) => this.#cells.part(cell, at));
    const texts = this.#columns.flatMap(({ name }, c) => {
      const at = this.#textAt[c]!;
      return at < 0 ? [] : [[name, { names: this.#categories[at]!.names, codes: part(at) }] as const];
    });
    return {
      sums: this.#sums,
      scales: this.#scores.map((score) => score.scale),
      weights: this.#weightAt < 0 ? null : this.#weights(count),
      texts: new Map(texts),
    };
  }

  #weights(count: number): Float64Array {
    const weights = new Float64Array(count);
    const bits = new Int32Array(weights.buffer);
    for (let cell = 0; cell < count; cell++) {
      bits[2 * cell] = this.#cells.part(cell, this.#key.length - 2);
      bits[2 * cell + 1] = this.#cells.part(cell, this.#key.length - 1);
    }
    return weights;
  }

  #readField(row: CsvRow, c: number): void {
    const start = row.start[this.#field[c]!]!;
    const end = row.end[this.#field[c]!]!;
    const numberAt = this.#numberAt[c]!;
    const textAt = this.#textAt[c]!;
    if (start === end) {
      if (numberAt >= 0) this.#numbers[numberAt] = Number.NaN;
      if (textAt >= 0) this.#key[textAt] = -1;
      if (this.#columns[c]!.weight) throw new Problem("weight-missing", this.#place(row, c));
      if (this.#columns[c]!.stratum) throw new Problem("stratum-missing", this.#place(row, c));
      return;
    }
    if (numberAt >= 0) {
      // Most answers are one digit.
      const digit = end - start === 1 ? row.bytes[start]! - 48 : -1;
      const value = digit >= 0 && digit <= 9 ? digit : plainNumber(row.bytes, start, end);
      const column = this.#columns[c]!;
      if (!(value >= column.low && value <= column.high) || (column.weight && value <= 0)) this.#refuse(row, c, value);
      this.#numbers[numberAt] = value;
    }
    if (textAt >= 0) this.#key[textAt] = this.#category(row, c, start, end);
  }

  #category(row: CsvRow, c: number, start: number, end: number): number {
    const categories = this.#categories[this.#textAt[c]!]!;
    const known = categories.names.length;
    let code: number;
    try {
      code = categories.codeOf(row.bytes, start, end);
    } catch {
      const { file, line, column } = this.#place(row, c);
      throw new Problem("not-utf8", { file, line, column });
    }
    if (code === known) this.#checkText(row, c, categories.names[code]!);
    return code;
  }

  /** Asked once for each text of a column, on the line where it appears first. */
  #checkText(row: CsvRow, c: number, text: string): void {
    const { categories, strata } = this.#columns[c]!;
    if (categories?.includes(text) === false)
      throw new Problem("unknown-category", { ...this.#place(row, c), expected: categories });
    if (strata?.includes(text) === false)
      throw new Problem("unknown-stratum", { ...this.#place(row, c), expected: strata });
  }

  #refuse(row: CsvRow, c: number, value: number): never {
    const { low, high } = this.#columns[c]!;
    const place = this.#place(row, c);
    if (Number.isNaN(value)) throw new Problem("not-a-number", place);
    if (value < low || value > high) throw new Problem("out-of-range", { ...place, low, high });
    throw new Problem("weight-not-positive", place);
  }

  #place({ bytes, line, start, end }: CsvRow, c: number) {
    const field = this.#field[c]!;
    const value = new TextDecoder().decode(bytes.subarray(start[field]!, end[field]!));
    return { file: this.#file, line, column: this.#columns[c]!.name, value };
  }
}
