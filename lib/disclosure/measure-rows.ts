import type { EstimateRow } from "../estimation/wave-estimates.ts";
import { type Cell, cellKey } from "./cell.ts";
import { complete } from "./complementary.ts";
import { isAdditive } from "./people.ts";
import type { DisclosurePolicy } from "./policy.ts";
import type { Suppression } from "./protected-estimates.ts";
import { isReliable } from "./reliability.ts";
import { rowKey } from "./row-key.ts";
import type { EarlierCells } from "./withhold.ts";

/** Of the cells that an audit adds: withheld with every number of the measure. */
export const everyVariable = "*";

/** Statistics in the order in which they are decided: each is withheld wherever an earlier one of the first three is. */
export const decidedTogether = ({ statistic, option }: Pick<EstimateRow["key"], "statistic" | "option">): string => {
  if (statistic === "percent" && option !== "") return "distribution";
  return option === "" ? statistic : `${statistic} ${option}`;
};
const order = ["mean100", "percent", "distribution"];
const rank = (variable: string): number => (order.indexOf(variable) + order.length + 1) % (order.length + 1);

/** The rows of one measure in one wave and stream, and which of them have to be withheld. */
export class MeasureRows {
  private readonly rows: readonly EstimateRow[];
  private readonly policy: DisclosurePolicy;
  private readonly seed: ReadonlySet<string>;
  private readonly prefer: ReadonlySet<string>;
  private readonly earlier: EarlierCells | undefined;
  private readonly more: ReadonlyMap<string, ReadonlySet<string>>;

  constructor(
    rows: readonly EstimateRow[],
    policy: DisclosurePolicy,
    seed: ReadonlySet<string>,
    prefer: ReadonlySet<string>,
    earlier: EarlierCells | undefined,
    more: ReadonlyMap<string, ReadonlySet<string>>,
  ) {
    this.rows = rows;
    this.policy = policy;
    this.seed = seed;
    this.prefer = prefer;
    this.earlier = earlier;
    this.more = more;
  }

  /** Fills in the reasons. @returns cells whose mean is withheld */
  decide(reasons: Map<string, Exclude<Suppression, "">>): ReadonlySet<string> {
    const additive = this.rows.filter(isAdditive);
    const tooFew = this.tooFew(additive);
    const variables = [...new Set(additive.map(({ key }) => decidedTogether(key)))].toSorted(
      (a, b) => rank(a) - rank(b),
    );
    let carried: ReadonlySet<string> = new Set([...this.seed, ...tooFew, ...(this.more.get(everyVariable) ?? [])]);
    let first: ReadonlySet<string> | undefined;
    for (const variable of variables) {
      const rows = additive.filter((row) => decidedTogether(row.key) === variable);
      const hidden = this.hiddenCells(rows, carried);
      first ??= hidden;
      if (rank(variable) < order.length) carried = new Set([...carried, ...hidden]);
      for (const row of rows) {
        if (hidden.has(cellKey({ ...row.key }))) reasons.set(rowKey(row.key), this.reason(row, tooFew));
      }
    }
    this.decideUnflagged(reasons);
    this.decideGaps(reasons);
    return first ?? new Set();
  }

  /** Cells that fewer than the least number of people answered: withheld with all their statistics. */
  private tooFew(rows: readonly EstimateRow[]): ReadonlySet<string> {
    return new Set(
      rows.filter(({ estimate }) => estimate.n < this.policy.leastRespondents).map(({ key }) => cellKey(key)),
    );
  }

  private hiddenCells(rows: readonly EstimateRow[], carried: ReadonlySet<string>): ReadonlySet<string> {
    const cells = cellsOf(rows, (row) => row.estimate.n);
    const own = rows.filter((row) => !this.policy.showUnreliable && !isReliable(row, this.policy));
    const start = new Set([...own.map(({ key }) => cellKey(key))]);
    for (const cell of cells) if (carried.has(cellKey(cell))) start.add(cellKey(cell));
    for (const key of this.changedTooLittle(rows)) start.add(key);
    for (const key of this.more.get(decidedTogether(rows[0]!.key)) ?? []) start.add(key);
    if (!this.policy.complementary) return start;
    let hidden: ReadonlySet<string> = start;
    for (let before = -1; before !== hidden.size; ) {
      before = hidden.size;
      // What two releases of one wave have different is a table of its own: the new answers. It comes first, as a cell without
      // new answers protects no other there.
      if (this.earlier) {
        const news = cellsOf(rows, (row) => this.newAnswers(row));
        hidden = new Set([...hidden, ...complete(news, hidden, this.policy.leastNewAnswers, this.prefer)]);
      }
      hidden = complete(cells, hidden, this.policy.feasibleWidth, this.prefer);
    }
    return hidden;
  }

  /** Cells with a few new answers, and cells hidden before that have not enough new ones to be shown now. */
  private changedTooLittle(rows: readonly EstimateRow[]): readonly string[] {
    const { earlier, policy } = this;
    if (!earlier) return [];
    return rows
      .filter((row) => {
        const news = this.newAnswers(row);
        return news < policy.leastNewAnswers && (news > 0 || earlier.hidden.has(rowKey(row.key)));
      })
      .map(({ key }) => cellKey(key));
  }

  private newAnswers({ key, estimate }: EstimateRow): number {
    return estimate.n - (this.earlier?.n.get(rowKey(key)) ?? 0);
  }

  private reason(row: EstimateRow, tooFew: ReadonlySet<string>): Exclude<Suppression, ""> {
    if (row.estimate.n === 0 && row.estimate.why === "not-asked") return "not-asked";
    if (tooFew.has(cellKey(row.key))) return "too-few";
    return !this.policy.showUnreliable && !isReliable(row, this.policy) ? "unreliable" : "protects-another";
  }

  /** Everybody less those without flags are those with flags: a group of its own, however small. */
  private decideUnflagged(reasons: Map<string, Exclude<Suppression, "">>): void {
    for (const row of this.rows.filter(({ key }) => key.group === "unflagged")) {
      const everybody = this.rows.find(
        ({ key }) => rowKey(key) === rowKey({ ...row.key, group: "all", category: "all" }),
      );
      const flagged = (everybody?.estimate.n ?? 0) - row.estimate.n;
      if (row.estimate.n < this.policy.leastRespondents) reasons.set(rowKey(row.key), "too-few");
      else if (!isReliable(row, this.policy)) reasons.set(rowKey(row.key), "unreliable");
      else if (!everybody || reasons.has(rowKey(everybody.key))) reasons.set(rowKey(row.key), "protects-another");
      else if (flagged > 0 && flagged < this.policy.leastRespondents && this.policy.complementary) {
        reasons.set(rowKey(row.key), "protects-another");
      }
    }
  }

  /** A gap beside one of its sides is the other side. */
  private decideGaps(reasons: Map<string, Exclude<Suppression, "">>): void {
    for (const row of this.rows.filter(({ key }) => key.statistic === "gap")) {
      const sides = row.key.category
        .split(":")
        .map((category) => rowKey({ ...row.key, category, statistic: "mean100" }));
      if (row.estimate.n < this.policy.leastRespondents) reasons.set(rowKey(row.key), "too-few");
      else if (sides.some((side) => reasons.has(side))) reasons.set(rowKey(row.key), "protects-another");
      else if (!this.policy.showUnreliable && !isReliable(row, this.policy)) reasons.set(rowKey(row.key), "unreliable");
    }
  }
}

/** One cell per set of people, though a distribution has a row per option. */
function cellsOf(rows: readonly EstimateRow[], n: (row: EstimateRow) => number): readonly Cell[] {
  const cells = new Map<string, Cell>();
  for (const row of rows) {
    const { area, group, category } = row.key;
    cells.set(cellKey(row.key), { area, group, category, n: Math.max(0, n(row)) });
  }
  return [...cells.values()];
}
