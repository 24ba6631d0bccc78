import { type CountSystem, countSystem, emptySystem } from "./attack-counts.ts";
import type { Found, Outcome } from "./attack-values.ts";
import { type Attacked, cellOf, everybody, isPart, placeOf, rowName, sumsOf } from "./cells.ts";
import { LinearSystem, type Term } from "./linear-system.ts";
import type { Row } from "./read-publication.ts";

const few = (n: number): boolean => n > 0 && n < 10;

/**
 * Two releases of one wave, side by side: whoever answered between them is what the second has more. Attacked are all withheld n of both
 * releases together, how many new answers every cell has, and what those few said.
 * @param joint  both releases in one linear program; else only what two printed rows tell at once
 */
export function attackNews(before: Attacked, after: Attacked, draw: () => number, joint = true): Outcome {
  const direct = [...printedTwice(before, after), ...flaggedNews(before, after)];
  if (!joint) return { attacked: after.rows.length, found: direct };
  // One question at a time, each with the people behind it: all of them together are a program of many thousand unknowns.
  const counts = [...new Set(after.rows.map((row) => row.measure ?? ""))].map((measure) =>
    newCounts(before, after, new Set([measure]), draw),
  );
  const values = newValues(before, after, draw);
  return {
    attacked: counts.reduce((sum, one) => sum + one.attacked, values.attacked + after.rows.length),
    found: [...direct, ...counts.flatMap((one) => one.found), ...values.found],
  };
}

const pair = (before: readonly Row[], after: readonly Row[], name: (row: Row) => string) => {
  const first = new Map(before.map((row) => [name(row), row]));
  return after.flatMap((row) => {
    const old = first.get(name(row));
    return old === undefined ? [] : [{ old, row, name: name(row) }];
  });
};

/** A number that both releases show, over a few people more: what these said is a subtraction. */
function printedTwice(before: Attacked, after: Attacked): readonly Found[] {
  const found: Found[] = [];
  const add = (cell: string, what: string, news: number) =>
    found.push({ of: after.name, cell, what, reason: `${news} new`, width: 0, needed: 10 });
  for (const { old, row, name } of pair(before.rows, after.rows, rowName)) {
    const news = after.given.n(row) - before.given.n(old);
    if (old.suppressed === "" && row.suppressed === "" && few(news)) add(name, "row", news);
  }
  const marginName = (row: Row) => `${row.margin}/${row.category}`;
  const people = ({ given }: Attacked, row: Row) =>
    given.exact.representation.find((one) => marginName({ ...row, ...one } as unknown as Row) === marginName(row))?.n ??
    0;
  for (const { old, row, name } of pair(before.margins, after.margins, marginName)) {
    const news = people(after, row) - people(before, old);
    if (old.suppressed === "" && row.suppressed === "" && few(news)) add(name, "representation", news);
  }
  const complete = ({ given }: Attacked, row: Row) =>
    given.exact.quality.find(({ index }) => index === row.index)?.n ?? 0;
  for (const { old, row, name } of pair(before.quality, after.quality, (row) => row.index ?? "")) {
    const news = complete(after, row) - complete(before, old);
    const reprinted = ["alpha", "omega", "n"].some((column) => row[column] !== old[column]);
    if (old.n !== "" && row.n !== "" && reprinted && few(news)) add(name, "quality", news);
  }
  return found;
}

/** All rows less those without flags are the flagged ones, in each release. */
function flaggedNews(before: Attacked, after: Attacked): readonly Found[] {
  const flagged = ({ rows, given }: Attacked) => {
    const shown = new Map(rows.filter((row) => row.suppressed === "").map((row) => [rowName(row), row]));
    return new Map(
      [...shown.values()]
        .filter((row) => row.group === "unflagged")
        .flatMap((row) => {
          const all = shown.get(rowName({ ...row, group: "all", category: "all" }));
          return all ? [[rowName(row), given.n(all) - given.n(row)] as const] : [];
        }),
    );
  };
  const first = flagged(before);
  return [...flagged(after)].flatMap(([cell, n]): readonly Found[] => {
    const news = n - (first.get(cell) ?? n);
    return few(news) ? [{ of: after.name, cell, what: "flagged", reason: `${news} new`, width: 0, needed: 10 }] : [];
  });
}

/** All rows less those without flags, in one release: a group of a few. */
export function attackFlagged({ name, rows, given }: Attacked): Outcome {
  const all = new Map(rows.map((row) => [rowName(row), row]));
  const unflagged = rows.filter((row) => row.group === "unflagged" && row.suppressed === "");
  const found = unflagged.flatMap((row): readonly Found[] => {
    const whole = all.get(rowName({ ...row, group: "all", category: "all" }));
    if (whole?.suppressed !== "") return [];
    const n = given.n(whole) - given.n(row);
    return few(n)
      ? [{ of: name, cell: rowName(row), what: "flagged", reason: `${n} people`, width: 0, needed: 10 }]
      : [];
  });
  return { attacked: unflagged.length, found };
}

function newCounts(before: Attacked, after: Attacked, measures: ReadonlySet<string>, draw: () => number): Outcome {
  const both: CountSystem = emptySystem();
  countSystem(before, both, "before: ", measures);
  countSystem(after, both, "after: ", measures);
  const { system, truth, needed } = both;
  for (const [name, n] of truth) {
    if (!name.startsWith("after: ")) continue;
    const old = `before: ${name.slice("after: ".length)}`;
    if (!truth.has(old)) continue;
    const news = `new: ${name.slice("after: ".length)}`;
    const count = n - truth.get(old)!;
    if (count < 0) continue;
    truth.set(news, count);
    system.unknown(news, 0, 1e6);
    system.sum(
      [
        [1, name],
        [-1, old],
        [-1, news],
      ],
      0,
    );
    if (few(count) && !name.includes("rest of")) needed.set(news, 10);
  }
  const wrong = system.contradictions((name) => truth.get(name), 1e-6);
  if (wrong.length > 0) throw new Error(`the attacker's sums are not true: ${wrong.slice(0, 3).join("; ")}`);
  const found = system
    .attack(needed, draw)
    .flatMap(({ name, width }): readonly Found[] =>
      width >= 10 - 1e-3
        ? []
        : [{ of: after.name, cell: name, what: "n", reason: `${truth.get(name)} people`, width, needed: 10 }],
    );
  return { attacked: needed.size, found };
}

/**
 * What the new answers said. A shown number of both releases gives their sum; the attacker is given how many there are in every cell, and is
 * spared that new answers move the weights of old ones: all are taken to weigh alike, and to have said what everybody says.
 */
function newValues(before: Attacked, after: Attacked, draw: () => number): Outcome {
  const old = new Map(before.rows.map((row) => [rowName(row), row]));
  const found: Found[] = [];
  let attacked = 0;
  for (const [variable, own] of Map.groupBy(
    after.rows.filter(isPart),
    (row) => `${row.measure} ${row.statistic} ${row.option}`,
  )) {
    const newsIn = new Map(
      own.map((row) => [
        cellOf(placeOf(row)),
        after.given.n(row) - (before.given.n(old.get(rowName(row)) ?? row) || 0),
      ]),
    );
    const whole = own.find((row) => cellOf(placeOf(row)) === everybody);
    const all = newsIn.get(everybody) ?? 0;
    if (whole === undefined || all <= 0) continue;
    const mean = after.given.value(whole);
    const system = new LinearSystem();
    const needed = new Map<string, number>();
    const wholeShown = whole.suppressed === "" && old.get(rowName(whole))?.suppressed === "";
    for (const row of own) {
      const cell = cellOf(placeOf(row));
      const share = newsIn.get(cell)! / all;
      const shown = row.suppressed === "" && old.get(rowName(row))?.suppressed === "";
      if (shown || share === 0) system.know(cell, share * mean);
      else {
        system.unknown(cell, 0, 100 * share);
        const fromWhole = Math.min(100 * share, mean) - Math.max(0, mean - 100 * (1 - share));
        if (few(newsIn.get(cell)!)) needed.set(cell, Math.min(20 * share, wholeShown ? fromWhole : 100));
      }
    }
    for (const [cell, parts] of sumsOf(own.map(placeOf))) {
      const terms = [cell, ...parts].map((one, at): Term => [at === 0 ? 1 : -1, one]);
      const rest = terms.reduce((sum, [factor, name]) => sum + factor * newsIn.get(name)!, 0) / all;
      if (rest > 0) system.unknown(`rest ${cell} ${parts[0]}`, 0, 100 * rest);
      system.sum(rest > 0 ? [...terms, [-1, `rest ${cell} ${parts[0]}`]] : terms, 0);
    }
    attacked += needed.size;
    for (const { name, width } of system.attack(needed, draw)) {
      if (width >= needed.get(name)! * (1 - 1e-4) - 1e-6) continue;
      const share = newsIn.get(name)! / all;
      const reason = `${newsIn.get(name)} new`;
      found.push({
        of: after.name,
        cell: name,
        what: variable,
        reason,
        width: width / share,
        needed: needed.get(name)! / share,
      });
    }
  }
  return { attacked, found };
}
