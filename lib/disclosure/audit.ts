import { auditCounts } from "./audit-counts.ts";
import { auditValues } from "./audit-values.ts";
import type { Finding } from "./finding.ts";
import type { WavePeople } from "./people.ts";
import type { DisclosurePolicy } from "./policy.ts";
import type { WaveTable } from "./wave-table.ts";
import type { WithheldRows } from "./withheld-rows.ts";

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
