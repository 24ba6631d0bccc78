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
    const first = this.size;
    for (let i = start[domain]!; i < start[domain + 1]!; i++) {
      const cell = cells[i]!;
      const n = moments.n[cell]!;
      if (n === 0) continue;
      const group = groupOfCell[cell]!;
      const last = this.size - 1;
      if (last >= first && this.group[last] === group) {
        const all = this.n[last]! + n;
        const apart = moments.mean[cell]! - this.mean[last]!;
        this.spread[last]! += moments.spread[cell]! + (apart * apart * this.n[last]! * n) / all;
        this.mean[last]! += (apart * n) / all;
        this.n[last] = all;
      } else {
        this.group[this.size] = group;
        this.n[this.size] = n;
        this.mean[this.size] = moments.mean[cell]!;
        this.spread[this.size] = moments.spread[cell]!;
        this.size++;
      }
    }
  }
}
