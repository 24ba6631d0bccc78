import { auditWave } from "./audit.ts";
import { ofPeople } from "./audit-counts.ts";
import type { JointAudit } from "./audit-jointly.ts";
import { type CellSet, completeTable } from "./complementary.ts";
import type { EarlierCells } from "./earlier-cells.ts";
import type { Finding } from "./finding.ts";
import { everyVariable, MeasureRows } from "./measure-rows.ts";
import { nextCells } from "./partners.ts";
import type { WavePeople } from "./people.ts";
import type { DisclosurePolicy } from "./policy.ts";
import type { Suppression } from "./protected-estimates.ts";
import { decidedTogether, type WaveTable, weightOf } from "./wave-table.ts";
import { marginsThat, shownPeople } from "./withheld-rows.ts";

/** Cells of `representation.csv`, and whether they are withheld, when those of these people (by key) are. */
export type Margins = (people: ReadonlySet<string>) => ReadonlyMap<string, boolean>;

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
  for (;;) {
    const decided = search.decide();
    if (!policy.complementary) break;
    const margins = search.margins();
    const findings = auditWave(table, people, { reasons: search.reasons, margins }, policy, decided);
    if (findings.length > 0) {
      if (!search.withholdMore(findings)) break;
      continue;
    }
    const together = joint.find(search.reasons);
    if (together.length === 0 || !search.withholdMore(together)) break;
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
  /** By variable: how often something was found of it. */
  private readonly rounds = new Map<string, number>();

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
  withholdMore(findings: readonly Finding[]): boolean {
    const before = size(this.people);
    const open = findings.filter(({ variable }) => variable === ofPeople);
    if (open.length > 0) this.withholdPeople(open);
    if (size(this.people) > before) {
      this.decided.clear();
      return true;
    }
    let added = false;
    for (const [variable, found] of Map.groupBy(findings, (finding) => finding.variable)) {
      if (variable !== ofPeople && this.withholdCells(variable, found)) added = true;
    }
    return added;
  }

  /** How often something was found of a variable before. */
  private roundOf(variable: string): number {
    const round = this.rounds.get(variable) ?? 0;
    this.rounds.set(variable, round + 1);
    return round;
  }

  /** Begins with those of whom nothing is shown: to withhold them everywhere costs nothing. */
  private withholdPeople(open: readonly Finding[]): void {
    const { layout } = this.table;
    const before = size(this.people);
    const shown = shownPeople(this.table, { reasons: this.reasons, margins: this.margins() });
    const start = this.people.map((is, cell) => (is === 1 || shown[cell] === 0 ? 1 : 0));
    const round = this.roundOf(ofPeople);
    if (round === 0) this.people = this.completePeople(start);
    const left = start.map((is) => 1 - is);
    const more = () => nextCells(layout, this.counts.n, left, open, round - 1);
    // Whole areas and categories are no help where nothing inside is shown: then the cells themselves, at last everybody.
    for (const cells of [more, () => open.map(({ at }) => at), () => [layout.everybody]]) {
      if (size(this.people) > before) return;
      const wider = start.slice();
      for (const cell of cells()) wider[cell] = 1;
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

  private withholdCells(variable: string, found: readonly Finding[]): boolean {
    const [measure = "", statistic = "", option = ""] = variable.split("\n");
    const isBase = statistic === "answered" || statistic === "asked";
    const name = isBase ? everyVariable : decidedTogether({ statistic: statistic as "percent", option });
    const { layout } = this.table;
    const weight = new Float64Array(layout.places.length);
    const shown = new Uint8Array(weight.length);
    const hidden = new Set<number>();
    for (const one of this.table.measures.get(measure)?.variables ?? []) {
      if (!isBase && one.name !== variable) continue;
      for (const { cell, at, row, n } of one.rows) {
        weight[cell] = Math.max(0, weightOf({ row, n }));
        if (this.reasons[at] !== "") hidden.add(cell);
        shown[cell] = 1;
      }
    }
    for (const cell of hidden) shown[cell] = 0;
    const ofMeasure = this.more.get(measure) ?? new Map<string, Set<number>>();
    const known = ofMeasure.get(name) ?? new Set<number>();
    const count = known.size;
    for (const cell of hidden) known.add(cell);
    for (const cell of nextCells(layout, weight, shown, found, this.roundOf(variable))) known.add(cell);
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
