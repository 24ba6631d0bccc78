import { categoriesOf } from "../survey/demographic.ts";
import type { Instrument } from "../survey/instrument.ts";
import { modes } from "../survey/response.ts";
import type { TallyCell } from "../tally/tally.ts";
import type { SurveyPlan } from "./survey-plan.ts";
import type { EstimateKey } from "./wave-estimates.ts";

/** A way to cut everybody into domains that do not overlap: a domain per label. */
export interface Partition {
  readonly labels: readonly Pick<EstimateKey, "area" | "group" | "category">[];
  /** Domain of each cell, -1 in none. */
  readonly codes: Int32Array;
  /** An area crossed with a group. */
  readonly crossed: boolean;
}

/**
 * Everybody, each area, each published group, each area crossed with each group, and how people answered. Categories nobody is
 * in are there too, so that a table does not tell by a missing row that a cell is empty.
 */
export function wavePartitions(
  { survey, areas }: SurveyPlan,
  instrument: Instrument,
  cells: readonly TallyCell[],
  profile: readonly string[],
): readonly Partition[] {
  const column = (id: string): Column => {
    const demographic = instrument.demographics.find((candidate) => candidate.id === id);
    const categories =
      demographic === undefined ? [] : categoriesOf(instrument, demographic, areas).map(({ id }) => id);
    const at = profile.indexOf(id);
    return {
      group: id,
      categories,
      codes: Int32Array.from(cells, (cell) => categories.indexOf(cell.profile[at] ?? "")),
    };
  };
  const area = survey.areas === undefined ? undefined : column(survey.areas);
  const groups = survey.groups.filter((group) => group !== survey.areas).map(column);
  const answeredBy: Column = {
    group: "mode",
    categories: modes.filter((mode) => cells.some((cell) => cell.mode === mode)),
    codes: new Int32Array(0),
  };
  const mode = { ...answeredBy, codes: Int32Array.from(cells, (cell) => answeredBy.categories.indexOf(cell.mode)) };
  return [
    everybody(cells.length),
    ...(area === undefined ? [] : [ofAreas(area)]),
    ...groups.map(ofGroup),
    ...(area === undefined ? [] : groups.map((group) => crossedWith(area, group))),
    ofGroup(mode),
  ];
}

interface Column {
  readonly group: string;
  readonly categories: readonly string[];
  readonly codes: Int32Array;
}

export function everybody(cells: number): Partition {
  return { labels: [{ area: "all", group: "all", category: "all" }], codes: new Int32Array(cells), crossed: false };
}

const ofAreas = ({ categories, codes }: Column): Partition => ({
  labels: categories.map((area) => ({ area, group: "all", category: "all" })),
  codes,
  crossed: false,
});

const ofGroup = ({ group, categories, codes }: Column): Partition => ({
  labels: categories.map((category) => ({ area: "all", group, category })),
  codes,
  crossed: false,
});

function crossedWith(area: Column, { group, categories, codes }: Column): Partition {
  return {
    labels: area.categories.flatMap((name) => categories.map((category) => ({ area: name, group, category }))),
    codes: area.codes.map((of, cell) => (of < 0 || codes[cell]! < 0 ? -1 : of * categories.length + codes[cell]!)),
    crossed: true,
  };
}
