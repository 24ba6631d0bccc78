import { auditCounts } from "./audit-counts.ts";
import { auditValues } from "./audit-values.ts";
import type { CellSet } from "./complementary.ts";
import type { WavePeople } from "./people.ts";
import type { DisclosurePolicy } from "./policy.ts";
import type { Suppression } from "./protected-estimates.ts";
import type { WaveTable } from "./wave-table.ts";

/** A withheld cell that a reader of everything published could bound too closely. */
export interface Finding {
  /** `area/group/category`. */
  readonly cell: string;
  /** `n`, or the measure and statistic whose value is given away. */
  readonly what: string;
  /** How wide the feasible interval is, and has to be: respondents, or points on 0-100. */
  readonly width: number;
  readonly needed: number;
  /** For the search that withholds more: which numbers, and the number of the cell. */
  readonly variable: string;
  readonly at: number;
  /** The variable's number in this very cell gives it away, and has to go. */
  readonly itself?: boolean;
  /** It cannot be told what would help: all parts of the number have to go. */
  readonly everything?: boolean;
}

/** What is withheld of a wave and stream. */
export interface WithheldRows {
  /** By row of the wave: why it is withheld; "" where it is shown. */
  readonly reasons: readonly (Suppression | undefined)[];
  /** Margins of `representation.csv` by the cell they are of, and whether they are withheld. */
  readonly margins: ReadonlyMap<string, boolean>;
}

/** Cells whose margin is in `representation.csv`, and withheld there or not. */
export const marginsThat = (
  { layout }: WaveTable,
  margins: ReadonlyMap<string, boolean>,
  areHidden: boolean,
): readonly number[] =>
  [...margins].flatMap(([key, hidden]) => {
    const cell = layout.at.get(key);
    return hidden === areHidden && cell !== undefined ? [cell] : [];
  });

/** Cells of which any row or margin shows how many they are. */
export function shownPeople(table: WaveTable, { reasons, margins }: WithheldRows): CellSet {
  const shown = new Uint8Array(table.layout.places.length);
  for (const cell of marginsThat(table, margins, false)) shown[cell] = 1;
  for (const { variables } of table.measures.values())
    for (const { rows } of variables) for (const { at, cell } of rows) if (reasons[at] === "") shown[cell] = 1;
  return shown;
}

/**
 * Attacks what would be published of a wave and stream, with the exact n of every shown row, its exact value and the weight of
 * every cell (population shares) known: the feasible interval of every withheld n has to be `policy.feasibleWidth` wide, that of
 * every value withheld for its own sake `policy.feasiblePoints`.
 * @param measures whose values are attacked; default all
 * @returns the cells that are not protected; none in a wave that may be published
 */
export function auditWave(
  table: WaveTable,
  people: WavePeople,
  withheld: WithheldRows,
  policy: DisclosurePolicy,
  measures?: ReadonlySet<string>,
): readonly Finding[] {
  return [...auditCounts(table, people, withheld, policy), ...auditValues(table, withheld, policy, measures)];
}
