import { parse } from "csv-parse/sync";
import type { ReleasedEstimates } from "../../disclosure/protected-estimates.ts";
import { yearChanges } from "../../disclosure/year-changes.ts";
import { csvTable } from "../csv-table.ts";
import { yearlyColumns } from "../yearly-file.ts";

/**
 * `yearly.csv` follows from the released rows to the letter: its values, intervals and verdicts. Only which waves share people,
 * and so are not compared, stands nowhere in a release.
 */
export function checkYearlyTable(
  released: ReleasedEstimates,
  bytes: Uint8Array | undefined,
  say: (says: string) => void,
): void {
  if (bytes === undefined) return;
  const text = new TextDecoder().decode(bytes);
  const rows = recordsOf(text);
  const percent = Number(rows?.[0]?.confidence ?? 95);
  if (rows === undefined || !(percent > 50 && percent < 100)) {
    say(rows === undefined ? "it cannot be read" : `its confidence is ${rows[0]?.confidence}`);
    return;
  }
  const compared = new Set(rows.map(({ wave, stream }) => `${wave}\n${stream}`));
  const expected = yearChanges(released, percent / 100).filter(({ wave, stream }) =>
    compared.has(`${wave}\n${stream}`),
  );
  if (csvTable(yearlyColumns, expected) !== text) say("its rows do not follow from estimates.json");
}

function recordsOf(text: string): readonly Readonly<Record<string, string>>[] | undefined {
  try {
    return parse(text, { columns: true });
  } catch {
    return undefined;
  }
}
