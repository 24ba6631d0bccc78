import loadHighs from "highs";

const highs = await (loadHighs as unknown as typeof loadHighs.default)();

/** Σ sign · unknown = sum. */
export interface Equation {
  readonly terms: readonly { readonly of: number; readonly sign: 1 | -1 }[];
  readonly sum: number;
}

/** Unknown numbers, each from 0 to its bound, their equations, and pairs of which the first is never above the second. */
export interface Unknowns {
  readonly bounds: readonly number[];
  readonly equations: readonly Equation[];
  readonly pairs: readonly (readonly [number, number])[];
}

/** The least and the greatest that one unknown can be: two linear programs, solved by HiGHS. A little slack forgives rounding. */
export function boundsOf(
  { bounds, equations, pairs }: Unknowns,
  asked: number,
): { readonly least: number; readonly greatest: number } {
  const rows = equations.flatMap(({ terms, sum }) => {
    if (terms.length === 0) return [];
    const text = terms.map(({ of, sign }) => `${sign < 0 ? "-" : "+"} x${of}`).join(" ");
    const slack = 1e-7 * Math.max(1, Math.abs(sum));
    return [`${text} >= ${sum - slack}`, `${text} <= ${sum + slack}`];
  });
  const limits = bounds.map((bound, at) => `0 <= x${at} <= ${bound}`);
  const solve = (goal: "Minimize" | "Maximize"): number => {
    const order = pairs.map(([low, high]) => `x${low} - x${high} <= 0`);
    const text = [goal, `x${asked}`, "Subject To", ...rows, ...order, "Bounds", ...limits, "End"].join("\n");
    const { Status, ObjectiveValue } = highs.solve(text, { output_flag: false });
    if (Status !== "Optimal") throw new Error(`HiGHS: ${Status}`);
    return ObjectiveValue;
  };
  return { least: solve("Minimize"), greatest: solve("Maximize") };
}
