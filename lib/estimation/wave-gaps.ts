import type { WeightedSample } from "../weighting/weighted-sample.ts";
import { domainDifference } from "./domain-difference.ts";
import type { Domains } from "./domains.ts";
import type { DomainEstimate } from "./estimate-domains.ts";
import type { Measure } from "./measure.ts";
import { tHalfWidth } from "./students-t.ts";

/** A gap between two categories, named `a:b`: the value of a minus that of b. */
export interface Gap {
  readonly category: string;
  readonly estimate: DomainEstimate;
}

/**
 * Every pair of categories of a group, in their order. Both lie in one raked sample, so their covariance is counted; df are the
 * respondents of both − the strata among them; deff compares with two simple random samples of the same sizes.
 * @param sides  estimates of the categories, in the order of `domains`
 */
export function gapsBetween(
  weighted: WeightedSample,
  measured: Measure,
  domains: Domains,
  categories: readonly string[],
  sides: readonly DomainEstimate[],
  confidence: number,
): readonly Gap[] {
  return categories.flatMap((first, a) =>
    categories.slice(a + 1).map((second, offset) => {
      const b = a + 1 + offset;
      const { value, variance, n, strata } = domainDifference(weighted, measured, domains, a, b);
      const df = Math.max(0, n - strata);
      const category = `${first}:${second}`;
      const unknown = { n, value, se: null, df, ciLow: null, ciHigh: null, deff: null, nEffective: null, strata };
      if (value === null || variance === null || df === 0)
        return { category, estimate: { ...unknown, why: "too few answers on a side of the gap" } };
      const se = Math.sqrt(variance);
      const half = tHalfWidth(confidence, df) * se;
      const plain = plainVariance(sides[a]!) + plainVariance(sides[b]!);
      const deff = plain > 0 ? variance / plain : null;
      const known = { ...unknown, se, ciLow: value - half, ciHigh: value + half };
      if (deff === null || deff === 0)
        return { category, estimate: { ...known, why: "all answers of a side are alike" } };
      return { category, estimate: { ...known, deff, nEffective: n / deff } };
    }),
  );
}

/** s²/n: the variance of a simple random sample of that size. */
function plainVariance({ se, deff }: DomainEstimate): number {
  return se === null || deff === null || deff === 0 ? 0 : se ** 2 / deff;
}
