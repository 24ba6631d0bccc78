import type { Mistake } from "../problems/mistake.ts";
import type { CsvTable } from "./csv-file.ts";
import type { OutsideNumber } from "./department.ts";
import type { Instrument } from "./instrument.ts";

export const outsideFile = "outside-series.csv";
export const outsideColumns = {
  required: ["source", "measure", "from", "to", "value"],
  optional: ["address"],
} as const;
/** More would make the page of results heavy. */
const mostRows = 1000;
const mostSource = 200;

/**
 * Reads the rows of `outside-series.csv`: numbers that somebody else published of a measure of this survey.
 * @param table undefined where the folder has no such file
 */
export function readOutside(
  table: CsvTable | undefined,
  instrument: Instrument | undefined,
): { readonly numbers: readonly OutsideNumber[]; readonly mistakes: readonly Mistake[] } {
  const mistakes: Mistake[] = [...(table?.mistakes ?? [])];
  const complain = (line: number, field: string, value: string, expected: string) =>
    mistakes.push({ file: outsideFile, line, field, value, expected });
  const measures = instrument?.measures.map(({ id }) => id) ?? [];
  const seen = new Set<string>();
  const numbers = (table?.rows ?? []).map(({ line, values }): OutsideNumber => {
    const { source = "", measure = "", from = "", to = "", value = "", address = "" } = values;
    if (source === "" || source.length > mostSource)
      complain(line, "source", source, "who published it, in some words");
    if (instrument && !measures.includes(measure))
      complain(line, "measure", measure, `a measure (${measures.join(", ")})`);
    for (const [field, day] of Object.entries({ from, to }))
      if (!isDay(day)) complain(line, field, day, "a day such as 2026-03-31");
    if (isDay(from) && isDay(to) && to < from) complain(line, "to", to, `a day not before ${from}`);
    if (!/^\d+(\.\d+)?$/.test(value) || Number(value) > 100) complain(line, "value", value, "a score from 0 to 100");
    if (address !== "" && !isWebAddress(address)) complain(line, "address", address, "an http or https address");
    const key = JSON.stringify([source, measure, from, to]);
    if (seen.has(key)) complain(line, "from", from, "each source, measure and time once");
    seen.add(key);
    return { source, measure, from, to, value: Number(value), ...(address === "" ? {} : { address }) };
  });
  const line = table?.rows[mostRows]?.line;
  if (line !== undefined) complain(line, "", "", `at most ${mostRows} rows`);
  return { numbers: mistakes.length > 0 ? [] : numbers, mistakes };
}

const isDay = (day: string): boolean => new Date(`${day}T00:00:00Z`).toJSON()?.slice(0, 10) === day;
const isWebAddress = (address: string): boolean => /^https?:$/.test(URL.parse(address)?.protocol ?? "");
