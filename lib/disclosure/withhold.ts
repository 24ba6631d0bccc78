import type { WaveEstimates } from "../estimation/wave-estimates.ts";
import { auditWave, type Finding } from "./audit.ts";
import { ofPeople } from "./audit-counts.ts";
import { type Cell, cellKey } from "./cell.ts";
import { complete } from "./complementary.ts";
import { decidedTogether, everyVariable, MeasureRows } from "./measure-rows.ts";
import { isAdditive, peopleOf, type WavePeople } from "./people.ts";
import type { DisclosurePolicy } from "./policy.ts";
import type { Suppression } from "./protected-estimates.ts";
import { rowKey } from "./row-key.ts";

type Reason = Exclude<Suppression, "">;

/** What an earlier release of the same wave showed and hid: exact n by row key, and the rows hidden for privacy. */
export interface EarlierCells {
  readonly n: ReadonlyMap<string, number>;
  readonly hidden: ReadonlySet<string>;
}

/** Cells of `representation.csv`, and whether they are withheld, when those of these people are. */
export type Margins = (people: ReadonlySet<string>) => ReadonlyMap<string, boolean>;

const everybody = cellKey({ area: "all", group: "all", category: "all" });

/** After so many rounds of withholding one cell more, all parts of the number are withheld. */
const roundsOfPartners = 12;

/**
 * Why each row of a wave is withheld; rows that are shown have no entry.
 *
 * First the people who are too few, the same for every question and for `representation.csv`. Then each measure: its rows of one set of
 * people share their n; each statistic is made safe against subtraction over areas and categories, the mean first and the others no less
 * than it. The options of an answer distribution sum to 100 and give the mean and the favourable share, so they are shown all or
 * none. What is left is attacked by the audit, and more is withheld until it finds nothing.
 * @param margins  withheld margins belong to people who are withheld everywhere
 * @param earlier  of the wave's newest release, when this is to supersede it: its differences are protected like its numbers
 */
export function withhold(
  wave: WaveEstimates,
  policy: DisclosurePolicy,
  margins: Margins,
  earlier?: EarlierCells,
): { readonly reasons: ReadonlyMap<string, Reason>; readonly people: ReadonlySet<string> } {
  const people = peopleOf(wave, policy);
  const search = new Search(wave, policy, people, margins, earlier);
  for (let round = 0; ; round++) {
    const decided = search.decide();
    if (!policy.complementary) break;
    const margins = search.margins();
    const findings = auditWave(wave, people, { reasons: search.reasons, margins }, policy, decided);
    if (findings.length === 0 || !search.withholdMore(findings, round)) break;
  }
  return { reasons: search.reasons, people: search.people };
}

class Search {
  reasons: ReadonlyMap<string, Reason> = new Map();
  /** Withheld for every question, and in `representation.csv`. */
  people: ReadonlySet<string>;
  private readonly wave: WaveEstimates;
  private readonly policy: DisclosurePolicy;
  private readonly counts: WavePeople;
  private readonly marginsOf: Margins;
  private readonly earlier: EarlierCells | undefined;
  private readonly measures: ReadonlyMap<string, WaveEstimates["rows"]>;
  /** By measure, by variable: cells that the audit asked for. */
  private readonly more = new Map<string, Map<string, Set<string>>>();
  private readonly decided = new Map<string, ReadonlyMap<string, Reason>>();

  constructor(
    wave: WaveEstimates,
    policy: DisclosurePolicy,
    counts: WavePeople,
    margins: Margins,
    earlier: EarlierCells | undefined,
  ) {
    this.wave = wave;
    this.policy = policy;
    this.counts = counts;
    this.marginsOf = margins;
    this.earlier = earlier;
    this.measures = Map.groupBy(wave.rows, ({ key }) => key.measure);
    this.people = policy.complementary ? this.completePeople(this.likelyDark()) : new Set();
  }

  margins(): ReadonlyMap<string, boolean> {
    return this.marginsOf(this.people);
  }

  /** Too few, or not reliable for any question, while no margin shows how many they are: begun with together they cost the least. */
  private likelyDark(): ReadonlySet<string> {
    const { tooFew, unreliable } = this.counts;
    const margins = this.marginsOf(tooFew);
    return new Set([...tooFew, ...[...unreliable].filter((key) => margins.get(key) !== false)]);
  }

  /** @returns the measures that were decided anew */
  decide(): ReadonlySet<string> {
    const anew = new Set<string>();
    let prefer: ReadonlySet<string> = this.people;
    for (const [measure, rows] of this.measures) {
      if (this.decided.has(measure)) continue;
      const more = this.more.get(measure) ?? new Map<string, Set<string>>();
      const reasons = new Map<string, Reason>();
      const hidden = new MeasureRows(rows, this.policy, this.people, prefer, this.earlier, more).decide(reasons);
      prefer = new Set([...prefer, ...hidden]);
      this.decided.set(measure, reasons);
      anew.add(measure);
    }
    this.reasons = new Map([...this.decided.values()].flatMap((reasons) => [...reasons]));
    return anew;
  }

  /** @returns whether there was anything more to withhold */
  withholdMore(findings: readonly Finding[], round: number): boolean {
    const before = this.people.size;
    const open = findings.filter(({ variable }) => variable === ofPeople);
    if (open.length > 0) this.withholdPeople(open, round);
    if (this.people.size > before) {
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
    const margins = this.margins();
    const shown = new Set(
      this.wave.rows
        .filter((row) => isAdditive(row) && !this.reasons.has(rowKey(row.key)))
        .map(({ key }) => cellKey(key)),
    );
    const dark = this.counts.cells.map(cellKey).filter((key) => !shown.has(key) && margins.get(key) !== false);
    const start = new Set([...this.people, ...dark]);
    if (round > 0) {
      for (const { key } of open) for (const partner of partners(this.counts.cells, start, key)) start.add(partner);
    }
    const before = this.people.size;
    this.people = this.completePeople(start);
    // Where partners do not help the sums themselves are withheld: the area and the category, then every part, at last everybody.
    const sums = open.flatMap(({ key }) => {
      const [area = "all", group = "all", category = "all"] = key.split("\n");
      return [cellKey({ area, group: "all", category: "all" }), cellKey({ area: "all", group, category })];
    });
    const parts = this.counts.cells.map(cellKey).filter((key) => key !== everybody);
    if (round >= roundsOfPartners) sums.push(...parts);
    for (const more of [sums.filter((key) => key !== everybody), parts, [everybody]]) {
      if (this.people.size > before) return;
      this.people = this.completePeople(new Set([...start, ...more]));
    }
  }

  /** With the margins of `representation.csv` that go with them, and what protects them all. */
  private completePeople(start: ReadonlySet<string>): ReadonlySet<string> {
    let people: ReadonlySet<string> = start;
    const cells = this.counts.cells;
    const all = new Set(cells.map(cellKey));
    for (let before = -1; before !== people.size; ) {
      before = people.size;
      const withMargins = [...this.marginsOf(people)].filter(([key, hidden]) => hidden && all.has(key));
      const hidden = new Set([...people, ...withMargins.map(([key]) => key)]);
      people = complete(cells, hidden, this.policy.feasibleWidth, this.counts.unreliable);
    }
    return people;
  }

  private withholdPartners(variable: string, found: readonly Finding[], round: number): boolean {
    const [measure = "", statistic = "", option = ""] = variable.split("\n");
    const isBase = statistic === "answered" || statistic === "asked";
    const name = isBase ? everyVariable : decidedTogether({ statistic: statistic as "percent", option });
    const rows = (this.measures.get(measure) ?? []).filter(
      (row) => isAdditive(row) && (isBase || (row.key.statistic === statistic && row.key.option === option)),
    );
    const cells = rows.map(({ key, estimate }): Cell => ({ ...key, n: Math.max(0, estimate.weight ?? estimate.n) }));
    const hidden = new Set(rows.filter((row) => this.reasons.has(rowKey(row.key))).map(({ key }) => cellKey(key)));
    const before = hidden.size;
    for (const { key } of found) for (const partner of partners(cells, hidden, key)) hidden.add(partner);
    if (round >= roundsOfPartners || hidden.size === before) {
      for (const cell of cells.slice(1)) hidden.add(cellKey(cell));
    }
    const ofMeasure = this.more.get(measure) ?? new Map<string, Set<string>>();
    const known = ofMeasure.get(name) ?? new Set<string>();
    const size = known.size;
    for (const key of hidden) known.add(key);
    this.more.set(measure, ofMeasure.set(name, known));
    this.decided.delete(measure);
    return known.size > size;
  }
}

/** The shown cell of the same sum that leaves the most room at the least loss: the smallest that is not much smaller than the cell itself. */
function partners(cells: readonly Cell[], hidden: ReadonlySet<string>, key: string): readonly string[] {
  const cell = cells.find((one) => cellKey(one) === key);
  if (cell === undefined) return [];
  const isLine = (other: Cell): boolean => {
    if (cell.group === "all") return other.group === "all" && other.area !== "all";
    if (other.group !== cell.group) return false;
    if (cell.area === "all") return other.area === "all";
    return other.area !== "all" && (other.area === cell.area || other.category === cell.category);
  };
  const shown = cells.filter((other) => isLine(other) && other.n > 0 && !hidden.has(cellKey(other)));
  const bySize = shown.toSorted((a, b) => a.n - b.n || (cellKey(a) < cellKey(b) ? -1 : 1));
  const partner = bySize.find(({ n }) => n >= 0.3 * cell.n) ?? bySize.at(-1);
  return partner === undefined ? [] : [cellKey(partner)];
}
