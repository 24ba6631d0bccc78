import type { WeightedSample } from "../weighting/weighted-sample.ts";
import type { Domains } from "./domains.ts";
import type { Moments } from "./measure.ts";

/**
 * What some respondents add to an estimate, group by group: how many, the mean of their influence (z / w), and the sum of its
 * squared deviations. Everybody who is in no entry has influence 0. A group may have several entries.
 */
export class Influence {
  size = 0;
  readonly group: Int32Array;
  readonly n: Float64Array;
  readonly mean: Float64Array;
  readonly spread: Float64Array;

  constructor(capacity: number) {
    this.group = new Int32Array(capacity);
    this.n = new Float64Array(capacity);
    this.mean = new Float64Array(capacity);
    this.spread = new Float64Array(capacity);
  }

  /**
   * Appends the answers of one domain, the cells of a group merged (Chan, Golub & LeVeque 1983: nothing is subtracted, so equal
   * answers keep spread 0).
   */
  addAnswers({ groupOfCell }: WeightedSample["variance"], moments: Moments, { start, cells }: Domains, domain: number) {
    const { group: groups, n: counts, mean, spread } = this;
    const { n: answered, mean: means, spread: spreads } = moments;
    const first = this.size;
    const end = start[domain + 1]!;
    let size = first;
    for (let i = start[domain]!; i < end; i++) {
      const cell = cells[i]!;
      const n = answered[cell]!;
      if (n === 0) continue;
      const group = groupOfCell[cell]!;
      const last = size - 1;
      if (last >= first && groups[last] === group) {
        const all = counts[last]! + n;
        const apart = means[cell]! - mean[last]!;
        spread[last]! += spreads[cell]! + (apart * apart * counts[last]! * n) / all;
        mean[last]! += (apart * n) / all;
        counts[last] = all;
      } else {
        groups[size] = group;
        counts[size] = n;
        mean[size] = means[cell]!;
        spread[size] = spreads[cell]!;
        size++;
      }
    }
    this.size = size;
  }
}
