import { auditWave, type Finding, marginsThat, shownPeople } from "./audit.ts";
import { ofPeople } from "./audit-counts.ts";
import type { JointAudit } from "./audit-jointly.ts";
import { weightOf } from "./audit-values.ts";
import { type CellSet, completeTable } from "./complementary.ts";
import { everyVariable, MeasureRows } from "./measure-rows.ts";
import type { WavePeople } from "./people.ts";
import type { DisclosurePolicy } from "./policy.ts";
import type { Suppression } from "./protected-estimates.ts";
import type { TableLayout } from "./table-layout.ts";
import { decidedTogether, type WaveTable } from "./wave-table.ts";

/** What an earlier release of the same wave showed and hid: exact n by row key, and the rows hidden for privacy. */
export interface EarlierCells {
  readonly n: ReadonlyMap<string, number>;
  readonly hidden: ReadonlySet<string>;
}

/** Cells of `representation.csv`, and whether they are withheld, when those of these people (by key) are. */
export type Margins = (people: ReadonlySet<string>) => ReadonlyMap<string, boolean>;

/** After so many rounds of withholding one cell more, all parts of the number are withheld. */
const roundsOfPartners = 12;

/**
 * Why each row of a wave is withheld, by number of row; "" where it is shown.
 *
 * First the people who are too few, the same for every question and for `representation.csv`. Then each measure: its rows of one set of
 * people share their n; each statistic is made safe against subtraction over areas and categories, the mean first and the others no less
 * than it. The options of an answer distribution sum to 100 and give the mean and the favourable share, so they are shown all or
 * none. What is left is attacked by the audit, and more is withheld until it finds nothing; then by the joint audit, likewise.
 * @param margins  withheld margins belong to people who are withheld everywhere
 * @param earlier  of the wave's newest release, when this is to supersede it: its differences are protected like its numbers
 */
export function withhold(
  table: WaveTable,
  people: WavePeople,
  policy: DisclosurePolicy,
  joint: JointAudit,
  margins: Margins,
  earlier?: EarlierCells,
): { readonly reasons: readonly (Suppression | undefined)[]; readonly people: ReadonlySet<string> } {
  const search = new Search(table, policy, people, margins, earlier);
  let jointRounds = 0;
  for (let round = 0; ; ) {
    const decided = search.decide();
    if (!policy.complementary) break;
    const margins = search.margins();
    const findings = auditWave(table, people, { reasons: search.reasons, margins }, policy, decided);
    if (findings.length > 0) {
      if (!search.withholdMore(findings, round++)) break;
      continue;
    }
    const together = joint.find(search.reasons);
    if (together.length === 0 || !search.withholdMore(together, jointRounds++)) break;
  }
  return { reasons: search.reasons, people: search.withheldPeople() };
}

class Search {
  readonly reasons: (Suppression | undefined)[] = [];
  /** Withheld for every question, and in `representation.csv`. */
  private people: CellSet;
  private readonly table: WaveTable;
  private readonly policy: DisclosurePolicy;
  private readonly counts: WavePeople;
  private readonly marginsOf: Margins;
  private readonly earlier: EarlierCells | undefined;
  /** By measure, by statistic: cells that the audit asked for. */
  private readonly more = new Map<string, Map<string, Set<number>>>();
  private readonly decided = new Set<string>();

  constructor(
    table: WaveTable,
    policy: DisclosurePolicy,
    counts: WavePeople,
    margins: Margins,
    earlier: EarlierCells | undefined,
  ) {
    this.table = table;
    this.policy = policy;
    this.counts = counts;
    this.marginsOf = margins;
    this.earlier = earlier;
    this.people = policy.complementary
      ? this.completePeople(this.likelyDark())
      : new Uint8Array(table.layout.places.length);
  }

  withheldPeople(people: CellSet = this.people): ReadonlySet<string> {
    return new Set(this.table.layout.keys.filter((_, cell) => people[cell] === 1));
  }

  margins(people: CellSet = this.people): ReadonlyMap<string, boolean> {
    return this.marginsOf(this.withheldPeople(people));
  }

  /** Too few, or not reliable for any question, while no margin shows how many they are: begun with together they cost the least. */
  private likelyDark(): CellSet {
    const { tooFew, unreliable } = this.counts;
    const dark = unreliable.slice();
    for (const cell of marginsThat(this.table, this.margins(tooFew), false)) dark[cell] = 0;
    return dark.map((is, cell) => is | tooFew[cell]!);
  }

  /** @returns the measures that were decided anew */
  decide(): ReadonlySet<string> {
    const anew = new Set<string>();
    const prefer = this.people.slice();
    for (const [measure, table] of this.table.measures) {
      if (this.decided.has(measure)) continue;
      const more = this.more.get(measure) ?? new Map<string, Set<number>>();
      const start = { people: this.people, prefer, earlier: this.earlier, more };
      const hidden = new MeasureRows(table, this.policy, start).decide(this.reasons);
      for (const [cell, is] of hidden.entries()) if (is === 1) prefer[cell] = 1;
      this.decided.add(measure);
      anew.add(measure);
    }
    return anew;
  }

  /** @returns whether there was anything more to withhold */
  withholdMore(findings: readonly Finding[], round: number): boolean {
    const before = size(this.people);
    const open = findings.filter(({ variable }) => variable === ofPeople);
    if (open.length > 0) this.withholdPeople(open, round);
    if (size(this.people) > before) {
      this.decided.clear();
      return true;
    }
    let added = false;
    for (const [variable, found] of Map.groupBy(findings, (finding) => finding.variable)) {
      if (variable !== ofPeople && this.withholdPartners(variable, found, round)) added = true;
    }
    return added;
  }

  private withholdPeople(open: readonly Finding[], round: number): void {
    const { layout } = this.table;
    const { n } = this.counts;
    const shown = shownPeople(this.table, { reasons: this.reasons, margins: this.margins() });
    const start = this.people.map((is, cell) => (is === 1 || shown[cell] === 0 ? 1 : 0));
    if (round > 0) for (const { at } of open) for (const partner of partners(layout, n, start, at)) start[partner] = 1;
    const before = size(this.people);
    this.people = this.completePeople(start);
    // Where partners do not help the sums themselves are withheld: the area and the category, then every part, at last everybody.
    const parts = layout.present.filter((cell) => cell !== layout.everybody);
    const sums = open
      .flatMap(({ at }) => [layout.wholeArea[at]!, layout.wholeCategory[at]!, at])
      .filter((cell) => cell >= 0 && cell !== layout.everybody);
    if (round >= roundsOfPartners) sums.push(...parts);
    for (const more of [sums, parts, [layout.everybody]]) {
      if (size(this.people) > before) return;
      const wider = start.slice();
      for (const cell of more) wider[cell] = 1;
      this.people = this.completePeople(wider);
    }
  }

  /** With the margins of `representation.csv` that go with them, and what protects them all. */
  private completePeople(start: CellSet): CellSet {
    let people = start;
    const { layout, n, unreliable } = this.counts;
    for (let before = -1; before !== size(people); ) {
      before = size(people);
      const hidden = people.slice();
      for (const cell of marginsThat(this.table, this.margins(people), true)) hidden[cell] = 1;
      people = completeTable(layout, n, hidden, this.policy.feasibleWidth, unreliable);
    }
    return people;
  }

  private withholdPartners(variable: string, found: readonly Finding[], round: number): boolean {
    const [measure = "", statistic = "", option = ""] = variable.split("\n");
    const isBase = statistic === "answered" || statistic === "asked";
    const name = isBase ? everyVariable : decidedTogether({ statistic: statistic as "percent", option });
    const { layout } = this.table;
    const weight = new Float64Array(layout.places.length);
    const hidden = new Uint8Array(weight.length);
    const cells = new Set<number>();
    for (const one of this.table.measures.get(measure)?.variables ?? []) {
      if (!isBase && one.name !== variable) continue;
      for (const row of one.rows) {
        cells.add(row.cell);
        weight[row.cell] = Math.max(0, weightOf(row));
        if (this.reasons[row.at] !== "") hidden[row.cell] = 1;
      }
    }
    const before = size(hidden);
    for (const { at, itself } of found) {
      if (itself) hidden[at] = 1;
      else for (const partner of partners(layout, weight, hidden, at)) hidden[partner] = 1;
    }
    if (round >= roundsOfPartners || size(hidden) === before)
      for (const cell of cells) if (cell !== layout.everybody) hidden[cell] = 1;
    const ofMeasure = this.more.get(measure) ?? new Map<string, Set<number>>();
    const known = ofMeasure.get(name) ?? new Set<number>();
    const count = known.size;
    for (const [cell, is] of hidden.entries()) if (is === 1) known.add(cell);
    this.more.set(measure, ofMeasure.set(name, known));
    this.decided.delete(measure);
    return known.size > count;
  }
}

const size = (set: CellSet): number => {
  let count = 0;
  for (const is of set) count += is;
  return count;
};

/** The shown cell of the same sum that leaves the most room at the least loss: the smallest that is not much smaller than the cell itself. */
function partners(layout: TableLayout, n: Float64Array, hidden: CellSet, cell: number): readonly number[] {
  const { groupOf, areaNumber, categoryNumber, keys } = layout;
  const isLine = (other: number): boolean => {
    if (groupOf[other] !== groupOf[cell]) return false;
    if (groupOf[cell] === -1) return areaNumber[other] !== -1;
    if (areaNumber[cell] === -1) return areaNumber[other] === -1;
    const isBeside = areaNumber[other] === areaNumber[cell] || categoryNumber[other] === categoryNumber[cell];
    return areaNumber[other] !== -1 && isBeside;
  };
  const shown = layout.present.filter((other) => n[other]! > 0 && hidden[other] === 0 && isLine(other));
  const bySize = shown.toSorted((a, b) => n[a]! - n[b]! || (keys[a]! < keys[b]! ? -1 : 1));
  const partner = bySize.find((other) => n[other]! >= 0.3 * n[cell]!) ?? bySize.at(-1);
  return partner === undefined ? [] : [partner];
}
