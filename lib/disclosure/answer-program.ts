import type { MeasureLink, ScoredAnswer } from "../estimation/wave-estimates.ts";
import { LinearProgram, type Optimum, type Terms } from "./linear-program.ts";
import type { Suppression } from "./protected-estimates.ts";
import type { TableLayout } from "./table-layout.ts";
import type { TableRow, Variable, WaveTable } from "./wave-table.ts";
import { weightOf } from "./wave-table.ts";
import { worthOfNumber } from "./worth.ts";

/** A shown number, and the sum of unknowns that it holds fast. */
export interface HeldNumber {
  readonly variable: string;
  readonly cell: number;
  readonly sum: number;
  /** What a reader loses with it. */
  readonly worth: number;
}

/** Answers of a cell to one question: the first unknown, one per answer, or one for the mean of a measure without answers. */
interface CellAnswers {
  readonly first: number;
  /** Percent of everybody's weight. */
  readonly share: number;
}

/** Less of everybody's weight, in percent, is rounding. */
const dust = 1e-7;

/**
 * Everything that is shown of measures that have people and items in common, as one linear program. Unknown are, of each cell, how much of
 * everybody's weight gave each answer: these add up over areas and categories, give the mean and the favourable share of the cell, and
 * the means of items give that of their index. Who told no area or category is in a cell of its own. By how much an index is not
 * the average of its items, as some left one out, is taken as known.
 */
export class AnswerProgram {
  readonly program = new LinearProgram();
  readonly held: HeldNumber[] = [];
  private readonly table: WaveTable;
  private readonly reasons: readonly (Suppression | undefined)[];
  private readonly cells = new Map<string, (CellAnswers | undefined)[]>();
  private readonly own: ReadonlySet<number> | undefined;

  /** @param own  the only cells to look at; default all. Between everybody and a single one all others are the rest. */
  constructor(
    table: WaveTable,
    reasons: readonly (Suppression | undefined)[],
    measures: readonly string[],
    own?: ReadonlySet<number>,
  ) {
    this.table = table;
    this.reasons = reasons;
    this.own = own;
    for (const measure of measures) this.addMeasure(measure);
    for (const link of table.wave.links ?? []) if (this.cells.has(link.index)) this.addLink(link);
  }

  /** A number of a cell as a sum of unknowns, in points × share of everybody; undefined where the program does not know it. */
  form({ measure, statistic, option }: Variable, cell: number): Terms | undefined {
    const at = this.cells.get(measure)?.[cell];
    if (at === undefined) return undefined;
    const answers = this.answersOf(measure);
    if (answers === undefined) return statistic === "mean100" ? [[at.first, 1]] : undefined;
    const factor = (answer: ScoredAnswer): number => {
      if (statistic === "mean100") return answer.score / 100;
      return Number(option === "" ? answer.favourable : answer.option === option);
    };
    const terms = answers.map((answer, index) => [at.first + index, factor(answer)] as const);
    return terms.filter(([, by]) => by !== 0);
  }

  /** Of everybody's weight, between 0 and 1. */
  shareOf(measure: string, cell: number): number {
    return (this.cells.get(measure)?.[cell]?.share ?? 0) / 100;
  }

  /** Of the shown numbers that are not kept, the one that holds back a number the most for what it is worth. */
  heldBackBy(optima: readonly Optimum[], isKept: (held: HeldNumber) => boolean): HeldNumber | undefined {
    let best: HeldNumber | undefined;
    let most = 0;
    for (const held of this.held) {
      if (isKept(held)) continue;
      let price = 0;
      for (const { sumPrices } of optima) price += Math.abs(sumPrices[held.sum]!);
      if (price < 1e-6) continue;
      const gain = price / held.worth;
      if (gain > most * (1 + 1e-6)) [best, most] = [held, gain];
    }
    return best;
  }

  private answersOf(measure: string): readonly ScoredAnswer[] | undefined {
    return this.table.wave.answers?.[measure];
  }

  private addMeasure(measure: string): void {
    const variables = this.table.measures.get(measure)?.variables ?? [];
    const mean = variables.find(({ statistic }) => statistic === "mean100");
    const whole = mean?.byCell[mean.layout.everybody];
    if (mean === undefined || whole === undefined) return;
    const all = weightOf(whole);
    const answers = this.answersOf(measure);
    const known = variables.filter(({ statistic }) => (answers ? isOfAnswers(statistic) : statistic === "mean100"));
    const cells: (CellAnswers | undefined)[] = this.table.layout.places.map(() => undefined);
    this.cells.set(measure, cells);
    for (const row of mean.rows) {
      if (!(row.n > 0) || (this.own && !this.own.has(row.cell))) continue;
      const share = (100 * weightOf(row)) / all;
      const first = this.addAnswers(answers?.length ?? 1, share);
      cells[row.cell] = { first, share };
      for (const variable of known) {
        const shown = variable.byCell[row.cell];
        if (shown !== undefined && this.reasons[shown.at] === "") this.hold(variable, shown, share);
      }
    }
    for (const [sum, parts] of sumsOf(mean.layout)) this.addSum(cells, answers?.length ?? 1, sum, parts);
  }

  private addAnswers(count: number, share: number): number {
    const first = this.program.unknown(0, share);
    for (let at = 1; at < count; at++) this.program.unknown(0, share);
    if (count > 1) {
      const terms = Array.from({ length: count }, (_, at) => [first + at, 1] as const);
      this.program.sum(terms, share, share);
    }
    return first;
  }

  private hold(variable: Variable, { cell, row }: TableRow, share: number): void {
    const terms = this.form(variable, cell);
    if (terms === undefined || terms.length === 0) return;
    const value = ((row.estimate.value ?? 0) * share) / 100;
    const sum = this.program.sum(terms, value, value);
    this.held.push({ variable: variable.name, cell, sum, worth: worthOfNumber(this.table.layout, cell, variable) });
  }

  /** Answer by answer; the rest told no area or category. */
  private addSum(cells: readonly (CellAnswers | undefined)[], count: number, sum: number, parts: readonly number[]) {
    const whole = cells[sum];
    const own = parts.flatMap((part) => cells[part] ?? []);
    if (whole === undefined || own.length === 0) return;
    const left = whole.share - own.reduce((all, { share }) => all + share, 0);
    // They are no parts of it.
    if (left < -dust) return;
    const rest = left > dust ? this.addAnswers(count, left) : undefined;
    // All answers of a cell are its share: the last one follows from the others.
    for (let at = 0; at < Math.max(1, count - 1); at++) {
      const terms = own.map(({ first }) => [first + at, 1] as const);
      if (rest !== undefined) terms.push([rest + at, 1]);
      this.program.sum([...terms, [whole.first + at, -1]], 0, 0);
    }
  }

  private addLink({ index, measures, sizes, items }: MeasureLink): void {
    const means = [index, ...measures].map((measure) =>
      this.table.measures.get(measure)?.variables.find(({ statistic }) => statistic === "mean100"),
    );
    for (const cell of this.table.layout.present) {
      const share = this.cells.get(index)?.[cell]?.share;
      if (share === undefined) continue;
      const terms: (readonly [number, number])[] = [];
      let [truth, open] = [0, items];
      for (const [at, mean] of means.entries()) {
        const form = mean && this.form(mean, cell);
        if (form === undefined) continue;
        const size = at === 0 ? -items : (sizes?.[at - 1] ?? 1);
        const by = (-size / items) * (share / this.cells.get(mean!.measure)![cell]!.share);
        for (const [unknown, factor] of form) terms.push([unknown, factor * by]);
        truth += ((-size / items) * share * (mean!.byCell[cell]!.row.estimate.value ?? 0)) / 100;
        if (at > 0) open -= size;
      }
      const most = (share * Math.max(0, open)) / items;
      const [low, high] = open > 0 ? [Math.min(0, truth), Math.max(most, truth)] : [truth, truth];
      this.program.sum(terms, low, high);
    }
  }
}

const isOfAnswers = (statistic: string): boolean => statistic === "mean100" || statistic === "percent";

/** Which cells add up to which: everybody to areas and to categories, an area to its categories, a category to its areas. */
function sumsOf({ everybody, areas, groups, wholeArea, wholeCategory }: TableLayout) {
  const sums: (readonly [whole: number, parts: readonly number[]])[] = [[everybody, areas]];
  for (const { categories, crossed } of groups) {
    sums.push([everybody, categories]);
    for (const whole of [wholeArea, wholeCategory])
      for (const [cell, parts] of Map.groupBy(crossed, (one) => whole[one]!)) if (cell >= 0) sums.push([cell, parts]);
  }
  return sums;
}

/** Measures that have to be judged at once: each of several answers by itself, or with those it shares items with. */
export function judgedTogether({ wave, measures }: WaveTable): readonly (readonly string[])[] {
  const parts: Set<string>[] = [];
  const join = (names: readonly string[]) => {
    const own = new Set(names.filter((name) => measures.has(name)));
    for (let at = parts.length; at-- > 0; )
      if ([...own].some((name) => parts[at]!.has(name))) for (const name of parts.splice(at, 1)[0]!) own.add(name);
    if (own.size > 0) parts.push(own);
  };
  for (const measure of Object.keys(wave.answers ?? {})) join([measure]);
  for (const { index, measures } of wave.links ?? []) join([index, ...measures]);
  return parts.map((part) => [...measures.keys()].filter((name) => part.has(name)));
}
