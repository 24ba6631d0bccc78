import type { IndexSums } from "../tally/tally.ts";

/** Consistency of an index's items; all null where an item has no variance or fewer than two rows answered all items. */
export interface Reliability {
  /** Rows that answered every item. */
  readonly n: number;
  /** k/(k−1) · (1 − Σ variances / Σ of the covariance matrix), listwise (Cronbach 1951). */
  readonly alpha: number | null;
  /** Mean correlation of the pairs. */
  readonly averageR: number | null;
  /** 2r / (1 + r), of two items only. */
  readonly spearmanBrown: number | null;
  /** (Σl)² / ((Σl)² + Σ(1 − l²)) of one factor, of three items or more (McDonald 1999). */
  readonly omega: number | null;
  readonly loadings: readonly number[] | null;
}

/**
 * Reliability from the sums over complete rows alone. Everybody counts once: it says how the items work, not what residents think.
 * @param multipliers  brings items of different scales to one, such as 100 / (max − min); default 1 each
 * R `psych::alpha`; loadings by least squares on the correlations (minres, `psych::fa`), iterated to the exact minimum.
 * @example reliability({ n: 3, sums: [6, 6], cross: [14, 14, 14] }).alpha // 1
 */
export function reliability({ n, sums, cross }: IndexSums, multipliers?: readonly number[]): Reliability {
  const k = sums.length;
  const covariance = (i: number, j: number): number => {
    const [low, high] = i <= j ? [i, j] : [j, i];
    const product = cross[low * k - (low * (low - 1)) / 2 + high - low]!;
    return ((n * product - sums[i]! * sums[j]!) / (n * (n - 1))) * (multipliers?.[i] ?? 1) * (multipliers?.[j] ?? 1);
  };
  const items = Array.from({ length: k }, (_, i) => i);
  const nothing = { n, alpha: null, averageR: null, spearmanBrown: null, omega: null, loadings: null };
  if (n < 2 || k < 2 || items.some((i) => covariance(i, i) <= 0)) return nothing;

  const variances = items.reduce((sum, i) => sum + covariance(i, i), 0);
  const all = items.reduce((sum, i) => sum + items.reduce((row, j) => row + covariance(i, j), 0), 0);
  const correlations = items.map((i) =>
    items.map((j) => covariance(i, j) / Math.sqrt(covariance(i, i) * covariance(j, j))),
  );
  const pairs = items.flatMap((i) => items.slice(i + 1).map((j) => correlations[i]![j]!));
  const averageR = pairs.reduce((sum, r) => sum + r, 0) / pairs.length;
  const fitted = k > 2 ? oneFactor(correlations) : null;
  // A loading beyond 1 (a Heywood case: the items share no one factor) leaves a negative uniqueness, and omega means nothing.
  const loadings = fitted?.every((loading) => Math.abs(loading) <= 1) ? fitted : null;
  return {
    n,
    alpha: all === 0 ? null : (k / (k - 1)) * (1 - variances / all),
    averageR,
    spearmanBrown: k === 2 && averageR !== -1 ? (2 * averageR) / (1 + averageR) : null,
    omega: loadings === null ? null : omegaOf(loadings),
    loadings,
  };
}

function omegaOf(loadings: readonly number[]): number {
  const common = loadings.reduce((sum, l) => sum + l, 0) ** 2;
  return common / (common + loadings.reduce((sum, l) => sum + (1 - l ** 2), 0));
}

/**
 * Loadings that minimize Σ over pairs (r_ij − l_i l_j)², one item after the other until none moves: each step is the exact
 * least-squares loading of that item given the others (Harman & Jones 1966).
 */
function oneFactor(correlations: readonly (readonly number[])[]): readonly number[] {
  const k = correlations.length;
  const loadings = correlations.map((row) => Math.sqrt(Math.max(0.1, row.reduce((sum, r) => sum + r, 0) / k - 1 / k)));
  for (let round = 0; round < 200_000; round++) {
    let moved = 0;
    for (let j = 0; j < k; j++) {
      let product = 0;
      let square = 0;
      for (let i = 0; i < k; i++) {
        if (i === j) continue;
        product += correlations[j]![i]! * loadings[i]!;
        square += loadings[i]! ** 2;
      }
      const next = square === 0 ? 0 : product / square;
      moved = Math.max(moved, Math.abs(next - loadings[j]!));
      loadings[j] = next;
    }
    if (moved < 1e-16) break;
  }
  return loadings;
}
