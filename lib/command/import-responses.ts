import { open } from "node:fs/promises";
import { resolve } from "node:path";
import { pipeline, Readable } from "node:stream";
import { type CsvError, parse } from "csv-parse";
import { stringify } from "csv-stringify/sync";
import { Problem } from "../problems/problem.ts";
import type { Connection } from "./connection.ts";
import { isSameFile, readText, unreadable, writeText } from "./files.ts";
import { findWave, type ListedWave, listWaves } from "./find-wave.ts";
import { columnsOf, parseImportMapping } from "./import-mapping.ts";
import { type Cells, type ImportRow, originOf, type RowFault, rowReader } from "./import-row.ts";
import { progress } from "./progress.ts";
import type { Action } from "./verb.ts";

/** What the import route takes at once. */
export const rowsPerCall = 200;

interface Outcome {
  readonly line: number;
  readonly outcome: "stored" | "already" | "valid" | "refused";
  readonly reason?: string;
  readonly field?: string;
}

/** `trust import-responses FILE --map MAPPING` */
export const importResponses: Action = async ({ args, options, terminal, connect, say }) => {
  const began = terminal.now();
  const file = resolve(terminal.folder, String(args[0]));
  const mapFile = resolve(terminal.folder, String(options.map));
  const report = resolve(terminal.folder, String(options.report ?? `${file}.refused.csv`));
  for (const [other, role] of [
    [file, "the file of the answers"],
    [mapFile, "the mapping"],
  ] as const)
    if (await isSameFile(report, other)) throw new Problem("report-overwrites", { file: report, role });
  const mapping = parseImportMapping(await readText(mapFile), mapFile);
  const { rows, faults, left, read } = await readTable(file, rowReader(mapping), columnsOf(mapping));
  const connection = await connect();
  const waves = await wavesOf(connection, [...rows.keys()], options.department);

  const total = [...rows.values()].reduce((sum, some) => sum + some.length, 0);
  const bar = progress(terminal, "Importing", total);
  const counts = { stored: 0, already: 0, valid: 0, refused: faults.length };
  const refused: RowFault[] = [...faults];
  let done = 0;
  try {
    for (const [name, some] of rows) {
      const { department, wave } = waves.get(name)!;
      for (let at = 0; at < some.length; at += rowsPerCall) {
        const part = some.slice(at, at + rowsPerCall);
        const answer = await connection.call<{ rows: readonly Outcome[] }>(
          "POST",
          `/api/v1/import/${department}/${wave}`,
          { rows: part },
        );
        for (const [index, { line, outcome, reason = "", field }] of answer.rows.entries()) {
          counts[outcome]++;
          if (outcome === "refused") refused.push({ line, ...originOf(mapping, part[index]!, field), reason });
        }
        done += part.length;
        bar.at(done);
      }
    }
  } finally {
    bar.end();
  }

  const warnings: string[] = [];
  if (refused.length > 0) {
    if (options.dryRun !== true) await writeReport(report, refused);
    warnings.push(
      options.dryRun === true
        ? `${refused.length} rows would be refused, the first on line ${first(refused)}.`
        : `${refused.length} rows were refused; they are listed in ${report}. The first: line ${first(refused)}.`,
    );
  }
  const seconds = Math.round((terminal.now() - began) / 100) / 10;
  say(`${read} rows read in ${seconds} s, ${left} left out by the mapping.`);
  const data = { read, left, ...counts, seconds, ...(refused.length > 0 && { refusedRows: sorted(refused) }) };
  const text =
    options.dryRun === true
      ? `${counts.valid} rows could be stored, ${counts.refused} would be refused.`
      : `${counts.stored} rows stored, ${counts.already} were there already, ${counts.refused} refused.`;
  return { data, text, warnings };
};

interface Table {
  /** By wave, in the order of the file. */
  readonly rows: ReadonlyMap<string, readonly ImportRow[]>;
  readonly faults: readonly RowFault[];
  readonly left: number;
  readonly read: number;
}

async function readTable(
  file: string,
  readRow: ReturnType<typeof rowReader>,
  needed: readonly string[],
): Promise<Table> {
  const rows = new Map<string, ImportRow[]>();
  const faults: RowFault[] = [];
  let left = 0;
  let read = 0;
  let named = false;
  let unclosed: CsvError | undefined;
  const columns = (names: string[]) => {
    named = true;
    return checkedColumns(file, names, needed);
  };
  const skipped = (error: CsvError | undefined) => {
    if (error?.code === "CSV_QUOTE_NOT_CLOSED") unclosed = error;
    else if (error) faults.push({ line: Number(error.lines), column: "", value: "", reason: reasonOf(error) });
    read++;
    return undefined;
  };
  const parser = parse({
    bom: true,
    info: true,
    columns,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip: skipped,
  });
  // Whatever ends the reading early comes out of the loop below.
  pipeline(Readable.from(decoded(file)), parser, () => {});
  for await (const { record, info } of parser as AsyncIterable<{ record: Cells; info: { lines: number } }>) {
    read++;
    const one = readRow(record, beginning(record, info.lines));
    if ("left" in one) left++;
    else if ("fault" in one) faults.push(one.fault);
    else if (rows.has(one.wave)) rows.get(one.wave)!.push(one.row);
    else rows.set(one.wave, [one.row]);
  }
  // What follows an open quote is anybody's guess, so nothing of such a file is taken.
  if (unclosed)
    throw new Problem("table-faulty", { file, reason: `a quote is never closed; it opens on line ${unclosed.lines}` });
  if (!named) throw new Problem("table-faulty", { file, reason: "it is empty" });
  return { rows, faults, left, read };
}

/** The text of a file, a part at a time. @throws Problem `table-faulty` where it is not UTF-8 */
async function* decoded(file: string): AsyncGenerator<string> {
  // Opened first: a stream would tell of a missing file only after the parser had begun.
  const handle = await open(file).catch((cause: unknown) => {
    throw unreadable(file, cause);
  });
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  try {
    for await (const part of handle.createReadStream()) yield decoder.decode(part as Buffer, { stream: true });
    yield decoder.decode();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ERR_ENCODING_INVALID_ENCODED_DATA") throw unreadable(file, cause);
    throw new Problem("table-faulty", { file, reason: "it is not UTF-8" }, { cause });
  } finally {
    await handle.close();
  }
}

/** The parser counts lines to the end of a row; a row may hold line breaks of its own. */
function beginning(record: Cells, lastLine: number): number {
  const within = Object.values(record).reduce((sum, cell) => sum + (cell.match(/\r\n?|\n/g)?.length ?? 0), 0);
  return lastLine - within;
}

function reasonOf({ code, message }: CsvError): string {
  if (code !== "CSV_RECORD_INCONSISTENT_COLUMNS") return message;
  return message.replace(
    /^Invalid Record Length: columns length is (\d+), got (\d+) on line \d+$/,
    "$2 fields where the header has $1",
  );
}

function checkedColumns(file: string, names: readonly string[], needed: readonly string[]): string[] {
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new Problem("table-faulty", { file, reason: `the column "${twice}" is there twice` });
  const absent = needed.find((name) => !names.includes(name));
  if (absent !== undefined) throw new Problem("mapping-column", { file, column: absent, columns: names });
  return [...names];
}

async function wavesOf(
  connection: Connection,
  names: readonly string[],
  department: unknown,
): Promise<ReadonlyMap<string, ListedWave>> {
  const waves = await listWaves(connection);
  const within = department === undefined ? waves : waves.filter((wave) => wave.department === String(department));
  if (department !== undefined && within.length === 0) {
    const known = [...new Set(waves.map((wave) => wave.department))];
    throw new Problem("department-unknown-here", { department: String(department), known });
  }
  return new Map(names.map((name) => [name, findWave(within, name)]));
}

const sorted = (faults: readonly RowFault[]): readonly RowFault[] => faults.toSorted((a, b) => a.line - b.line);

function first(faults: readonly RowFault[]): string {
  const { line, column, value, reason } = sorted(faults)[0]!;
  return `${line}${column === "" ? "" : `, column ${column}, value "${value}"`}: ${reason}`;
}

async function writeReport(file: string, faults: readonly RowFault[]): Promise<void> {
  const csv = stringify(sorted(faults) as RowFault[], {
    header: true,
    columns: ["line", "column", "value", "reason"],
    escape_formulas: true,
  });
  await writeText(file, csv, { replace: true });
}
