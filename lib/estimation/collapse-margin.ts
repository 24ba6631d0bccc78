/** A margin's categories as they are raked to: some of them joined. */
export interface CollapsedMargin {
  /** Index of the group each category went into. */
  readonly groupOf: readonly number[];
  /** Categories per group, by index, in their order. */
  readonly groups: readonly (readonly number[])[];
}

/** A margin cell with fewer respondents is joined to a neighbour before raking: its weight would rest on too few people. */
export const leastPerMarginCell = 20;

/**
 * Joins thin margin cells (fewer than 20 respondents, or nobody living there) with the neighbour in the declared order of the
 * categories, the smallest first, into whichever neighbour has fewer respondents (the earlier one on a tie), until none is thin.
 * @param respondents  per category, in the declared order
 * @param residents    per category
 * @example collapseMargin([60, 12, 30], [500, 90, 410]).groups // [[0], [1, 2]]
 */
export function collapseMargin(respondents: readonly number[], residents: readonly number[]): CollapsedMargin {
  const groups = respondents.map((_, category) => [category]);
  const total = (group: readonly number[], counts: readonly number[]) =>
    group.reduce((sum, category) => sum + counts[category]!, 0);
  const size = (at: number) => (groups[at] === undefined ? Number.POSITIVE_INFINITY : total(groups[at], respondents));
  const isThin = (at: number) => size(at) < leastPerMarginCell || total(groups[at]!, residents) === 0;

  while (groups.length > 1) {
    const thin = groups.map((_, at) => at).filter(isThin);
    if (thin.length === 0) break;
    const smallest = thin.reduce((least, at) => (size(at) < size(least) ? at : least));
    const into = size(smallest + 1) < size(smallest - 1) ? smallest + 1 : smallest - 1;
    const [first, second] = [Math.min(smallest, into), Math.max(smallest, into)];
    groups.splice(first, 2, [...groups[first]!, ...groups[second]!]);
  }
  const groupOf = respondents.map((_, category) => groups.findIndex((group) => group.includes(category)));
  return { groupOf, groups };
}
