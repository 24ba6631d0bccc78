import type { PublishedQuality, PublishedRepresentation, PublishedRow } from "../../disclosure/protected-estimates.ts";

/** A number that was rounded to whole points is off by half a point at most. */
const halfPoint = 0.5 + 1e-9;

const isGrid = (n: number | null): boolean => n === null || (n >= 0 && n % 5 === 0);

/**
 * Answers of a distribution that is shown whole add up to 100 within their rounding. Of a question that takes several answers
 * they add up to more; only one with favourable answers is known to take one.
 */
export function checkDistributions(rows: readonly PublishedRow[], say: (says: string) => void): void {
  const shares = rows.filter(({ statistic }) => statistic === "percent");
  const nameOf = ({ wave, stream, area, group, category, measure }: PublishedRow) =>
    [wave, stream, area, group, category, measure].join("/");
  const takesOne = new Set(shares.filter(({ option }) => option === "").map(({ measure }) => measure));
  const distributions = Map.groupBy(
    shares.filter(({ option }) => option !== ""),
    nameOf,
  );
  for (const [name, options] of distributions) {
    if (options.some(({ suppressed, flag }) => suppressed !== "" || flag.includes("bounded"))) continue;
    const sum = options.reduce((total, { value }) => total + (value ?? 0), 0);
    const slack = options.length * halfPoint;
    const isOver = takesOne.has(options[0]?.measure ?? "") && sum > 100 + slack;
    if (sum < 100 - slack || isOver) say(`${name}: its answers add up to ${Math.round(sum * 10) / 10} percent`);
  }
}

export function checkRepresentation(rows: readonly PublishedRepresentation[], say: (says: string) => void): void {
  const margins = Map.groupBy(rows, ({ wave, stream, margin }) => [wave, stream, margin].join("/"));
  for (const [name, categories] of margins) {
    if (new Set(categories.map(({ category }) => category)).size < categories.length)
      say(`${name}: a category stands there twice`);
    for (const { category, n, population, before, after, suppressed } of categories) {
      const told = [n, population, before, after].filter((number) => number !== null);
      if (told.length !== (suppressed === "" ? 4 : 0)) say(`${name}/${category}: its numbers do not fit its reason`);
      if (!isGrid(n)) say(`${name}/${category}: n is ${n}`);
    }
    if (categories.some(({ suppressed }) => suppressed !== "")) continue;
    for (const column of ["population", "before", "after"] as const) {
      const sum = categories.reduce((total, row) => total + (row[column] ?? 0), 0);
      const isNothing = column !== "population" && sum === 0;
      if (!isNothing && Math.abs(sum - 100) > categories.length * halfPoint)
        say(`${name}: ${column} adds up to ${Math.round(sum * 10) / 10} percent`);
    }
  }
}

export function checkQuality(rows: readonly PublishedQuality[], say: (says: string) => void): void {
  for (const { wave, stream, index, alpha, omega, n } of rows) {
    const name = [wave, stream, index].join("/");
    if (!isGrid(n)) say(`${name}: n is ${n}`);
    for (const number of [alpha, omega])
      if (number !== null && n === null) say(`${name}: a reliability of ${number} of nobody knows how many`);
  }
}
