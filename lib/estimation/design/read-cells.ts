import { Problem } from "../../problems/problem.ts";
import { KeyIndex } from "../../weighting/key-index.ts";
import { CellSums } from "./cell-sums.ts";
import { type CsvBytes, type CsvRow, readCsvRows } from "./csv-rows.ts";
import { NumberFields, numberAt, type RowNumbers } from "./number-fields.ts";
import type { Design } from "./parse-design.ts";
import { PlainRows } from "./plain-rows.ts";
import { type ColumnPlan, planColumns } from "./row-plan.ts";
import { type MadeScore, type Score, scoreOf } from "./score.ts";
import { decodeText, TextKeys, textOf } from "./text-keys.ts";

/** The rows of a file as cells: one per combination of texts and base weight that occurs. */
export interface ReadCells {
  readonly sums: CellSums;
  /** Per measure of the design: its score is this times what was summed. */
  readonly scales: readonly number[];
  /** Base weight per cell, or null without a weight column. */
  readonly weights: Float64Array | null;
  /** The different texts of a column, the empty one among them. */
  readonly texts: (column: string) => readonly string[];
  /** Per cell, what `codeOf` has at the place that its text of a column has among the different ones. */
  readonly codes: (column: string, codeOf: Int32Array) => Int32Array;
}

/**
 * Reads the columns that a design needs, in one pass over the bytes.
 * @throws Problem with file, line, column and value; see `estimationProblems`
 */
export function readCells(file: string, input: Uint8Array | Iterable<Uint8Array>, design: Design): ReadCells {
  let rows: RowReader | undefined;
  const onRow = (row: CsvRow) => {
    if (rows === undefined) rows = new RowReader(file, design, headerOf(file, row));
    else rows.read(row);
  };
  readCsvRows(file, input, onRow, (csv, start, end) => rows?.readPlain(csv, start, end));
  if (rows === undefined || rows.empty) throw new Problem("no-rows", { file });
  return rows.cells();
}

function headerOf(file: string, { bytes, start, end, fields, line }: CsvRow): string[] {
  const names = Array.from({ length: fields }, (_, f) => {
    try {
      return decodeText(bytes.subarray(start[f], end[f]));
    } catch {
      throw new Problem("not-utf8", { file, line, column: textOf(bytes, start[f]!, end[f]!) });
    }
  });
  const column = names.find((name, f) => names.indexOf(name) < f);
  if (column !== undefined) throw new Problem("duplicate-column", { file, line, column });
  return names;
}

class RowReader {
  empty = true;
  /** Kept only so that what `approach` reads is not left out. */
  approached = 0;
  readonly #file: string;
  readonly #fields: number;
  readonly #texts: readonly ColumnPlan[];
  readonly #textFields: readonly number[];
  readonly #keys: TextKeys;
  readonly #numberFields: NumberFields;
  readonly #numbers: RowNumbers;
  readonly #plain: PlainRows | undefined;
  /** Place of the base weight among the numbers; -1 without one. */
  readonly #weightAt: number;
  readonly #weightBits: Int32Array;
  readonly #weight: Float64Array;
  readonly #weighted = new KeyIndex(3);
  readonly #key = new Int32Array(3);
  readonly #scores: readonly Score[];
  /** Scores that are no number of the row as it stands, and their places behind the numbers. */
  readonly #made: readonly ({ readonly at: number } & MadeScore)[];
  readonly #sums: CellSums;

  constructor(file: string, design: Design, header: readonly string[]) {
    this.#file = file;
    this.#fields = header.length;
    const plan = planColumns(design);
    for (const { name: column } of plan)
      if (!header.includes(column)) throw new Problem("missing-column", { file, column, columns: header });
    const fieldsOf = (columns: readonly ColumnPlan[]) => columns.map(({ name }) => header.indexOf(name));
    const placesOf = (columns: readonly ColumnPlan[]) => new Map(columns.map(({ name }, at) => [name, at]));
    const inFile = plan.toSorted((a, b) => header.indexOf(a.name) - header.indexOf(b.name));
    const numbers = inFile.filter((column) => column.number);
    this.#texts = inFile.filter((column) => column.text);
    this.#textFields = fieldsOf(this.#texts);
    this.#keys = new TextKeys(this.#textFields, (row, at, text) => this.#checkText(row, at, text));
    this.#numberFields = new NumberFields(file, numbers, fieldsOf(numbers), design.measures.length);
    this.#numbers = this.#numberFields.room();
    const twofold = plan.some((column) => column.text && column.number);
    this.#plain = twofold ? undefined : new PlainRows(header.length, this.#keys, this.#numberFields);
    this.#weightAt = numbers.findIndex((column) => column.weight);
    this.#weight = new Float64Array(1);
    this.#weightBits = new Int32Array(this.#weight.buffer);
    const places = { numbers: placesOf(numbers), texts: placesOf(this.#texts), keys: this.#keys };
    this.#scores = design.measures.map((measure) => scoreOf(measure, places));
    const slots = this.#scores.map((score, m) => ("at" in score ? score.at : numbers.length + m));
    this.#made = this.#scores.flatMap((score, m) => ("at" in score ? [] : [{ at: slots[m]!, make: score.make }]));
    this.#sums = new CellSums(
      slots,
      this.#scores.map((score) => ("at" in score ? score.of : (value) => value)),
    );
  }

  read(row: CsvRow): void {
    const { line, fields } = row;
    if (fields !== this.#fields)
      throw new Problem("wrong-field-count", { file: this.#file, line, fields, expected: this.#fields });
    this.#numberFields.read(this.#numbers, row);
    this.#addRow(this.#combination(row), this.#numbers);
  }

  /** As `read`, for as many rows from `start` on as have nothing unusual. */
  readPlain(csv: CsvBytes, start: number, end: number): PlainRows | undefined {
    const plain = this.#plain;
    if (plain === undefined) return undefined;
    plain.read(csv, start, end);
    this.approached ^= this.#sums.approach(plain.combinations, plain.rows);
    for (let row = 0; row < plain.rows; row++) this.#addRow(plain.combinations[row]!, plain.numbers[row]!);
    return plain;
  }

  cells(): ReadCells {
    const at = (column: string) => this.#texts.findIndex(({ name }) => name === column);
    const read = { sums: this.#sums, scales: this.#scores.map((score) => score.scale) };
    const texts = (column: string) => this.#keys.names(at(column));
    const codes = (column: string, codeOf: Int32Array) => this.#keys.codes(at(column), codeOf);
    if (this.#weightAt < 0) return { ...read, texts, codes, weights: null };
    const weights = new Float64Array(this.#weighted.size);
    const bits = new Int32Array(weights.buffer);
    const combinations = new Int32Array(weights.length);
    for (let cell = 0; cell < weights.length; cell++) {
      combinations[cell] = this.#weighted.part(cell, 0);
      bits[2 * cell] = this.#weighted.part(cell, 1);
      bits[2 * cell + 1] = this.#weighted.part(cell, 2);
    }
    const ofCells = (column: string, codeOf: Int32Array) => {
      const ofCombinations = codes(column, codeOf);
      return combinations.map((combination) => ofCombinations[combination]!);
    };
    return { ...read, texts, codes: ofCells, weights };
  }

  #addRow(combination: number, numbers: RowNumbers): void {
    this.empty = false;
    const made = this.#made;
    for (let i = 0; i < made.length; i++) numbers.values[made[i]!.at] = made[i]!.make(numbers, combination);
    this.#sums.add(this.#weightAt < 0 ? combination : this.#weightedCell(combination, numbers), numbers);
  }

  #combination(row: CsvRow): number {
    try {
      return this.#keys.numberOf(row);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      const at = this.#textFields.findIndex((field) => !isUtf8(row.bytes.subarray(row.start[field]!, row.end[field]!)));
      throw new Problem("not-utf8", this.#place(row, at), { cause: error });
    }
  }

  /** Respondents of a cell have the same base weight to the last bit. */
  #weightedCell(combination: number, numbers: RowNumbers): number {
    this.#weight[0] = numberAt(numbers, this.#weightAt);
    this.#key[0] = combination;
    this.#key[1] = this.#weightBits[0]!;
    this.#key[2] = this.#weightBits[1]!;
    return this.#weighted.numberOf(this.#key);
  }

  /** Asked once for each text of a column, on the line where it appears first. */
  #checkText(row: CsvRow, at: number, text: string): void {
    const { categories, strata, stratum } = this.#texts[at]!;
    if (text === "") {
      if (stratum) throw new Problem("stratum-missing", this.#place(row, at));
      return;
    }
    if (categories?.includes(text) === false)
      throw new Problem("unknown-category", { ...this.#place(row, at), expected: categories });
    if (strata?.includes(text) === false)
      throw new Problem("unknown-stratum", { ...this.#place(row, at), expected: strata });
  }

  #place({ bytes, line, start, end }: CsvRow, at: number) {
    const field = this.#textFields[at]!;
    const value = textOf(bytes, start[field]!, end[field]!);
    return { file: this.#file, line, column: this.#texts[at]!.name, value };
  }
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    return decodeText(bytes).length >= 0;
  } catch {
    return false;
  }
}
