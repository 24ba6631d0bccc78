import type { Leak } from "./find-leaks.ts";
import { type ReadRelease, type Row, textOf } from "./read-publication.ts";

const shownRows = ({ estimates }: ReadRelease): readonly Row[] => estimates.filter((row) => row.suppressed === "");
const numbersIn = (text: string): readonly string[] => text.match(/\d+(?:[.,]\d+)?/g) ?? [];
const plain = (markup: string): string =>
  markup
    .replace(/<[^>]*>/g, " ")
    .replace(/&#?\w+;/g, " ")
    .replace(/\s+/g, " ");

/**
 * What a page of results tells beyond its release: a number in a line that is withheld, a written number that no shown row has, and
 * points of the charts, read off their axes, that lie where no shown value does or more precisely than it is printed.
 */
export function findReportLeaks(page: string, markup: string, release: ReadRelease): readonly Leak[] {
  const body = markup.replace(/<(style|script)[\s\S]*?<\/\1>/g, "");
  return [
    ...withheldLines(page, body),
    ...strangeNumbers(page, body, release),
    ...[...body.matchAll(/<table class="intervals"[\s\S]*?<\/table>/g)].flatMap(([marks]) => strangeMarks(page, marks)),
    ...[...body.matchAll(/<svg[\s\S]*?<\/svg>/g)].flatMap(([chart]) => strangePoints(page, chart, release)),
  ];
}

/** The pages of results that go with the newest release, and the report and the pictures in each release. */
export function reportsOf(files: ReadonlyMap<string, Uint8Array>, releases: readonly ReadRelease[]) {
  const newest = releases.at(-1)!;
  const own = releases.flatMap((release) =>
    [...release.files].flatMap(([path, bytes]) =>
      path === "report.html" || path.endsWith(".svg") ? [[path, textOf(bytes), release] as const] : [],
    ),
  );
  const results = [...files].flatMap(([path, bytes]) =>
    /^results\/.+\/index\.html$/.test(path) && !path.includes("/releases/") && path !== "results/index.html"
      ? [[path, textOf(bytes), newest] as const]
      : [],
  );
  return [...own, ...results];
}

function withheldLines(page: string, body: string): readonly Leak[] {
  return [...body.matchAll(/<tr[^>]*class="[^"]*gone[^"]*"[\s\S]*?<\/tr>/g)].flatMap(([line]): readonly Leak[] => {
    const label = plain(/<th[\s\S]*?<\/th>/.exec(line)?.[0] ?? "");
    const cells = line.replace(/<th[\s\S]*?<\/th>/, "");
    const positions = /style="[^"]*--/.test(cells);
    // "Fewer than 10" is why, and no number of the cell's own.
    const numbers = numbersIn(plain(cells)).filter((number) => number !== "10");
    return numbers.length > 0 || positions
      ? [{ file: page, cell: label, what: `a withheld line tells ${numbers.join(" ")}` }]
      : [];
  });
}

/** Numbers of tables, and of what charts and marks tell in words. */
function strangeNumbers(page: string, body: string, release: ReadRelease): readonly Leak[] {
  const known = new Set<string>(["95", "100"]);
  const columns = [
    "value",
    "ci_low",
    "ci_high",
    "n",
    "n_effective",
    "change",
    "change_low",
    "change_high",
    "detectable_change",
    "se",
    "deff",
  ];
  const add = (row: Row, names: readonly string[]) => {
    for (const name of names)
      if (row[name]) for (const number of numbersIn(row[name] ?? "")) known.add(String(Number(number)));
  };
  for (const row of shownRows(release)) add(row, columns);
  for (const row of release.representation) add(row, ["n", "population", "before", "after"]);
  for (const row of release.quality) add(row, ["n", "alpha", "omega"]);
  for (const row of release.estimates) for (const day of [row.opens, row.closes]) if (day) known.add(day.slice(0, 4));
  const names = release.codebook.map((row) => plain(row.label ?? "")).filter((label) => /\d/.test(label));
  const told = [
    ...[...body.matchAll(/<td[^>]*class="[^"]*number[^"]*"[^>]*>([\s\S]*?)<\/td>/g)].map((match) => match[1] ?? ""),
    ...[...body.matchAll(/<(?:title|desc)[^>]*>([\s\S]*?)<\/(?:title|desc)>/g)].map((match) => match[1] ?? ""),
    ...[...body.matchAll(/\s(?:title|aria-label|alt|data-[\w-]+)="([^"]*)"/g)].map((match) => match[1] ?? ""),
  ];
  const seen = new Set<string>();
  return told.flatMap((text) => {
    let words = plain(text);
    for (const name of names) words = words.replaceAll(name, " ");
    return numbersIn(words).flatMap((number): readonly Leak[] => {
      const value = String(Number(number.replace(",", ".")));
      if (known.has(value) || seen.has(`${value} ${words}`)) return [];
      seen.add(`${value} ${words}`);
      return [{ file: page, cell: words.trim(), what: `${number} is in no shown row` }];
    });
  });
}

/** A chart of a trend: its axis gives the scale, its points the values. */
function strangePoints(page: string, chart: string, release: ReadRelease): readonly Leak[] {
  const grid = [
    ...chart.matchAll(/<line x1="[\d.]+" x2="[\d.]+" y1="([\d.]+)" y2="[\d.]+"\/><text[^>]*text-anchor="end">(\d+)</g),
  ];
  const [first, last] = [grid[0], grid.at(-1)];
  if (first === undefined || last === undefined || first === last) return [];
  const [y0, v0, y1, v1] = [Number(first[1]), Number(first[2]), Number(last[1]), Number(last[2])];
  const valueAt = (y: number) => v0 + ((y - y0) * (v1 - v0)) / (y1 - y0);
  // Coordinates are in tenths of a unit.
  const blur = 0.1 * Math.abs((v1 - v0) / (y1 - y0)) + 1e-6;
  const rows = shownRows(release).filter((row) => row.area === "all" && row.group === "all" && row.option === "");
  const values = rows.map((row) => Number(row.value));
  const ends = rows.flatMap((row) => [Number(row.ci_low), Number(row.ci_high)]);
  const heights = (path: string) =>
    [...chart.matchAll(new RegExp(`<path class="${path}" d="([^"]*)"`, "g"))].flatMap(([, way = ""]) =>
      [...way.matchAll(/[\d.]+,([\d.]+)/g)].map((match) => Number(match[1])),
    );
  const points = [
    ...heights("line"),
    ...[...chart.matchAll(/<circle class="point[^"]*" cx="[\d.]+" cy="([\d.]+)"/g)].map((match) => Number(match[1])),
    ...[...chart.matchAll(/<path class="point[^"]*" d="M[\d.]+ ([\d.]+)l/g)].map((match) => Number(match[1]) + 4.6),
  ];
  const whiskers = [
    ...heights("band"),
    ...[...chart.matchAll(/class="whisker"[^>]*y1="([\d.]+)" y2="([\d.]+)"/g)].flatMap((match) => [
      Number(match[1]),
      Number(match[2]),
    ]),
  ];
  const title = plain(/<title[^>]*>([\s\S]*?)<\/title>/.exec(chart)?.[1] ?? "");
  const strange = (at: readonly number[], known: readonly number[], what: string): readonly Leak[] =>
    at
      .filter((y) => !known.some((value) => Math.abs(value - valueAt(y)) <= blur))
      .map((y) => ({ file: page, cell: title, what: `${what} at ${valueAt(y).toFixed(2)}` }));
  return [...strange(points, values, "a point"), ...strange(whiskers, ends, "an interval's end")];
}

/** A table that draws its numbers: every dot and bar lies where the number beside it says. */
function strangeMarks(page: string, markup: string): readonly Leak[] {
  const ticks = [...(/<span class="ticks"[\s\S]*?<\/span>/.exec(markup)?.[0] ?? "").matchAll(/<i>([\d.]+)<\/i>/g)];
  const [from, to] = [Number(ticks[0]?.[1]), Number(ticks.at(-1)?.[1])];
  const blur = 0.00051 * (to - from);
  return [...markup.matchAll(/<tr[\s\S]*?<\/tr>/g)].flatMap(([line]): readonly Leak[] => {
    const drawn = /--lo:([\d.-]+);--hi:([\d.-]+);--v:([\d.-]+)/.exec(line);
    if (drawn === null) return [];
    const told = [...line.matchAll(/<td class="number[^"]*">([\s\S]*?)<\/td>/g)].map(([, cell = ""]) =>
      numbersIn(plain(cell)).map((number) => Number(number.replace(",", "."))),
    );
    const [[value = Number.NaN] = [], [low = Number.NaN, high = Number.NaN] = []] = told;
    const off = [low, high, value].filter(
      (number, at) => !(Math.abs(from + (Number(drawn[at + 1]) / 100) * (to - from) - number) <= blur),
    );
    return off.map((number) => ({ file: page, cell: plain(line).trim(), what: `a mark is not at ${number}` }));
  });
}
