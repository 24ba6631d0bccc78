import { parse } from "csv-parse/sync";
import type { PublishedRow, ReleasedEstimates } from "../../disclosure/protected-estimates.ts";
import type { Fault } from "./verification.ts";

const suffixes = ["", "_n", "_moe"] as const;
const tenths = (number: number): number => Math.round(number * 10);

/**
 * The wide layouts hold nothing but released numbers: in each row, of one wave and area, every score stands there with the n and the
 * margin of one `mean100` row of the headline stream, or is blank in all three tables.
 */
export function checkWideTables(
  { rows, waves }: ReleasedEstimates,
  names: readonly string[],
  read: (name: string) => Uint8Array | undefined,
  faults: Fault[],
): void {
  const stream = waves.some((wave) => wave.stream === "invited") ? "invited" : "open";
  const scores = rows.filter((row) => row.stream === stream && row.statistic === "mean100" && row.option === "");
  const areas = ["all", ...new Set(scores.map(({ area }) => area).filter((area) => area !== "all"))];
  const units = waves
    .filter((wave) => wave.stream === stream)
    .flatMap(({ wave }) => areas.map((area) => `${wave}\n${area}`));
  const ofUnit = Map.groupBy(scores, ({ wave, area }) => `${wave}\n${area}`);
  for (const layout of ["chicago-wide", "tempe-wide"]) {
    if (!names.includes(`${layout}.csv`)) continue;
    const file = `${layout}.csv`;
    const tables = suffixes.map((suffix) => recordsOf(read(`${layout}${suffix}.csv`)));
    const [values = [], ns = [], margins = []] = tables;
    if (tables.some((table) => table.length !== units.length)) {
      faults.push({
        file,
        says: `it and its companions should have one row for each of ${units.length} waves and areas`,
      });
      continue;
    }
    values.forEach((row, at) => {
      const released = new Set((ofUnit.get(units[at] ?? "") ?? []).flatMap(textOf));
      for (const [column, value] of Object.entries(row)) {
        const cells = [value, ns[at]?.[column], margins[at]?.[column]];
        if (cells.every((cell) => cell === value)) continue;
        if (!released.has(cells.map((cell) => tenths(Number(cell))).join("/")))
          faults.push({
            file,
            says: `line ${at + 2}, ${column}: ${cells.join(", ")} is no released number, n and margin`,
          });
      }
    });
  }
}

/** Value, n and margin of a row that is shown, in tenths. */
function textOf(row: PublishedRow): readonly string[] {
  if (row.suppressed !== "") return [];
  const margin = Math.max(row.value - row.ci_low, row.ci_high - row.value);
  return [[row.value, row.n, margin].map(tenths).join("/")];
}

function recordsOf(bytes: Uint8Array | undefined): readonly Readonly<Record<string, string>>[] {
  try {
    return bytes === undefined ? [] : parse(Buffer.from(bytes), { columns: true });
  } catch {
    return [];
  }
}
