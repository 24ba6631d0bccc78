import type { Mistake } from "../problems/mistake.ts";
import type { CsvTable } from "./csv-file.ts";
import { categoriesOf } from "./demographic.ts";
import type { Area, PopulationCount, Survey } from "./department.ts";
import type { Instrument } from "./instrument.ts";

const file = "population.csv";
/** As far as totals of margins may differ, relative to the first. */
const totalTolerance = 1e-6;

/**
 * Reads the rows of `population.csv` against the margins of the survey: every margin has one count per category over everywhere
 * (`area` empty), and, where it has counts of an area, all of that area's; the totals of the margins agree.
 * @param table undefined where the folder has no such file
 */
export function readPopulation(
  table: CsvTable | undefined,
  survey: Survey,
  instrument: Instrument,
  areas: readonly Area[],
): { readonly counts: readonly PopulationCount[]; readonly mistakes: readonly Mistake[] } {
  const mistakes: Mistake[] = [...(table?.mistakes ?? [])];
  const counts: PopulationCount[] = [];
  const complain = (line: number | null, field: string, value: string | null, expected: string) =>
    mistakes.push({ file, line, field, value, expected });
  const seen = new Set<string>();
  for (const { line, values } of table?.rows ?? []) {
    const { margin = "", category = "", count = "", area = "" } = values;
    const demographic = instrument.demographics.find(({ id }) => id === margin);
    const categories = demographic ? categoriesOf(instrument, demographic, areas).map(({ id }) => id) : [];
    const key = JSON.stringify([margin, category, area]);
    if (!demographic)
      complain(line, "margin", margin, `a demographic (${instrument.demographics.map(({ id }) => id).join(", ")})`);
    else if (!categories.includes(category)) complain(line, "category", category, `one of ${categories.join(", ")}`);
    if (area !== "" && !areas.some(({ id }) => id === area))
      complain(
        line,
        "area",
        area,
        `empty or one of the areas (${areas.map(({ id }) => id).join(", ") || "there are none"})`,
      );
    if (!/^\d+(\.\d+)?$/.test(count)) complain(line, "count", count, "a number of residents, 0 or more");
    if (seen.has(key)) complain(line, "category", category, "each margin, category and area once");
    seen.add(key);
    counts.push({ margin, category, count: Number(count), area: area === "" ? null : area });
  }
  if (mistakes.length > 0) return { counts: [], mistakes };
  if (survey.margins.length > 0 && !table)
    complain(null, "", null, `this file with the margins ${survey.margins.join(", ")}; it is missing`);
  else checkMargins(counts, survey, instrument, areas, complain);
  return { counts, mistakes };
}

function checkMargins(
  counts: readonly PopulationCount[],
  { margins }: Survey,
  instrument: Instrument,
  areas: readonly Area[],
  complain: (line: null, field: string, value: string | null, expected: string) => void,
): void {
  const totals = new Map<string, number>();
  for (const margin of margins) {
    const demographic = instrument.demographics.find(({ id }) => id === margin);
    if (!demographic) continue;
    const categories = categoriesOf(instrument, demographic, areas).map(({ id }) => id);
    const ofMargin = counts.filter((row) => row.margin === margin);
    for (const area of new Set([null, ...ofMargin.map((row) => row.area)])) {
      const there = new Set(ofMargin.filter((row) => row.area === area).map(({ category }) => category));
      const missing = categories.filter((category) => !there.has(category));
      const where = area === null ? "" : ` in the area ${area}`;
      if (missing.length > 0) complain(null, margin, null, `a count${where} of ${missing.join(", ")} too`);
    }
    const everywhere = ofMargin.filter(({ area }) => area === null);
    totals.set(
      margin,
      everywhere.reduce((sum, { count }) => sum + count, 0),
    );
  }
  const [first, ...others] = totals;
  if (!first) return;
  if (first[1] === 0) complain(null, first[0], "0", "a total above 0");
  for (const [margin, total] of others)
    if (Math.abs(total - first[1]) > totalTolerance * first[1])
      complain(null, margin, String(total), `the total of the margin ${first[0]}, ${first[1]}`);
}
