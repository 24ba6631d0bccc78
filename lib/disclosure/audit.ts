import type { WaveEstimates } from "../estimation/wave-estimates.ts";
import { auditCounts } from "./audit-counts.ts";
import { auditValues } from "./audit-values.ts";
import type { WavePeople } from "./people.ts";
import type { DisclosurePolicy } from "./policy.ts";

/** A withheld cell that a reader of everything published could bound too closely. */
export interface Finding {
  /** `area/group/category`. */
  readonly cell: string;
  /** `n`, or the measure and statistic whose value is given away. */
  readonly what: string;
  /** How wide the feasible interval is, and has to be: respondents, or points on 0-100. */
  readonly width: number;
  readonly needed: number;
  /** For the search that withholds more: which numbers, and the key of the cell. */
  readonly variable: string;
  readonly key: string;
}

/** What is withheld of a wave and stream. */
export interface WithheldRows {
  /** Keys of rows (`rowKey`) by the reason; rows that are shown have none. */
  readonly reasons: ReadonlyMap<string, string>;
  /** Cells of `representation.csv`, and which of them are withheld. */
  readonly margins: ReadonlyMap<string, boolean>;
}

/**
 * Attacks what would be published of a wave and stream, with the exact n of every shown row, its exact value and the weight of
 * every cell (population shares) known: the feasible interval of every withheld n has to be `policy.feasibleWidth` wide, that of
 * every value withheld for its own sake `policy.feasiblePoints`.
 * @param measures whose values are attacked; default all
 * @returns the cells that are not protected; none in a wave that may be published
 */
export function auditWave(
  wave: WaveEstimates,
  people: WavePeople,
  withheld: WithheldRows,
  policy: DisclosurePolicy,
  measures?: ReadonlySet<string>,
): readonly Finding[] {
  return [...auditCounts(wave, people, withheld, policy), ...auditValues(wave, withheld, policy, measures)];
}
