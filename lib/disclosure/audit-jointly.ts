import { AnswerProgram, type HeldNumber, judgedTogether } from "./answer-program.ts";
import { widthFromWhole } from "./audit-values.ts";
import type { Finding } from "./finding.ts";
import type { DisclosurePolicy } from "./policy.ts";
import type { Suppression } from "./protected-estimates.ts";
import type { TableRow, Variable, WaveTable } from "./wave-table.ts";
import { weightOf } from "./wave-table.ts";
import { type Asked, margin, negative, type Seen, valueAt, Widths } from "./widths.ts";

type Reasons = readonly (Suppression | undefined)[];

/** A program with more unknowns is not solved: each value asked counts as given away, so that more is withheld. */
const mostUnknowns = 6000;
/** How a set of measures was attacked last. */
interface Attacked {
  /** Of all its rows. */
  readonly reasons: Reasons;
  readonly found: readonly Finding[];
  /** Undefined where no program was solved. */
  readonly seen: Seen | undefined;
}

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
  private readonly last = new Map<readonly string[], Attacked>();
  /** By row and what is shown over everybody (see `keyOfLeft`): what that leaves. */
  private readonly left = new Map<string, number>();

  constructor(table: WaveTable, policy: DisclosurePolicy, most = mostUnknowns) {
    this.table = table;
    this.most = most;
    this.policy = policy;
    this.parts = judgedTogether(table);
  }

  find(reasons: Reasons): readonly Finding[] {
    return this.parts.flatMap((part) => {
      const now = part.flatMap((measure) =>
        this.table.measures.get(measure)!.variables.flatMap(({ rows }) => rows.map(({ at }) => reasons[at] ?? "")),
      );
      const last = this.last.get(part);
      if (last?.reasons.every((reason, at) => reason === now[at])) return last.found;
      const isNoLess = last?.reasons.every((reason, at) => reason === "" || now[at] !== "");
      const made = this.attack(part, reasons, isNoLess ? last?.seen : undefined);
      this.last.set(part, { ...made, reasons: now });
      return made.found;
    });
  }

  private attack(part: readonly string[], reasons: Reasons, seen: Seen | undefined): Omit<Attacked, "reasons"> {
    const answers = new AnswerProgram(this.table, reasons, part);
    const isLarge = answers.program.unknowns > this.most;
    // Numbers over everybody alone bound a value no closer than it has to be; items and their index have more to say.
    if ((part.length === 1 || isLarge) && !this.isAnyPartShown(part, reasons)) return { found: [], seen: undefined };
    const asked = this.asked(part, reasons, answers);
    if (asked.length === 0) return { found: [], seen: undefined };
    const lost = () => asked.map((one) => ({ ...this.finding(one, 0, undefined), everything: true }));
    if (isLarge) return { found: lost(), seen: undefined };
    return answers.program.solve((maximize) => {
      const widths = new Widths(asked, maximize, seen);
      // Numbers that contradict one another protect nothing.
      if (!widths.sweep()) return { found: lost(), seen: undefined };
      const found = asked.flatMap((one, at): readonly Finding[] => {
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
      return { found, seen: widths.seen() };
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
    const shown = this.shownOfEverybody(part, reasons);
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
          const needed = Math.min(points * share, this.left.get(keyOfLeft(row, shown)) ?? Number.POSITIVE_INFINITY);
          return [{ variable, row, form, share, needed, rank: scoreOf(variable) / 100 }];
        });
      }),
    );
  }

  /** What the numbers over everybody leave: nothing else may bound a value closer. */
  private widthFromEverybody(part: readonly string[], reasons: Reasons, { variable, row }: Asked): number {
    const { everybody } = variable.layout;
    const key = keyOfLeft(row, this.shownOfEverybody(part, reasons));
    const known = this.left.get(key);
    if (known !== undefined) return known;
    const ofEverybody = reasons.slice();
    for (const measure of part)
      for (const { rows } of this.table.measures.get(measure)!.variables)
        for (const { cell, at } of rows) if (cell === row.cell) ofEverybody[at] = "unreliable";
    const answers = new AnswerProgram(this.table, ofEverybody, part, new Set([everybody, row.cell]));
    const form = answers.form(variable, row.cell) ?? [];
    const width = answers.program.solve((maximize) => {
      const [most, least] = [maximize(form), maximize(negative(form))];
      return most && least ? valueAt(form, most) - valueAt(form, least) : Number.POSITIVE_INFINITY;
    });
    this.left.set(key, width);
    return width;
  }

  private shownOfEverybody(part: readonly string[], reasons: Reasons): string {
    const { everybody } = this.table.layout;
    const ofEverybody = part.flatMap((measure) =>
      this.table.measures.get(measure)!.variables.map(({ byCell }) => reasons[byCell[everybody]?.at ?? -1] === ""),
    );
    return ofEverybody.map(Number).join("");
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

const keyOfLeft = ({ at }: TableRow, shown: string): string => `${at} ${shown}`;
