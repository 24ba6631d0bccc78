import { type CsvError, parse } from "csv-parse/sync";
import { Problem } from "../../problems/problem.ts";
import { type OutsideRow, type OutsideSeries, outsideLabel } from "./outside-series.ts";
import { chicagoDates, chicagoScores, chicagoUnits } from "./wide/wide-layout.ts";

export interface ReadChicago {
  readonly series: OutsideSeries;
  /** TRUST against the mean of T_LISTEN and T_RESPECT, for everybody and every group, wherever all three are given. */
  readonly trust: {
    readonly compared: number;
    /** Comparisons further apart than rounding explains: half a unit of each of the two decimals. */
    readonly apart: number;
    readonly largest: number;
  };
}

type Row = Readonly<Record<string, string>>;

/**
 * Reads a table in the layout of Chicago's Police Sentiment Scores (75 columns).
 * @throws Problem `wide-layout` naming file, line, column, value and what was expected
 */
export function readChicagoWide(text: string, { file, source }: { file: string; source: string }): ReadChicago {
  const rows = readRows(text, file);
  const series = rows.flatMap((row, at) => scoresOf(row, file, at + 2));
  return {
    series: { kind: "outside", source, label: outsideLabel, rows: series },
    trust: compare(rows),
  };
}

function readRows(text: string, file: string): readonly Row[] {
  let records: string[][];
  try {
    records = parse(text, { bom: true });
  } catch (cause) {
    const { lines = 1, message } = cause as CsvError;
    throw wrong(file, Number(lines), "", message, "as many fields as the header has", cause);
  }
  const [header = [], ...body] = records;
  for (const name of [...chicagoUnits, ...chicagoScores.map((column) => column.name), ...chicagoDates])
    if (!header.includes(name)) throw wrong(file, 1, name, header.join(","), `a column ${name}`);
  return body.map((fields) => Object.fromEntries(header.map((name, at) => [name, fields[at] ?? ""])));
}

function scoresOf(row: Row, file: string, line: number): readonly OutsideRow[] {
  const [from, to] = chicagoDates.map((column) => isoDay(row[column] ?? "", file, line, column));
  const unit = chicagoUnits.slice(1).flatMap((column) => row[column] || []);
  return chicagoScores.flatMap(({ name, measure, group }): OutsideRow[] => {
    const field = row[name] ?? "";
    if (field === "") return [];
    const value = Number(field);
    if (!/^\d+(\.\d+)?$/.test(field) || value > 100) throw wrong(file, line, name, field, "a score from 0 to 100");
    return [{ unit, from: from ?? "", to: to ?? "", measure, group: group ?? "all", value }];
  });
}

function isoDay(field: string, file: string, line: number, column: string): string {
  const [, month, day, year] = /^(\d\d)\/(\d\d)\/(\d{4})$/.exec(field) ?? [];
  const iso = `${year}-${month}-${day}`;
  if (new Date(`${iso}T00:00:00Z`).toJSON()?.slice(0, 10) === iso) return iso;
  throw wrong(file, line, column, field, "a date such as 04/30/2021");
}

/** All three are rounded to hundredths, so rounding explains a distance of half a hundredth and another for the items. */
const rounding = 0.01 + 1e-9;

function compare(rows: readonly Row[]): ReadChicago["trust"] {
  const column = (measure: string, group: string | null) =>
    chicagoScores.find((score) => score.measure === measure && score.group === group)?.name ?? "";
  const groups = [...new Set(chicagoScores.map(({ group }) => group))];
  const triples = groups.map((group) => ["TRUST", "T_LISTEN", "T_RESPECT"].map((measure) => column(measure, group)));
  const distances = rows.flatMap((row) =>
    triples.flatMap((triple) => {
      const fields = triple.map((name) => row[name] ?? "");
      if (fields.includes("")) return [];
      const [trust = 0, listen = 0, respect = 0] = fields.map(Number);
      return [Math.abs(trust - (listen + respect) / 2)];
    }),
  );
  const largest = distances.reduce((most, distance) => Math.max(most, distance), 0);
  return { compared: distances.length, apart: distances.filter((distance) => distance > rounding).length, largest };
}

function wrong(file: string, line: number, column: string, value: string, expected: string, cause?: unknown): Problem {
  return new Problem("wide-layout", { file, line, column, value: value.slice(0, 200), expected }, { cause });
}
