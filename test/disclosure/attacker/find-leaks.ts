import { keyOf, numberColumns, type ReadRelease, type Row, textOf } from "./read-publication.ts";

/** A number about a withheld cell, or a finer one about a shown cell, that some file gives away. */
export interface Leak {
  readonly file: string;
  readonly cell: string;
  readonly what: string;
}

/**
 * Everything that stands in some file about a cell that another one withholds: no arithmetic but what a reader does by eye. Numbers
 * that are finer than the printed ones count as leaks too.
 */
export function findLeaks(release: ReadRelease): readonly Leak[] {
  const rows = new Map(release.estimates.map((row) => [keyOf(row), row]));
  return [
    ...release.estimates.flatMap((row) => [...filledThoughWithheld("estimates.csv", row), ...offTheGrid(row)]),
    ...[...release.copies].flatMap(([file, copy]) => copy.flatMap((row) => differences(file, row, rows))),
    ...release.estimates.flatMap((row) => fromChange(row, rows, release.estimates)),
    ...release.estimates.flatMap((row) => fromGap(row, rows)),
    ...[...release.wide].flatMap(([file, wide]) => fromWide(file, wide, rows, release)),
    ...release.yearly.flatMap((row) => fromYearly(row, rows)),
    ...release.representation.flatMap((row) =>
      row.suppressed === ""
        ? []
        : ["n", "population", "before", "after"]
            .filter((column) => row[column] !== "")
            .map((what) => ({ file: "representation.csv", cell: `${row.wave}/${row.margin}/${row.category}`, what })),
    ),
  ];
}

function filledThoughWithheld(file: string, row: Row): readonly Leak[] {
  if (row.suppressed === "") return [];
  return numberColumns.filter((column) => row[column] !== "").map((what) => ({ file, cell: keyOf(row), what }));
}

/** An n, a degree of freedom or a standard error on a finer grid than the data dictionary promises. */
function offTheGrid(row: Row): readonly Leak[] {
  if (row.suppressed !== "") return [];
  const decimals = (column: string) => (row[column] ?? "").split(".")[1]?.length ?? 0;
  const places = Number(row.n) >= 400 ? 1 : 0;
  const most: Readonly<Record<string, number>> = { se: 1, deff: 1, df: 0, change: 1 };
  const fine = numberColumns.filter((column) => decimals(column) > (most[column] ?? places));
  if (Number(row.n) % 5 !== 0) fine.push("n");
  if (Number(row.n_effective) % 5 !== 0) fine.push("n_effective");
  return fine.map((what) => ({ file: "estimates.csv", cell: keyOf(row), what: `${what} finer than printed` }));
}

function differences(file: string, row: Row, rows: ReadonlyMap<string, Row>): readonly Leak[] {
  const own = rows.get(keyOf(row));
  const withheld = own?.suppressed !== "";
  return numberColumns
    .filter((column) => row[column] !== "" && (withheld || row[column] !== own?.[column]))
    .map((what) => ({ file, cell: keyOf(row), what }));
}

const waveBefore = (row: Row, all: readonly Row[]): string | undefined =>
  [...new Set(all.filter(({ stream }) => stream === row.stream).map(({ wave }) => wave ?? ""))]
    .toSorted()
    .findLast((wave) => wave < (row.wave ?? ""));
const wavesBefore = new WeakMap<readonly Row[], Map<string, string | undefined>>();

/** A value less its change is the value of the wave before. */
function fromChange(row: Row, rows: ReadonlyMap<string, Row>, all: readonly Row[]): readonly Leak[] {
  if (row.change === "") return [];
  const known = wavesBefore.get(all) ?? new Map<string, string | undefined>();
  wavesBefore.set(all, known);
  const name = `${row.wave}/${row.stream}`;
  if (!known.has(name)) known.set(name, waveBefore(row, all));
  const before = rows.get(keyOf({ ...row, wave: known.get(name) ?? "" }));
  const cell = keyOf(row);
  if (before?.suppressed !== "") return [{ file: "estimates.csv", cell, what: "change from a withheld value" }];
  const off = Math.abs(Number(row.value) - Number(before.value) - Number(row.change));
  return off < 1e-6 ? [] : [{ file: "estimates.csv", cell, what: "change finer than printed" }];
}

/** A gap and one side are the other side. */
function fromGap(row: Row, rows: ReadonlyMap<string, Row>): readonly Leak[] {
  if (row.statistic !== "gap" || row.suppressed !== "") return [];
  const sides = (row.category ?? "").split(":");
  const hidden = sides.filter(
    (category) => rows.get(keyOf({ ...row, category, statistic: "mean100" }))?.suppressed !== "",
  );
  return hidden.map((what) => ({ file: "estimates.csv", cell: keyOf(row), what: `side ${what}` }));
}

const scores: Readonly<Record<string, string>> = {
  safety: "safety",
  trust_listen: "listen",
  trust_respect: "respect",
  trust: "trust",
  s: "safety",
  t_listen: "listen",
  t_respect: "respect",
  t: "trust",
};
const categories: Readonly<Record<string, string>> = {
  race_african_american: "race/black",
  race_asian_american: "race/asian",
  race_hispanic: "race/hispanic",
  race_white: "race/white",
  sex_female: "sex/female",
  sex_male: "sex/male",
};

/** Which number a column of a wide table holds, from its name; undefined for a column that is no score. */
function meaning(column: string): { readonly measure: string; readonly of: string } | undefined {
  const name = column.toLowerCase();
  const head = Object.keys(scores)
    .filter((start) => name === start || name.startsWith(`${start}_`))
    .toSorted((a, b) => b.length - a.length)[0];
  if (head === undefined) return undefined;
  const rest = name.slice(head.length + 1);
  return { measure: scores[head]!, of: rest === "" ? "all/all" : (categories[rest] ?? `?/${rest}`) };
}

function fromWide(
  file: string,
  wide: readonly Row[],
  rows: ReadonlyMap<string, Row>,
  { estimates }: ReadRelease,
): readonly Leak[] {
  const stream = estimates.some((row) => row.stream === "invited") ? "invited" : "open";
  const waves = [...new Set(estimates.filter((row) => row.stream === stream).map(({ wave }) => wave ?? ""))];
  const areas = new Set(estimates.map(({ area }) => area));
  return wide.flatMap((row, at) => {
    // Rows stand in the order of waves, each with the town and then its areas.
    const wave = waves[Math.floor(at / areas.size)] ?? "";
    const area = row.DISTRICT || row.level_1 || "all";
    return Object.entries(row).flatMap(([column, cell]): readonly Leak[] => {
      const score = cell === "" ? undefined : meaning(column);
      if (score === undefined) return [];
      const key = `${wave}/${stream}/${area}/${score.of}/${score.measure}/mean100/`;
      const own = rows.get(key);
      if (own?.suppressed !== "") return [{ file, cell: key, what: column }];
      const [low, high] = [Number(own.value) - Number(own.ci_low), Number(own.ci_high) - Number(own.value)];
      const margin = Math.max(low, high);
      const expected = file.includes("_n.") ? Number(own.n) : file.includes("_moe.") ? margin : Number(own.value);
      return Math.abs(Number(cell) - expected) < 0.051 ? [] : [{ file, cell: key, what: `${column} differs` }];
    });
  });
}

/** A number beside that of the year before: both are those of rows that are shown. */
function fromYearly(row: Row, rows: ReadonlyMap<string, Row>): readonly Leak[] {
  const key = { ...row, option: "" };
  const now = rows.get(keyOf(key));
  const before = rows.get(keyOf({ ...key, wave: row.compared_with ?? "" }));
  const compared = ["change", "change_low", "change_high"];
  const told = [
    ...["value", "n", "n_effective"].filter((name) => row[name] !== (now?.suppressed === "" ? now[name] : "")),
    ...["value", "n", "n_effective"]
      .filter((name) => row[`${name}_before`] !== (before?.suppressed === "" ? before[name] : ""))
      .map((name) => `${name}_before`),
    ...compared.filter((name) => row[name] !== "" && (now?.suppressed !== "" || before?.suppressed !== "")),
  ];
  return told.map((what) => ({ file: "yearly.csv", cell: keyOf(key), what }));
}

/**
 * Lists of receipts: a list that is printed again with other random lines would tell which lines are receipts, and with that how many
 * answered; so would a length that is not a round one.
 */
export function findReceiptLeaks(releases: readonly ReadRelease[]): readonly Leak[] {
  const printed = new Map<string, readonly string[]>();
  return releases.flatMap(({ files }) =>
    [...files].flatMap(([file, bytes]): readonly Leak[] => {
      if (!/^receipts-.*\.txt$/.test(file)) return [];
      const lines = textOf(bytes).trimEnd().split("\n");
      const before = printed.get(file) ?? lines;
      printed.set(file, lines);
      const both = new Set(before).intersection(new Set(lines)).size;
      const told = both === lines.length && both === before.length ? [] : [`${both} lines stay`];
      if (lines.length % 25 !== 0) told.push(`${lines.length} lines`);
      if (lines.some((line, at) => at > 0 && line <= lines[at - 1]!)) told.push("the order of the lines");
      return told.map((what) => ({ file, cell: "everybody", what }));
    }),
  );
}
