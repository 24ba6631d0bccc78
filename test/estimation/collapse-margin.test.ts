import fc from "fast-check";
import { expect, test } from "vitest";
import { collapseMargin, leastPerMarginCell } from "../../lib/estimation/collapse-margin.ts";

test.each([
  ["nothing thin", [60, 25, 30], [5, 2, 3], [[0], [1], [2]]],
  ["a thin cell goes to its smaller neighbour", [60, 12, 30], [5, 2, 3], [[0], [1, 2]]],
  ["the earlier one on a tie", [30, 12, 30], [5, 2, 3], [[0, 1], [2]]],
  ["the last to the one before", [60, 40, 3], [5, 2, 3], [[0], [1, 2]]],
  ["the smallest first, until none is thin", [5, 6, 8, 100], [1, 1, 1, 1], [[0, 1, 2, 3]]],
  ["nobody lives there, so it cannot be weighted to", [60, 40, 30], [5, 0, 3], [[0], [1, 2]]],
  ["too few in all", [5, 6], [1, 1], [[0, 1]]],
])("%s", (_, respondents, residents, groups) => {
  expect(collapseMargin(respondents, residents).groups).toEqual(groups);
});

test("groups are neighbours, hold every category once, and none is thin unless there is only one", () => {
  const margin = fc.array(fc.tuple(fc.integer({ min: 0, max: 80 }), fc.integer({ min: 0, max: 9 })), { minLength: 1 });
  fc.assert(
    fc.property(margin, (categories) => {
      const respondents = categories.map(([n]) => n);
      const { groups, groupOf } = collapseMargin(
        respondents,
        categories.map(([, residents]) => residents),
      );
      expect(groups.flat()).toEqual(respondents.map((_, category) => category));
      for (const [category, group] of groupOf.entries()) expect(groups[group]).toContain(category);
      if (groups.length > 1)
        for (const group of groups) {
          const n = group.reduce((sum, category) => sum + respondents[category]!, 0);
          expect(n).toBeGreaterThanOrEqual(leastPerMarginCell);
        }
    }),
    { seed: 12 },
  );
});
