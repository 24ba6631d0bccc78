import { type CsvError, type Info, parse } from "csv-parse/sync";
import type { Mistake } from "../problems/mistake.ts";

export interface CsvRow {
  readonly line: number;
  /** By column; "" where an optional column is absent. */
  readonly values: Readonly<Record<string, string>>;
}

export interface CsvTable {
  readonly rows: readonly CsvRow[];
  readonly mistakes: readonly Mistake[];
}

/** Reads a CSV file with a header row: UTF-8, a byte-order mark and CRLF are fine, empty lines are passed over. */
export function readCsvFile(
  text: string,
  file: string,
  { required, optional = [] }: { readonly required: readonly string[]; readonly optional?: readonly string[] },
): CsvTable {
  const records = parsed(text, file);
  if (!Array.isArray(records)) return { rows: [], mistakes: [records as Mistake] };
  const [header, ...body] = records as readonly CsvRecord[];
  const columns = header?.record.map((name) => name.trim()) ?? [];
  const known = [...required, ...optional];
  const mistake = (line: number, field: string, value: string | null, expected: string): Mistake => ({
    file,
    line,
    field,
    value,
    expected,
  });
  const mistakes = [
    ...required.filter((name) => !columns.includes(name)).map((name) => mistake(1, name, null, `the column ${name}`)),
    ...columns
      .filter((name, at) => !known.includes(name) || columns.indexOf(name) !== at)
      .map((name) => mistake(1, name, name, `only the columns ${known.join(", ")}, each once`)),
  ];
  if (mistakes.length > 0) return { rows: [], mistakes };
  const rows: CsvRow[] = [];
  for (const { record, info } of body) {
    if (record.length === columns.length) {
      const values = Object.fromEntries(known.map((name) => [name, record[columns.indexOf(name)]?.trim() ?? ""]));
      rows.push({ line: info.lines, values });
    } else
      mistakes.push(mistake(info.lines, "", `${record.length} fields`, `${columns.length} fields, as in the header`));
  }
  return { rows, mistakes };
}

interface CsvRecord {
  readonly record: readonly string[];
  readonly info: Info;
}

function parsed(text: string, file: string): unknown {
  let lastLine = 0;
  const rememberLine = <Record>(record: Record, { lines }: { readonly lines: number }): Record => {
    lastLine = lines;
    return record;
  };
  try {
    return parse(text, {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      on_record: rememberLine,
    });
  } catch (error) {
    const { code, message, lines } = error as CsvError & { lines?: number };
    const whole = { file, field: "", value: null };
    // The parser names the end of the file; the quote was opened after the last record that is complete.
    if (code === "CSV_QUOTE_NOT_CLOSED")
      return { ...whole, line: lastLine + 1, expected: "a closing quote to the one that opens here" } satisfies Mistake;
    return { ...whole, line: lines ?? null, expected: `CSV (${message})` } satisfies Mistake;
  }
}
