import { type AnswerMapping, type Columns, columnsBehind, type ImportMapping, type Setting } from "./import-mapping.ts";

/** A row of the table: the text of each cell by its column. */
export type Cells = Readonly<Record<string, string>>;

/** A row as the import route takes it; `identity` makes its id, and is never stored. */
export interface ImportRow {
  /** Line of the file it begins on, from 1. */
  readonly line: number;
  readonly answers: Readonly<Record<string, string>>;
  readonly stream: string;
  readonly mode: string;
  readonly language?: string;
  readonly stratum?: string;
  readonly weight?: number;
  readonly code?: string;
  readonly identity: string;
}

/** Why a row could not be read, and where. */
export interface RowFault {
  readonly line: number;
  readonly column: string;
  readonly value: string;
  readonly reason: string;
}

export type RowRead =
  | { readonly wave: string; readonly row: ImportRow }
  | { readonly fault: RowFault }
  /** A `where` of the mapping leaves it out. */
  | { readonly left: true };

/**
 * Reads the rows of one table in their order. Rows without an id column are told apart by what stands in them, equal rows by
 * how many came before: the same file read again gives the same identities.
 * @param mapping checked against the table's columns before
 */
export function rowReader(mapping: ImportMapping): (cells: Cells, line: number) => RowRead {
  const seen = new Map<string, number>();
  const identityOf = (wave: string, cells: Cells): string => {
    if (mapping.id !== undefined) return `id\n${cells[mapping.id]!.trim()}`;
    const row = JSON.stringify(Object.entries(cells).toSorted(([a], [b]) => (a < b ? -1 : 1)));
    const before = seen.get(`${wave}\n${row}`) ?? 0;
    seen.set(`${wave}\n${row}`, before + 1);
    return `row\n${before}\n${row}`;
  };
  return (cells, line) => {
    const chosen = (mapping.where ?? []).every((one) => {
      const value = cells[one.column]!.trim();
      return "in" in one ? one.in.includes(value) : one.answered === (value !== "");
    });
    if (!chosen) return { left: true };
    try {
      return readRow(mapping, cells, line, identityOf);
    } catch (error) {
      if (error instanceof CellFault) return { fault: { line, ...error.fault } };
      throw error;
    }
  };
}

class CellFault extends Error {
  readonly fault: Omit<RowFault, "line">;
  constructor(column: string, value: string, reason: string) {
    super(reason);
    this.fault = { column, value, reason };
  }
}

function readRow(
  mapping: ImportMapping,
  cells: Cells,
  line: number,
  identityOf: (wave: string, cells: Cells) => string,
): RowRead {
  const wave = settingOf(mapping.wave, cells);
  const language = mapping.language === undefined ? undefined : settingOf(mapping.language, cells);
  const stratum = mapping.stratum === undefined ? undefined : settingOf(mapping.stratum, cells);
  const code = mapping.code === undefined ? "" : cells[mapping.code]!.trim();
  if (mapping.id !== undefined && cells[mapping.id]!.trim() === "")
    throw new CellFault(mapping.id, "", "the id is empty; every row needs its own");
  const weight = mapping.weight === undefined ? undefined : weightOf(mapping.weight, cells);
  const answers: Record<string, string> = {};
  for (const [item, given] of Object.entries(mapping.answers)) answers[item] = answerOf(given, cells);
  const row: ImportRow = {
    line,
    answers,
    stream: settingOf(mapping.stream, cells),
    mode: settingOf(mapping.mode, cells),
    identity: identityOf(wave, cells),
    ...(language !== undefined && { language }),
    ...(stratum !== undefined && { stratum }),
    ...(weight !== undefined && { weight }),
    ...(code !== "" && { code }),
  };
  return { wave, row };
}

/** The first filled one of the columns; the last one where all are empty. */
function cellOf(columns: Columns, cells: Cells): { column: string; value: string } {
  const names = [columns].flat();
  const filled = names.find((name) => cells[name]!.trim() !== "") ?? names.at(-1)!;
  return { column: filled, value: cells[filled]!.trim() };
}

function settingOf(setting: Setting, cells: Cells): string {
  if (typeof setting === "string") return setting;
  const { column, value } = cellOf(setting.column, cells);
  const translated = setting.values === undefined ? value : own(setting.values, value);
  if (translated === undefined || translated === "")
    throw new CellFault(
      column,
      value,
      setting.values === undefined ? "it is empty" : `expected ${listed(Object.keys(setting.values))}`,
    );
  return translated;
}

function weightOf(column: string, cells: Cells): number {
  const value = cells[column]!.trim();
  const weight = /^[+]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value) ? Number(value) : Number.NaN;
  if (!(weight > 0 && Number.isFinite(weight)))
    throw new CellFault(column, value, "a weight is a plain number above 0");
  return weight;
}

function answerOf(mapping: AnswerMapping, cells: Cells): string {
  if (typeof mapping === "string") return cells[mapping]!.trim() || "skip";
  if ("boxes" in mapping) {
    const ticked = Object.entries(mapping.boxes).filter(([, column]) => mapping.ticked.includes(cells[column]!.trim()));
    return ticked.map(([option]) => option).join(";") || "skip";
  }
  const { column, value } = cellOf(mapping.column, cells);
  const code = mapping.missing && own(mapping.missing, value);
  if (code !== undefined) return code;
  if (value === "") return mapping.empty ?? "skip";
  if (mapping.values === undefined) return value;
  const translated = own(mapping.values, value);
  if (translated === undefined)
    throw new CellFault(
      column,
      value,
      `expected ${listed([...Object.keys(mapping.values), ...Object.keys(mapping.missing ?? {})])}`,
    );
  return translated;
}

/**
 * Where what the system refused in a row comes from: the columns behind a field of it, and what was made of them.
 * @param field an item, or a field of the row itself; undefined where the row as a whole was refused
 */
export function originOf(
  mapping: ImportMapping,
  row: ImportRow,
  field: string | undefined,
): Pick<RowFault, "column" | "value"> {
  const columns = field === undefined ? [] : columnsBehind(mapping, field);
  if (field === undefined || columns.length === 0) return { column: "", value: "" };
  const value = own(row.answers, field) ?? own<unknown>({ ...row }, field);
  return { column: columns.join(", "), value: String(value ?? "") };
}

/** A cell may hold `constructor`: only what the mapping itself says counts. */
const own = <Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

const listed = (values: readonly string[]): string =>
  values.length > 12 ? `one of ${values.length} values of the mapping` : values.join(", ");
