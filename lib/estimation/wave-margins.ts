import { Problem } from "../problems/problem.ts";
import { categoriesOf } from "../survey/demographic.ts";
import type { Instrument } from "../survey/instrument.ts";
import type { TallyCell } from "../tally/tally.ts";
import type { Margin } from "../weighting/sample.ts";
import { collapseMargin } from "./collapse-margin.ts";
import type { SurveyPlan } from "./survey-plan.ts";

/** A margin of the survey against a wave's cells, before any category is joined. */
export interface PopulationMargin {
  readonly name: string;
  /** Those with a population count, in the instrument's order. */
  readonly categories: readonly string[];
  readonly residents: readonly number[];
  readonly respondents: readonly number[];
  /** Index of the category per cell; -1 where unknown. A category without a population count cannot be weighted to: unknown. */
  readonly codes: Int32Array;
}

export interface RakedMargins {
  readonly margins: readonly Margin[];
  /** What was joined, in words for the report. */
  readonly collapsed: readonly string[];
}

/**
 * The margins of a survey in the order in which they are raked.
 * @param profile  demographics of a cell's profile
 * @throws Problem `margin-without-population` when population.csv has nothing for a margin
 */
export function populationMargins(
  { survey, population, areas }: SurveyPlan,
  instrument: Instrument,
  cells: readonly TallyCell[],
  profile: readonly string[],
): readonly PopulationMargin[] {
  return survey.margins.map((name) => {
    const demographic = instrument.demographics.find(({ id }) => id === name);
    const counts = residentsOf(name, { survey, population });
    const categories = (demographic === undefined ? [] : categoriesOf(instrument, demographic, areas))
      .map(({ id }) => id)
      .filter((category) => counts.has(category));
    if (categories.length === 0) throw new Problem("margin-without-population", { margin: name });
    const at = profile.indexOf(name);
    const codes = Int32Array.from(cells, (cell) => categories.indexOf(cell.profile[at] ?? ""));
    const respondents = categories.map(() => 0);
    for (const [i, code] of codes.entries()) if (code >= 0) respondents[code]! += cells[i]!.n;
    return { name, categories, residents: categories.map((category) => counts.get(category)!), respondents, codes };
  });
}

/** Residents per category of a margin: counts of everywhere, else the sum over the areas. */
function residentsOf(
  margin: string,
  { survey, population }: Pick<SurveyPlan, "survey" | "population">,
): ReadonlyMap<string, number> {
  const ofMargin = population.filter((count) => count.margin === margin);
  const everywhere = ofMargin.filter(({ area }) => area === null);
  if (everywhere.length > 0) return summed(everywhere.map(({ category, count }) => [category, count]));
  if (ofMargin.length > 0) return summed(ofMargin.map(({ category, count }) => [category, count]));
  if (margin !== survey.areas) return new Map();
  // Residents per area follow from any other margin that is counted by area.
  const byArea = population.filter(({ area }) => area !== null);
  return summed(byArea.filter((count) => count.margin === byArea[0]?.margin).map(({ area, count }) => [area!, count]));
}

function summed(counts: readonly (readonly [string, number])[]): ReadonlyMap<string, number> {
  const all = new Map<string, number>();
  for (const [name, count] of counts) all.set(name, (all.get(name) ?? 0) + count);
  return all;
}

/**
 * Raking targets with thin categories joined. Tables of a census rarely have the very same total, so each margin's shares are
 * taken and applied to the total of the first. A margin whose categories were all joined says nothing and is left out.
 */
export function rakedMargins(margins: readonly PopulationMargin[]): RakedMargins {
  const population = margins[0]?.residents.reduce((sum, count) => sum + count, 0) ?? 0;
  const raked: Margin[] = [];
  const collapsed: string[] = [];
  for (const { name, categories, residents, respondents, codes } of margins) {
    const { groupOf, groups } = collapseMargin(respondents, residents);
    const named = groups.map((group) => group.map((category) => categories[category]!).join("+"));
    if (groups.length === 1 && categories.length > 1) {
      collapsed.push(`${name}: too few answers in its categories, so not weighted by it`);
      continue;
    }
    for (const [at, group] of groups.entries()) if (group.length > 1) collapsed.push(`${name}: ${named[at]} joined`);
    const total = residents.reduce((sum, count) => sum + count, 0);
    raked.push({
      name,
      categories: named,
      targets: groups.map(
        (group) => group.reduce((sum, category) => sum + residents[category]!, 0) * (population / total),
      ),
      codes: codes.map((code) => (code < 0 ? -1 : groupOf[code]!)),
    });
  }
  return { margins: raked, collapsed };
}
