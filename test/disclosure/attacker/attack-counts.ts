import type { Found, Outcome } from "./attack-values.ts";
import { type Attacked, cellOf, everybody, isPart, type Place, placeOf, sumsOf } from "./cells.ts";
import { LinearSystem, type Term } from "./linear-system.ts";
import type { Row } from "./read-publication.ts";

const leastWidth = 10;
const many = 1e6;
/** Who answered a question, or who was asked it. */
const baseOf = (row: Row): string => `${row.measure} ${row.statistic === "percent-missing" ? "asked" : "answered"}`;
const people = "people";

/**
 * Bounds every withheld n: the answers to each question add up over areas and categories, and are among those who were asked, who are
 * among the people that `representation.csv` counts. Asked of cells about whose people no file says how many they are, for all
 * questions, and of every row withheld over fewer than ten answers.
 */
export function attackCounts(attacked: Attacked, draw: () => number): Outcome {
  const { system, truth, needed } = countSystem(attacked);
  const wrong = system.contradictions((name) => truth.get(name), 1e-6);
  if (wrong.length > 0) throw new Error(`the attacker's sums are not true: ${wrong.slice(0, 3).join("; ")}`);
  const bounded = system.attack(needed, draw);
  const found = bounded.flatMap(({ name, width }): readonly Found[] =>
    width >= leastWidth - 1e-3
      ? []
      : [{ of: attacked.name, cell: name, what: "n", reason: `${truth.get(name)} people`, width, needed: leastWidth }],
  );
  return { attacked: needed.size, found };
}

/** How many of a cell's people there are at least: as many as any question counts. */
export function peopleIn({ rows, margins, given }: Attacked): ReadonlyMap<string, number> {
  const most = new Map<string, number>();
  for (const row of rows.filter(isPart)) {
    const cell = cellOf(placeOf(row));
    most.set(cell, Math.max(given.n(row), most.get(cell) ?? 0));
  }
  for (const margin of margins) {
    const cell = cellOf(placeOfMargin(margin, rows));
    const exact = given.exact.representation.find(
      (one) => one.margin === margin.margin && one.category === margin.category,
    );
    if (exact && most.has(cell)) most.set(cell, Math.max(exact.n, most.get(cell) ?? 0));
  }
  most.set(everybody, Math.max(given.exact.n, most.get(everybody) ?? 0));
  return most;
}

/** A margin is a group of the estimates, or it is where people live. */
export function placeOfMargin({ margin = "", category = "" }: Row, rows: readonly Row[]): Place {
  return rows.some(({ group }) => group === margin)
    ? { area: "all", group: margin, category }
    : { area: category, group: "all", category: "all" };
}

export interface CountSystem {
  readonly system: LinearSystem;
  readonly truth: Map<string, number>;
  readonly needed: Map<string, number>;
}

/**
 * @param prefix    before every name, when two releases are attacked together
 * @param measures  whose counts are put in beside the people; default all
 */
export function countSystem(
  attacked: Attacked,
  { system, truth, needed }: CountSystem = emptySystem(),
  prefix = "",
  measures?: ReadonlySet<string>,
): CountSystem {
  const { rows, margins, given } = attacked;
  const parts = rows.filter(isPart);
  const places = [...new Map(parts.map((row) => [cellOf(placeOf(row)), placeOf(row)])).values()];
  const total = peopleIn(attacked);
  const told = new Set(margins.filter((row) => row.suppressed === "").map((row) => cellOf(placeOfMargin(row, rows))));
  const shown = new Set([...told, ...parts.filter((row) => row.suppressed === "").map((row) => cellOf(placeOf(row)))]);
  const nameOf = (base: string, cell: string) => `${prefix}${base} ${cell}`;
  const declare = (base: string, cell: string, n: number, known: boolean): void => {
    const name = nameOf(base, cell);
    truth.set(name, n);
    // Where nobody answered anything the reader is told so.
    if (known || total.get(cell) === 0) system.know(name, n);
    else {
      system.unknown(name, 0, many);
      if (n > 0 && (!shown.has(cell) || n < leastWidth)) needed.set(name, leastWidth);
    }
  };
  const addUp = (base: string, own: readonly Place[]): void => {
    for (const [whole, members] of sumsOf(own)) {
      const terms = [whole, ...members].map((cell, at): Term => [at === 0 ? 1 : -1, nameOf(base, cell)]);
      const rest = terms.reduce((sum, [factor, name]) => sum + factor * (truth.get(name) ?? 0), 0);
      const name = `${prefix}rest of ${base} ${whole} ${members[0]}`;
      truth.set(name, rest);
      if (rest === 0) system.know(name, 0);
      else system.unknown(name, 0, many);
      system.sum([...terms, [-1, name]], 0);
      if (base !== people)
        system.sum(
          [
            [1, `${prefix}rest of ${people} ${whole} ${members[0]}`],
            [-1, name],
          ],
          0,
          many,
        );
    }
  };
  for (const [cell, n] of total)
    declare(people, cell, n, told.has(cell) || (cell === everybody && shown.has(everybody)));
  addUp(people, places);
  const put = parts.filter((row) => measures?.has(row.measure ?? "") ?? true);
  for (const [base, own] of Map.groupBy(put, baseOf)) {
    const cells = Map.groupBy(own, (row) => cellOf(placeOf(row)));
    for (const [cell, same] of cells) {
      declare(
        base,
        cell,
        given.n(same[0]!),
        same.some((row) => row.suppressed === ""),
      );
      system.sum(
        [
          [1, nameOf(people, cell)],
          [-1, nameOf(base, cell)],
        ],
        0,
        many,
      );
    }
    addUp(
      base,
      [...cells.values()].map(([row]) => placeOf(row!)),
    );
  }
  for (const [measure, own] of Map.groupBy(put, (row) => row.measure ?? "")) {
    if (new Set(own.map(baseOf)).size < 2) continue;
    const asked = own.filter((row) => row.statistic === "percent-missing");
    for (const cell of new Set(asked.map((row) => cellOf(placeOf(row)))))
      system.sum(
        [
          [1, nameOf(`${measure} asked`, cell)],
          [-1, nameOf(`${measure} answered`, cell)],
        ],
        0,
        many,
      );
  }
  return { system, truth, needed };
}

export const emptySystem = (): CountSystem => ({ system: new LinearSystem(), truth: new Map(), needed: new Map() });
