import type { PublishedRow, ReleasedEstimates } from "../../disclosure/protected-estimates.ts";
import { isProblem } from "../../problems/problem.ts";
import { csvTable } from "../csv-table.ts";
import { estimateColumns } from "../estimates-files.ts";
import type { Manifest } from "../manifest.ts";
import { readRelease } from "../read-release.ts";
import { brokenRules } from "./printed-rules.ts";
import { checkDistributions, checkQuality, checkRepresentation } from "./released-tables.ts";
import type { Fault, ReleaseSource } from "./verification.ts";
import { checkWideTables } from "./wide-tables.ts";
import { checkYearlyTable } from "./yearly-table.ts";

const tables = ["estimates.json", "estimates.csv", "representation.csv", "quality.csv"];

/**
 * Everything that follows from the released columns alone (contract, section 4): keys, the printed grid, effective n, change as a
 * difference of printed values, verdicts, distributions, margins, the wide layouts, what changed in a year, and CSV equal to JSON.
 * @returns how many rows were recomputed
 */
export async function recompute(source: ReleaseSource, manifest: Manifest, faults: Fault[]): Promise<number> {
  const names = manifest.files.map(({ path }) => path);
  const wide = names.filter((name) => /^(chicago|tempe)-wide(_n|_moe)?\.csv$/.test(name));
  const files = new Map<string, Uint8Array | undefined>();
  const yearly = names.filter((name) => name === "yearly.csv");
  for (const name of [...tables, ...wide, ...yearly]) files.set(name, await source.read(name));
  files.set("manifest.json", await source.read("manifest.json"));
  const read = (name: string) => files.get(name);
  let released: ReleasedEstimates;
  try {
    ({ released } = readRelease(manifest.release, read));
  } catch (error) {
    if (!isProblem(error, "release-unreadable")) throw error;
    faults.push({ file: error.detail.file, says: "it cannot be read" });
    return 0;
  }
  const say = (file: string) => (says: string) => faults.push({ file, says });
  checkRows(released, manifest, say("estimates.json"));
  const csv = read("estimates.csv");
  if (csv && new TextDecoder().decode(csv) !== csvTable(estimateColumns, released.rows))
    say("estimates.csv")("its rows are not those of estimates.json");
  checkDistributions(released.rows, say("estimates.json"));
  checkRepresentation(released.representation, say("representation.csv"));
  checkQuality(released.quality, say("quality.csv"));
  checkWideTables(released, wide, read, faults);
  checkYearlyTable(released, read("yearly.csv"), say("yearly.csv"));
  return released.rows.length;
}

const partOf = ({ wave, stream }: { readonly wave: string; readonly stream: string }): string => `${wave}\n${stream}`;
const cellOf = ({ stream, area, group, category, measure, statistic, option }: PublishedRow): string =>
  [stream, area, group, category, measure, statistic, option].join("\n");
const nameOf = ({ wave, stream, area, group, category, measure, statistic, option }: PublishedRow): string =>
  [wave, stream, area, group, category, measure, statistic, option].join("/");

function checkRows({ rows, waves }: ReleasedEstimates, manifest: Manifest, say: (says: string) => void): void {
  const partBy = new Map(waves.map((wave) => [partOf(wave), wave]));
  const seen = new Map<string, PublishedRow[]>();
  const keys = new Set<string>();
  for (const row of rows) {
    const name = nameOf(row);
    if (keys.has(name)) say(`two rows have the key ${name}`);
    keys.add(name);
    const wave = partBy.get(partOf(row));
    if (Object.keys(row).join() !== estimateColumns.join()) say(`${name} has other columns than the contract`);
    if (!wave || row.department !== manifest.department || row.survey !== manifest.survey)
      say(`${name} is of no wave that the manifest names`);
    else for (const rule of brokenRules(row, wave)) say(`${name}: ${rule}`);
    const cell = cellOf(row);
    const earlier = (seen.get(cell) ?? []).filter(({ opens }) => Date.parse(opens) < Date.parse(row.opens));
    for (const rule of brokenChange(row, earlier)) say(`${name}: ${rule}`);
    seen.set(cell, [...(seen.get(cell) ?? []), row]);
  }
}

/** `change` is the difference of two printed values; which earlier wave it is compared with, the columns do not say. */
function brokenChange(row: PublishedRow, earlier: readonly PublishedRow[]): readonly string[] {
  const { change, change_low, change_high, change_verdict: verdict } = row;
  if (row.suppressed !== "") return [];
  const broken: string[] = [];
  const claims = verdict === "up" || verdict === "down" || verdict === "no-detectable-change";
  if (change === null || change_low === null || change_high === null) {
    if (claims || change !== null || change_low !== null || change_high !== null)
      broken.push(`the verdict "${verdict}" stands without a change and its interval`);
    return broken;
  }
  const tenths = Math.round(change * 10);
  const found = earlier.some(
    ({ value, suppressed }) => suppressed === "" && Math.round((row.value - value) * 10) === tenths,
  );
  if (!found) broken.push(`its change of ${change} is no difference of two printed values`);
  if (change_low > change || change_high < change) broken.push("its change is outside its own interval");
  if (verdict === "up" && change_low <= 0) broken.push("it claims up, and the printed interval of the change has 0");
  if (verdict === "down" && change_high >= 0)
    broken.push("it claims down, and the printed interval of the change has 0");
  if (!claims && verdict !== "too-few") broken.push(`a change is printed beside the verdict "${verdict}"`);
  return broken;
}
