import { stringify } from "csv-stringify/sync";

/**
 * A CSV table (RFC 4180, UTF-8, LF): a header row and the columns in their order, null as an empty field. Texts that a spreadsheet
 * would take for a formula get an apostrophe before them; negative numbers stay numbers.
 * @example csvTable(["wave", "change"], [{ wave: "2026-11", change: -2 }]) // "wave,change\n2026-11,-2\n"
 */
export function csvTable<Row extends object>(columns: readonly (keyof Row & string)[], rows: readonly Row[]): string {
  return stringify([...rows], { header: true, columns: [...columns], escape_formulas: true });
}
