import type { EstimateKey } from "../estimation/wave-estimates.ts";
import { type CellSet, completeTable } from "./complementary.ts";
import type { EarlierCells } from "./earlier-cells.ts";
import type { DisclosurePolicy } from "./policy.ts";
import type { Suppression } from "./protected-estimates.ts";
import { decidedTogether, keyOfRow, type MeasureTable, rankOf, type Statistic, type TableRow } from "./wave-table.ts";

type Reason = Exclude<Suppression, "">;

/** Of the cells that an audit adds: withheld with every number of the measure. */
export const everyVariable = "*";

/** What is withheld before a measure is looked at. */
export interface Start {
  /** People who are withheld for every question. */
  readonly people: CellSet;
  /** Cells that cost nothing, as other numbers of theirs are withheld already. */
  readonly prefer: CellSet;
  /** Of the wave's newest release, when this is to supersede it. */
  readonly earlier: EarlierCells | undefined;
  /** By statistic, cells that the audit asked for. */
  readonly more: ReadonlyMap<string, ReadonlySet<number>>;
}

/** The rows of one measure in one wave and stream, and which of them have to be withheld. */
export class MeasureRows {
  private readonly table: MeasureTable;
  private readonly policy: DisclosurePolicy;
  private readonly start: Start;

  constructor(table: MeasureTable, policy: DisclosurePolicy, start: Start) {
    this.table = table;
    this.policy = policy;
    this.start = start;
  }

  /** Fills in the reasons, by number of row. @returns cells whose first statistic, the mean, is withheld */
  decide(reasons: (Suppression | undefined)[]): CellSet {
    const { statistics, variables } = this.table;
    const carried = this.start.people.slice();
    const tooFew = new Uint8Array(carried.length);
    for (const { rows } of variables)
      for (const { cell, n } of rows) if (n < this.policy.leastRespondents) tooFew[cell] = 1;
    for (const [cell, few] of tooFew.entries()) if (few === 1) carried[cell] = 1;
    for (const cell of this.start.more.get(everyVariable) ?? []) carried[cell] = 1;
    let first: CellSet | undefined;
    for (const statistic of statistics) {
      const hidden = this.hiddenCells(statistic, carried);
      first ??= hidden;
      for (const { rows } of statistic.variables)
        for (const one of rows)
          reasons[one.at] = hidden[one.cell] === 1 ? this.reason(one, tooFew[one.cell] === 1) : "";
      if (rankOf(statistic.name) < 3)
        for (const cell of statistic.layout.present) if (hidden[cell] === 1) carried[cell] = 1;
    }
    this.decideUnflagged(reasons);
    this.decideGaps(reasons);
    return first ?? new Uint8Array(carried.length);
  }

  private hiddenCells({ name, variables, layout, n }: Statistic, carried: CellSet): CellSet {
    const { prefer, earlier, more } = this.start;
    const { policy } = this;
    let hidden: CellSet = new Uint8Array(carried.length);
    for (const cell of layout.present) hidden[cell] = carried[cell]!;
    for (const { rows } of variables) for (const one of rows) if (!one.isReliable) hidden[one.cell] = 1;
    const news = earlier && new Float64Array(n.length);
    if (earlier && news) {
      for (const { rows } of variables) {
        for (const one of rows) {
          const key = keyOfRow(one);
          const fresh = one.n - (earlier.n.get(key) ?? 0);
          news[one.cell] = Math.max(0, fresh);
          // A few new answers, or hidden before and not enough new ones to be shown now.
          if (fresh < policy.leastNewAnswers && (fresh > 0 || earlier.hidden.has(key))) hidden[one.cell] = 1;
        }
      }
    }
    for (const cell of more.get(name) ?? []) hidden[cell] = 1;
    if (!policy.complementary) return hidden;
    const size = (set: CellSet) => set.reduce((sum, one) => sum + one, 0);
    for (let before = -1; before !== size(hidden); ) {
      before = size(hidden);
      // What two releases of one wave have different is a table of its own: the new answers. It comes first, as a cell without
      // new answers protects no other there.
      if (news) hidden = completeTable(layout, news, hidden, policy.leastNewAnswers, prefer);
      hidden = completeTable(layout, n, hidden, policy.feasibleWidth, prefer);
      if (!news) break;
    }
    return hidden;
  }

  private reason({ row, isReliable }: TableRow, isTooFew: boolean): Reason {
    if (row.estimate.n === 0 && row.estimate.why === "not-asked") return "not-asked";
    if (isTooFew) return "too-few";
    return isReliable ? "protects-another" : "unreliable";
  }

  /**
   * Everybody less those without flags are those with flags: a group of its own, however small. Its options are shown all or none, and
   * only beside its mean and favourable share.
   */
  private decideUnflagged(reasons: (Suppression | undefined)[]): void {
    const { variables, unflagged } = this.table;
    let carried = false;
    const together = Map.groupBy(unflagged, ({ row }) => decidedTogether(row.key));
    for (const [name, rows] of [...together].toSorted(([a], [b]) => rankOf(a) - rankOf(b))) {
      for (const one of rows) {
        const { statistic, option } = one.row.key;
        const variable = variables.find((other) => other.statistic === statistic && other.option === option);
        const everybody = variable?.byCell[variable.layout.everybody];
        const flagged = (everybody?.n ?? 0) - one.n;
        const isFew = flagged > 0 && flagged < this.policy.leastRespondents && this.policy.complementary;
        const isGivenAway = isFew || this.hasFewNews(one, everybody);
        reasons[one.at] = "";
        if (one.n < this.policy.leastRespondents) reasons[one.at] = "too-few";
        else if (!one.isReliable) reasons[one.at] = "unreliable";
        else if (isGivenAway || !everybody || reasons[everybody.at] !== "") reasons[one.at] = "protects-another";
      }
      const isHidden: boolean = carried || rows.some(({ at }) => reasons[at] !== "");
      if (isHidden) for (const { at } of rows) reasons[at] ||= "protects-another";
      if (rankOf(name) < 3) carried ||= isHidden;
    }
  }

  /** Of a wave printed again: whether a few new answers are all that two releases differ by, with flags or without. */
  private hasFewNews(unflagged: TableRow, everybody: TableRow | undefined): boolean {
    const { earlier } = this.start;
    if (!earlier || !everybody) return false;
    const newsOf = (row: TableRow): number => row.n - (earlier.n.get(keyOfRow(row)) ?? 0);
    const isFew = (news: number): boolean => news > 0 && news < this.policy.leastNewAnswers;
    const news = newsOf(unflagged);
    const wasHidden = earlier.hidden.has(keyOfRow(unflagged)) && news < this.policy.leastNewAnswers;
    return wasHidden || isFew(news) || isFew(newsOf(everybody) - news);
  }

  /** A gap beside one of its sides is the other side. */
  private decideGaps(reasons: (Suppression | undefined)[]): void {
    const { variables, gaps } = this.table;
    if (gaps.length === 0) return;
    const mean = variables.find(({ statistic }) => statistic === "mean100");
    const side = (key: EstimateKey, category: string | undefined): TableRow | undefined => {
      if (category === undefined || mean === undefined) return undefined;
      const at = mean.layout.at.get(`${key.area}\n${key.group}\n${category}`);
      return at === undefined ? undefined : mean.byCell[at];
    };
    for (const one of gaps) {
      const [first, second] = one.row.key.category.split(":");
      const isHidden = [first, second].some((category) => {
        const row = side(one.row.key, category);
        return row !== undefined && reasons[row.at] !== "";
      });
      reasons[one.at] = "";
      if (one.n < this.policy.leastRespondents) reasons[one.at] = "too-few";
      else if (isHidden) reasons[one.at] = "protects-another";
      else if (!one.isReliable) reasons[one.at] = "unreliable";
    }
  }
}
