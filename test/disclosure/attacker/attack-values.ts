import { type Attacked, cellOf, everybody, isPart, placeOf, sumsOf } from "./cells.ts";
import { LinearSystem, type Term } from "./linear-system.ts";
import { indexesOf, type Scale, scalesOf } from "./read-codebook.ts";
import type { Row } from "./read-publication.ts";

/** A withheld number that was bounded more closely than the design allows. */
export interface Found {
  readonly of: string;
  readonly cell: string;
  readonly what: string;
  readonly reason: string;
  readonly width: number;
  readonly needed: number;
}
export interface Outcome {
  readonly attacked: number;
  readonly found: readonly Found[];
}

/** What ties numbers together besides sums over areas and categories; all of it by default. */
export interface Ties {
  /** The answers of a question give its mean and its favourable share. */
  readonly answers: boolean;
  /** Items give the index that is made of them. */
  readonly indexes: boolean;
}
const everyTie: Ties = { answers: true, indexes: true };

const variableOf = (row: Row): string => [row.measure, row.statistic, row.option].join(" ");

/**
 * Bounds every value that is withheld as `too-few` or `unreliable` from all that is shown of its wave and stream. Unknown is, of each
 * cell, share of the residents × value: these add up over areas and categories, over the answers of a question, and nearly from items to
 * their index.
 */
export function attackValues(attacked: Attacked, draw: () => number, ties = everyTie): Outcome {
  const { system, truth, needed, rows } = valueSystem(attacked, ties);
  const wrong = system.contradictions((name) => truth.get(name), 1e-5);
  if (wrong.length > 0) throw new Error(`the attacker's sums are not true: ${wrong.slice(0, 3).join("; ")}`);
  const bounded = system.attack(needed, draw);
  const found = bounded.flatMap(({ name, width }): readonly Found[] => {
    const row = rows.get(name)!;
    const share = shareOf(attacked, row);
    const allowed = needed.get(name)!;
    if (width >= allowed * (1 - 1e-4) - 1e-6) return [];
    const reason = row.suppressed ?? "";
    return [
      {
        of: attacked.name,
        cell: cellOf(placeOf(row)),
        what: variableOf(row),
        reason,
        width: width / share,
        needed: allowed / share,
      },
    ];
  });
  return { attacked: needed.size, found };
}

const shareOf = ({ given, rows }: Attacked, row: Row): number => given.weight(row) / given.weight(rows[0]!);

export function valueSystem(attacked: Attacked, ties: Ties) {
  const { rows, given, codebook } = attacked;
  const system = new LinearSystem();
  const truth = new Map<string, number>();
  const needed = new Map<string, number>();
  const byName = new Map<string, Row>();
  const nameOf = (variable: string, cell: string) => `${variable} ${cell}`;
  const variables = Map.groupBy(rows.filter(isPart), variableOf);
  for (const [variable, own] of variables) {
    const whole = own.find((row) => cellOf(placeOf(row)) === everybody);
    for (const row of own) {
      const name = nameOf(variable, cellOf(placeOf(row)));
      const share = shareOf(attacked, row);
      const exact = share * given.value(row);
      truth.set(name, exact);
      byName.set(name, row);
      if (row.suppressed === "" || given.n(row) === 0) system.know(name, exact);
      else system.unknown(name, 0, 100 * share);
      if (row.suppressed === "" || given.n(row) === 0 || !["too-few", "unreliable"].includes(row.suppressed ?? ""))
        continue;
      needed.set(name, Math.min(20 * share, whole?.suppressed === "" ? fromWhole(attacked, whole, row) : 100));
    }
    for (const [cell, parts] of sumsOf(own.map(placeOf))) {
      const terms = [cell, ...parts].map((one, at): Term => [at === 0 ? 1 : -1, nameOf(variable, one)]);
      const less = (of: (row: Row) => number) =>
        terms.reduce((sum, [factor, name]) => sum + factor * of(byName.get(name)!), 0);
      // Those who told no area or category: how many they are is given, what they said is not.
      const share = less((row) => shareOf(attacked, row));
      if (share < 1e-9) system.sum(terms, 0);
      else {
        const rest = `rest of ${variable} ${cell} ${parts[0]}`;
        system.unknown(rest, 0, 100 * share);
        truth.set(
          rest,
          less((row) => shareOf(attacked, row) * given.value(row)),
        );
        system.sum([...terms, [-1, rest]], 0);
      }
    }
  }
  const cells = Map.groupBy(rows.filter(isPart), (row) => cellOf(placeOf(row)));
  for (const [cell, own] of cells) {
    const name = (measure: string, statistic: string, option = "") => nameOf(`${measure} ${statistic} ${option}`, cell);
    if (ties.answers)
      for (const scale of scalesOf(codebook))
        tieAnswers(
          system,
          own,
          scale,
          (...of) => name(...of),
          (row) => shareOf(attacked, row),
        );
    if (ties.indexes) tieIndexes(attacked, system, own, name);
  }
  return { system, truth, needed, rows: byName };
}

/** Points × share between the least and the greatest that a part can be when only the whole is known. */
function fromWhole(attacked: Attacked, whole: Row, row: Row): number {
  const [all, share] = [shareOf(attacked, whole), shareOf(attacked, row)];
  const sum = all * attacked.given.value(whole);
  return Math.min(100 * share, sum) - Math.max(0, sum - 100 * (all - share));
}

/** The answers of a question sum to 100; with their scores they give the mean, the favourable ones the share. */
function tieAnswers(
  system: LinearSystem,
  own: readonly Row[],
  { measure, scores, favourable }: Scale,
  name: (measure: string, statistic: string, option?: string) => string,
  share: (row: Row) => number,
): void {
  const options = own.filter((row) => row.measure === measure && row.statistic === "percent" && row.option !== "");
  const [first] = options;
  if (first === undefined) return;
  const terms = (factor: (option: string) => number) =>
    options.map((row): Term => [factor(row.option ?? ""), name(measure, "percent", row.option)]);
  system.sum(
    terms(() => 1),
    100 * share(first),
  );
  if (own.some((row) => row.measure === measure && row.statistic === "mean100"))
    system.sum([...terms((option) => scores.get(option)! / 100), [-1, name(measure, "mean100")]], 0);
  if (own.some((row) => row.measure === measure && row.statistic === "percent" && row.option === ""))
    system.sum([...terms((option) => (favourable.has(option) ? 1 : 0)), [-1, name(measure, "percent")]], 0);
}

/**
 * An index is each person's average over the items answered. It differs from the average of the items' sums by those who left some
 * out, and how many did is known: of those without an index all answers but one item's can be missing.
 */
function tieIndexes(
  attacked: Attacked,
  system: LinearSystem,
  own: readonly Row[],
  name: (measure: string, statistic: string) => string,
): void {
  const means = new Map(
    own.filter((row) => row.statistic === "mean100").map((row) => [row.measure ?? "", row] as const),
  );
  const people = Math.max(...own.map((row) => shareOf(attacked, row)));
  for (const { index, items } of indexesOf(attacked.codebook)) {
    const whole = means.get(index);
    const parts = items.flatMap((item): readonly Row[] => (means.has(item) ? [means.get(item)!] : []));
    const count = items.length;
    if (whole === undefined || parts.length < count) continue;
    const [with_, all] = [shareOf(attacked, whole), parts.reduce((sum, row) => sum + shareOf(attacked, row), 0)];
    const without = Math.min(all, (count - 1) * (people - with_));
    const terms: readonly Term[] = [
      [1, name(index, "mean100")],
      ...items.map((item): Term => [-1 / count, name(item, "mean100")]),
    ];
    system.sum(terms, -(100 / count) * without - 1e-6, 100 * (with_ - (all - without) / count) + 1e-6);
  }
}
