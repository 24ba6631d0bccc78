import { AnswerProgram, type HeldNumber, judgedTogether } from "./answer-program.ts";
import type { Finding } from "./audit.ts";
import { weightOf, widthFromWhole } from "./audit-values.ts";
import type { Optimum, Terms } from "./linear-program.ts";
import type { DisclosurePolicy } from "./policy.ts";
import type { Suppression } from "./protected-estimates.ts";
import type { TableRow, Variable, WaveTable } from "./wave-table.ts";

type Reasons = readonly (Suppression | undefined)[];

/** A withheld value, and how wide its feasible interval has to be, in points × share of everybody. */
interface Asked {
  readonly variable: Variable;
  readonly row: TableRow;
  readonly form: Terms;
  readonly share: number;
  readonly needed: number;
  /** Of an answer, its score between 0 and 1. */
  readonly rank: number;
}

/** Interval ends are exact to so many points. */
const margin = 0.002;
/** Goals that clear most values at once. */
const sweeps = 6;

/** A program with more unknowns is not solved: each value asked counts as given away, so that more is withheld. */
const mostUnknowns = 6000;
/**
 * Withheld values against everything shown at once: means, favourable shares, answers and indexes of all areas and categories, in one
 * linear program for each set of measures that share items. Each value withheld for its own sake has to keep its feasible interval.
 * One that does not is found with the shown number that holds it back the most.
 */
export class JointAudit {
  private readonly table: WaveTable;
  private readonly policy: DisclosurePolicy;
  private readonly most: number;
  private readonly parts: readonly (readonly string[])[];
  /** By part: what was withheld of it when it was attacked last, and what was found. */
  private readonly last = new Map<readonly string[], { readonly shown: string; readonly found: readonly Finding[] }>();

  constructor(table: WaveTable, policy: DisclosurePolicy, most = mostUnknowns) {
    this.table = table;
    this.most = most;
    this.policy = policy;
    this.parts = judgedTogether(table);
  }

  find(reasons: Reasons): readonly Finding[] {
    return this.parts.flatMap((part) => {
      const shown = part.flatMap((measure) =>
        this.table.measures.get(measure)!.variables.flatMap(({ rows }) => rows.map(({ at }) => reasons[at] ?? "")),
      );
      const now = shown.join();
      const last = this.last.get(part);
      if (last?.shown === now) return last.found;
      const found = this.attack(part, reasons);
      this.last.set(part, { shown: now, found });
      return found;
    });
  }

  private attack(part: readonly string[], reasons: Reasons): readonly Finding[] {
    const answers = new AnswerProgram(this.table, reasons, part);
    const isLarge = answers.program.unknowns > this.most;
    // Numbers over everybody alone bound a value no closer than it has to be; items and their index have more to say.
    if ((part.length === 1 || isLarge) && !this.isAnyPartShown(part, reasons)) return [];
    const asked = this.asked(part, reasons, answers);
    if (asked.length === 0) return [];
    if (isLarge) return asked.map((one) => this.finding(one, 0, undefined));
    return answers.program.solve((maximize) => {
      const widths = new Widths(asked, maximize);
      // Numbers that contradict one another protect nothing.
      if (!widths.sweep()) return asked.map((one) => this.finding(one, 0, undefined));
      return asked.flatMap((one, at): readonly Finding[] => {
        if (!widths.isOpen(at)) return [];
        const optima = widths.solve(at);
        if (optima === undefined) return [this.finding(one, 0, undefined)];
        if (!widths.isOpen(at)) return [];
        const needed = Math.min(one.needed, this.widthFromEverybody(part, reasons, one));
        if (widths.of(at) >= needed - margin * one.share) return [];
        const { everybody } = one.variable.layout;
        const isKept = ({ cell }: HeldNumber) => cell === everybody && one.row.cell !== everybody;
        return [this.finding({ ...one, needed }, widths.of(at), answers.heldBackBy(optima, isKept))];
      });
    });
  }

  private isAnyPartShown(part: readonly string[], reasons: Reasons): boolean {
    return part.some((measure) =>
      this.table.measures
        .get(measure)!
        .variables.some(
          ({ statistic, rows, layout }) =>
            (statistic === "mean100" || statistic === "percent") &&
            rows.some(({ at, cell }) => cell !== layout.everybody && reasons[at] === ""),
        ),
    );
  }

  private asked(part: readonly string[], reasons: Reasons, answers: AnswerProgram): readonly Asked[] {
    const scoreOf = ({ measure, option }: Variable): number =>
      this.table.wave.answers?.[measure]?.find((answer) => answer.option === option)?.score ?? 0;
    return part.flatMap((measure) =>
      this.table.measures.get(measure)!.variables.flatMap((variable) => {
        const { rows, layout } = variable;
        const whole = rows.find(({ cell, at }) => cell === layout.everybody && reasons[at] === "");
        return rows.flatMap((row): readonly Asked[] => {
          const reason = reasons[row.at];
          if (!(row.n > 0) || (reason !== "too-few" && reason !== "unreliable")) return [];
          if (variable.statistic !== "mean100" && variable.statistic !== "percent") return [];
          const form = answers.form(variable, row.cell);
          if (form === undefined) return [];
          const share = answers.shareOf(measure, row.cell);
          const points = Math.min(this.policy.feasiblePoints, whole ? widthFromWhole(whole, weightOf(row)) : 100);
          return [{ variable, row, form, share, needed: points * share, rank: scoreOf(variable) / 100 }];
        });
      }),
    );
  }

  /** What the numbers over everybody leave: nothing else may bound a value closer. */
  private widthFromEverybody(part: readonly string[], reasons: Reasons, { variable, row }: Asked): number {
    const { everybody } = variable.layout;
    const ofEverybody = reasons.slice();
    for (const measure of part)
      for (const { rows } of this.table.measures.get(measure)!.variables)
        for (const { cell, at } of rows) if (cell === row.cell) ofEverybody[at] = "unreliable";
    const answers = new AnswerProgram(this.table, ofEverybody, part, new Set([everybody, row.cell]));
    const form = answers.form(variable, row.cell) ?? [];
    return answers.program.solve((maximize) => {
      const [most, least] = [maximize(form), maximize(negative(form))];
      return most && least ? valueAt(form, most) - valueAt(form, least) : Number.POSITIVE_INFINITY;
    });
  }

  private finding({ variable, row, share, needed }: Asked, width: number, held: HeldNumber | undefined): Finding {
    const what = [variable.measure, variable.statistic, variable.option].filter(Boolean).join(" ");
    const about = {
      cell: this.table.layout.keys[row.cell]!.replaceAll("\n", "/"),
      what,
      width: width / share,
      needed: needed / share,
    };
    return held
      ? { ...about, variable: held.variable, at: held.cell, itself: true }
      : { ...about, variable: variable.name, at: row.cell };
  }
}

const valueAt = (form: Terms, { values }: Optimum): number => {
  let sum = 0;
  for (const [unknown, factor] of form) sum += factor * values[unknown]!;
  return sum;
};
const negative = (form: Terms): Terms => form.map(([unknown, factor]) => [unknown, -factor]);

/** How far apart solutions were seen to lie, by value asked. */
class Widths {
  private readonly asked: readonly Asked[];
  private readonly maximize: (goal: Terms) => Optimum | undefined;
  private readonly least: Float64Array;
  private readonly greatest: Float64Array;

  constructor(asked: readonly Asked[], maximize: (goal: Terms) => Optimum | undefined) {
    this.asked = asked;
    this.maximize = maximize;
    // The truth is a solution.
    this.least = Float64Array.from(asked, ({ row, share }) => share * (row.row.estimate.value ?? 0));
    this.greatest = this.least.slice();
  }

  of(at: number): number {
    return this.greatest[at]! - this.least[at]!;
  }

  isOpen(at: number): boolean {
    const { needed, share } = this.asked[at]!;
    return this.of(at) < needed - margin * share;
  }

  /**
   * Two solutions that lie far apart clear a value, so a few goals for all of them at once clear most: in half of the cells, drawn anew each
   * time, favourable answers go up, or every other one, and down in the others.
   * @returns whether the numbers agree
   */
  sweep(): boolean {
    let seed = 1;
    const draw = () => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return seed >>> 31 === 0 ? 1 : -1;
    };
    for (let round = 0; round < sweeps; round++) {
      const ofCell = new Map<number, 1 | -1>();
      for (const towards of [1, -1]) {
        const open = this.asked.filter((_, at) => this.isOpen(at));
        if (open.length < 2 && (round > 0 || towards < 0)) return true;
        const goal = open.flatMap(({ variable, row, form, share, rank }) => {
          const direction = ofCell.get(row.cell) ?? draw();
          ofCell.set(row.cell, direction);
          const isUp = round % 2 === 0 ? variable.option === "" || rank >= 0.5 : (rank * 4) % 2 < 1;
          const by = (towards * (isUp ? direction : -direction)) / share;
          return form.map(([unknown, factor]) => [unknown, factor * by] as const);
        });
        if (this.note(this.maximize(goal)) === undefined) return false;
      }
    }
    return true;
  }

  /** One by itself, until it is cleared or both its ends are known. @returns undefined where the numbers contradict one another */
  solve(at: number): readonly Optimum[] | undefined {
    const { form } = this.asked[at]!;
    const optima: Optimum[] = [];
    for (const towards of [form, negative(form)]) {
      const optimum = this.isOpen(at) ? this.note(this.maximize(towards)) : optima[0];
      if (optimum === undefined) return undefined;
      optima.push(optimum);
    }
    return optima;
  }

  private note(optimum: Optimum | undefined): Optimum | undefined {
    if (optimum === undefined) return undefined;
    for (const [at, { form }] of this.asked.entries()) {
      const value = valueAt(form, optimum);
      if (value < this.least[at]!) this.least[at] = value;
      if (value > this.greatest[at]!) this.greatest[at] = value;
    }
    return optimum;
  }
}
