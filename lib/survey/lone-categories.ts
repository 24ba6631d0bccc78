import type { DepartmentFolder } from "./department.ts";

/** Of a thousand answers so few are some forty: with usual weights an effective n below 30, so no number can be shown. */
const leastShare = 0.04;

/**
 * Groups of the results in which one category alone is too small to be shown. What is withheld has to be hidden from subtraction, so
 * that a second, larger category goes with it wherever it does; two small ones would hide each other.
 */
export function loneCategories({ survey, population }: DepartmentFolder): readonly { group: string; advice: string }[] {
  return survey.groups.flatMap((group) => {
    const residents = new Map<string, number>();
    for (const { margin, category, count } of population)
      if (margin === group) residents.set(category, (residents.get(category) ?? 0) + count);
    const total = [...residents.values()].reduce((sum, count) => sum + count, 0);
    const small = [...residents].filter(([, count]) => count < leastShare * total);
    const [only] = small;
    if (only === undefined || small.length > 1 || residents.size < 3) return [];
    const [category, count] = only;
    const percent = Math.max(0.1, Math.round((1000 * count) / total) / 10);
    const advice = `Only ${percent} % of residents are "${category}", so it will seldom have enough answers to be shown, and a second category is withheld with it to protect it. Join it with another one in a questionnaire of your own, or leave ${group} out of the groups.`;
    return [{ group, advice }];
  });
}
