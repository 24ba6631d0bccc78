import * as fc from "fast-check";
import type { Margin, Sample } from "../../lib/weighting/sample.ts";

/**
 * Samples that can be raked: every combination of categories occurs, and the targets are the sums of other positive weights on
 * the same respondents.
 */
export const rakeableSamples = ({ unknown = false } = {}): fc.Arbitrary<Sample> =>
  fc
    .record({
      sizes: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }),
      cells: fc.array(
        fc.record({
          n: fc.integer({ min: 1, max: 6 }),
          weight: fc.constantFrom(0.25, 1, 1.5, 4),
          wanted: fc.double({ min: 0.5, max: 2, noNaN: true }),
          codes: fc.tuple(fc.integer({ min: -1, max: 2 }), fc.integer({ min: -1, max: 2 }), fc.nat(2)),
        }),
        { minLength: 27, maxLength: 40 },
      ),
    })
    .map(({ sizes, cells }) => {
      const combinations = sizes.reduce((product, size) => product * size, 1);
      const codeOf = (m: number, cell: number) => {
        const step = sizes.slice(0, m).reduce((product, size) => product * size, 1);
        if (cell < combinations) return Math.floor(cell / step) % sizes[m]!;
        return Math.max(cells[cell]!.codes[m]! % sizes[m]!, unknown ? -1 : 0);
      };
      return {
        n: cells.map(({ n }) => n),
        baseWeight: cells.map(({ weight }) => weight),
        margins: sizes.map((size, m): Margin => {
          const codes = cells.map((_, cell) => codeOf(m, cell));
          const targets = Array.from({ length: size }, (_, category) =>
            cells.reduce((sum, cell, i) => sum + (codes[i] === category ? cell.n * cell.wanted : 0), 0),
          );
          const total = targets.reduce((sum, target) => sum + target, 0);
          const categories = targets.map((_, category) => `c${category}`);
          return { name: `m${m}`, categories, targets: targets.map((target) => (1000 * target) / total), codes };
        }),
      };
    });

/** What only the order of the cells tells apart. */
export function permuted(sample: Sample, order: readonly number[]): Sample {
  const pick = (values: ArrayLike<number>) => order.map((at) => values[at]!);
  return {
    ...sample,
    n: pick(sample.n),
    baseWeight: pick(sample.baseWeight),
    ...(sample.strata ? { strata: { ...sample.strata, codes: pick(sample.strata.codes) } } : {}),
    margins: sample.margins.map((margin) => ({ ...margin, codes: pick(margin.codes) })),
  };
}

/** The same respondents, one cell each; `from` names the cell that each was in. */
export function oneRowPerCell(sample: Sample): { rows: Sample; from: number[] } {
  const from = Array.from(sample.n, (n, cell) => new Array<number>(n).fill(cell)).flat();
  return { rows: { ...permuted(sample, from), n: from.map(() => 1) }, from };
}
