import { type AnswerBounds, answerBounds, type Extent } from "./answer-bounds.ts";
import type { Suppression } from "./protected-estimates.ts";
import { type TableRow, type Variable, variableName, type WaveTable } from "./wave-table.ts";

/** What the other shown numbers of the same people say of a withheld one, and which of them has to go if that is too much. */
export interface CellBounds {
  readonly extent: Extent;
  /** Variable whose number in this cell says the most, if any does. */
  readonly by: string | undefined;
}

const everything: CellBounds = { extent: [0, 100], by: undefined };

/**
 * Numbers of one set of people give one another away: the mean bounds the favourable share and every answer's, both bound every
 * answer's, and a measure of several items is the average of those of its items.
 */
export class ShownBeside {
  private readonly table: WaveTable;
  private readonly reasons: readonly (Suppression | undefined)[];
  private readonly answers = new Map<string, AnswerBounds | undefined>();

  constructor(table: WaveTable, reasons: readonly (Suppression | undefined)[]) {
    this.table = table;
    this.reasons = reasons;
  }

  of({ measure, statistic, option }: Variable, cell: number, needed: number): CellBounds {
    if (statistic === "mean100") return this.ofMean(measure, cell);
    if (statistic !== "percent") return everything;
    const mean = this.shown(measure, "mean100", cell);
    const percent = option === "" ? undefined : this.shown(measure, "percent", cell);
    if (mean === undefined) return everything;
    const extentOf = (bounds: AnswerBounds | undefined): Extent =>
      (option === "" ? bounds?.percent : bounds?.options.get(option)) ?? everything.extent;
    const extent = extentOf(this.bounds(measure, cell, mean, percent));
    const byMean = percent === undefined ? extent : extentOf(this.bounds(measure, cell, mean, undefined));
    const by = percent !== undefined && byMean[1] - byMean[0] >= needed ? "percent" : "mean100";
    return { extent, by: variableName({ measure, statistic: by, option: "" }) };
  }

  private bounds(measure: string, cell: number, mean: number, percent: number | undefined): AnswerBounds | undefined {
    const answers = this.table.wave.answers?.[measure];
    if (answers === undefined) return undefined;
    const name = `${measure} ${cell} ${percent !== undefined}`;
    if (!this.answers.has(name)) this.answers.set(name, answerBounds(answers, mean, percent));
    return this.answers.get(name);
  }

  private ofMean(measure: string, cell: number): CellBounds {
    let [least, greatest] = [0, 100];
    let by: string | undefined;
    for (const { index, measures, sizes, items } of this.table.wave.links ?? []) {
      if (index !== measure && !measures.includes(measure)) continue;
      const whole = index === measure ? undefined : this.shown(index, "mean100", cell);
      if (index !== measure && whole === undefined) continue;
      let [sum, open, own] = [0, items, 1];
      let shownPart: string | undefined;
      for (const [at, part] of measures.entries()) {
        const size = sizes?.[at] ?? 1;
        const value = part === measure ? undefined : this.shown(part, "mean100", cell);
        if (part === measure) own = size;
        if (value === undefined) continue;
        sum += size * value;
        open -= size;
        shownPart = part;
      }
      const [low, high] =
        whole === undefined
          ? [sum / items, (sum + 100 * open) / items]
          : [(items * whole - sum - 100 * (open - own)) / own, (items * whole - sum) / own];
      if (low <= least && high >= greatest) continue;
      [least, greatest] = [Math.max(least, low), Math.min(greatest, high)];
      by = whole === undefined ? shownPart : index;
    }
    return { extent: [least, greatest], by: by && variableName({ measure: by, statistic: "mean100", option: "" }) };
  }

  private shown(measure: string, statistic: "mean100" | "percent", cell: number): number | undefined {
    const variables = this.table.measures.get(measure)?.variables;
    const variable = variables?.find((one) => one.statistic === statistic && one.option === "");
    const row: TableRow | undefined = variable?.byCell[cell];
    return row && this.reasons[row.at] === "" ? (row.row.estimate.value ?? undefined) : undefined;
  }
}
