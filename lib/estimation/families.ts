/** p-values of tests that are judged together; null: no test, left out of the family. */
export type Family = readonly (number | null)[];

/**
 * Holm's step-down: keeps the chance of any false claim in the family at the level.
 * Holm 1979; R `p.adjust(method = "holm")`.
 * @example holm([0.001, 0.012, 0.021]) // [0.003, 0.024, 0.024]
 */
export function holm(family: Family): (number | null)[] {
  return adjusted(family, "smallest first", (p, rank, m) => (m - rank) * p, Math.max);
}

/**
 * Benjamini-Hochberg's step-up: keeps the expected share of false claims among the claims at the level.
 * Benjamini & Hochberg 1995; R `p.adjust(method = "BH")`.
 * @example benjaminiHochberg([0.01, 0.04, 0.03]) // [0.03, 0.04, 0.04]
 */
export function benjaminiHochberg(family: Family): (number | null)[] {
  return adjusted(family, "largest first", (p, rank, m) => (m / (m - rank)) * p, Math.min);
}

/** Scales the p of each rank (0 first) and makes the results monotone along the order. */
function adjusted(
  family: Family,
  order: "smallest first" | "largest first",
  scaled: (p: number, rank: number, tests: number) => number,
  running: (a: number, b: number) => number,
): (number | null)[] {
  const sign = order === "smallest first" ? 1 : -1;
  const tests = family.flatMap((p, at) => (p === null ? [] : [{ p, at }])).toSorted((a, b) => sign * (a.p - b.p));
  const result: (number | null)[] = family.map(() => null);
  let last: number | undefined;
  for (const [rank, { p, at }] of tests.entries()) {
    const next = scaled(p, rank, tests.length);
    last = last === undefined ? next : running(last, next);
    result[at] = Math.min(1, last);
  }
  return result;
}
