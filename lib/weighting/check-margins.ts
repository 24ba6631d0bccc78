import { Problem } from "../problems/problem.ts";
import { totalOf } from "./margin-table.ts";
import type { Margin, Sample } from "./sample.ts";

/**
 * Targets that contradict each other or the sample are refused before any raking.
 * @throws Problem `margin-target`, `margin-totals-differ`, `margin-cell-empty`, `margin-target-zero`
 */
export function checkMargins({ margins, n, file }: Sample): void {
  checkTargets(margins, file);
  for (const { name: margin, categories, targets, codes } of margins) {
    const respondents = respondentsOf(codes, n, targets.length);
    targets.forEach((target, c) => {
      const category = categories[c]!;
      if (target > 0 && respondents[c] === 0)
        throw new Problem("margin-cell-empty", { file, margin, category, target });
      if (target === 0 && respondents[c]! > 0)
        throw new Problem("margin-target-zero", { file, margin, category, n: respondents[c]! });
    });
  }
}

function respondentsOf(codes: ArrayLike<number>, n: ArrayLike<number>, categories: number): Float64Array {
  const respondents = new Float64Array(categories);
  for (let cell = 0; cell < n.length; cell++) {
    const code = codes[cell]!;
    if (code >= 0) respondents[code]! += n[cell]!;
  }
  return respondents;
}

/**
 * What can be seen of targets without any respondent.
 * @throws Problem `margin-target`, `margin-totals-differ`
 */
export function checkTargets(margins: readonly Margin[], file?: string): void {
  for (const { name: margin, categories, targets } of margins) {
    targets.forEach((target, c) => {
      if (!(target >= 0 && target < Number.POSITIVE_INFINITY))
        throw new Problem("margin-target", { file, margin, category: categories[c]!, value: String(target) });
    });
    if (targets.every((target) => target === 0))
      throw new Problem("margin-target", { file, margin, category: categories.join(", "), value: "0" });
  }
  for (const margin of margins) {
    const [total, first] = [totalOf(margin), totalOf(margins[0]!)];
    const other = margins[0]!.name;
    if (Math.abs(total / first - 1) > 1e-6)
      throw new Problem("margin-totals-differ", { file, margin: margin.name, total, other, otherTotal: first });
  }
}
