import type { ScoredAnswer } from "../estimation/wave-estimates.ts";

/** Least and greatest, on 0-100. */
export type Extent = readonly [least: number, greatest: number];

export interface AnswerBounds {
  readonly percent: Extent;
  /** By option. */
  readonly options: ReadonlyMap<string, Extent>;
}

/** Rounding of exact estimates. */
const dust = 1e-7;

/**
 * What shown numbers of a set of people say of their withheld answers: shares that are at least 0, sum to 1 and give the mean, and
 * the favourable share where it is shown. A linear program with two or three equations, so its ends lie where at most so many
 * shares are above 0: each choice of them is tried. Exact.
 * @returns undefined where no answers give these numbers
 * @example answerBounds([0, 50, 100].map((score) => ({ option: `${score}`, score, favourable: score > 50 })), 75).percent // [50, 75]
 */
export function answerBounds(
  answers: readonly ScoredAnswer[],
  mean: number,
  percent?: number,
): AnswerBounds | undefined {
  const rows = [answers.map(() => 1), answers.map(({ score }) => score / 100)];
  const sums = [1, mean / 100];
  if (percent !== undefined) {
    rows.push(answers.map(({ favourable }) => (favourable ? 1 : 0)));
    sums.push(percent / 100);
  }
  const least = new Float64Array(answers.length + 1).fill(Number.POSITIVE_INFINITY);
  const greatest = new Float64Array(answers.length + 1).fill(Number.NEGATIVE_INFINITY);
  const note = (at: number, share: number) => {
    least[at] = Math.min(least[at]!, share);
    greatest[at] = Math.max(greatest[at]!, share);
  };
  const shares = new Float64Array(answers.length);
  const isFavourable = answers.map(({ favourable }) => favourable);
  for (const chosen of choices(answers.length, rows.length)) {
    const solved = solve(rows, sums, chosen);
    if (solved === undefined || solved.some((share) => share < -dust)) continue;
    shares.fill(0);
    for (const [at, column] of chosen.entries()) shares[column] = Math.max(0, solved[at]!);
    let favourable = 0;
    for (const [at, share] of shares.entries()) {
      note(at, share);
      if (isFavourable[at]) favourable += share;
    }
    note(answers.length, favourable);
  }
  if (least[0] === Number.POSITIVE_INFINITY) return undefined;
  const extent = (at: number): Extent => [100 * least[at]!, 100 * greatest[at]!];
  return { percent: extent(answers.length), options: new Map(answers.map(({ option }, at) => [option, extent(at)])) };
}

const made = new Map<string, readonly (readonly number[])[]>();

/** Every choice of so many columns. */
function choices(columns: number, count: number): readonly (readonly number[])[] {
  const name = `${columns} ${count}`;
  const known = made.get(name);
  if (known) return known;
  let all: readonly (readonly number[])[] = [[]];
  for (let at = 0; at < count; at++)
    all = all.flatMap((one) =>
      Array.from({ length: columns }, (_, column) => column)
        .filter((column) => column > (one.at(-1) ?? -1))
        .map((column) => [...one, column]),
    );
  made.set(name, all);
  return all;
}

/** Two or three equations by Cramer's rule; undefined where they say the same twice. */
function solve(
  rows: readonly (readonly number[])[],
  sums: readonly number[],
  chosen: readonly number[],
): readonly number[] | undefined {
  const columns = chosen.map((column) => rows.map((row) => row[column]!));
  const whole = determinant(columns);
  if (Math.abs(whole) < 1e-9) return undefined;
  return columns.map((_, at) => determinant(columns.map((column, other) => (other === at ? sums : column))) / whole);
}

function determinant(m: readonly (readonly number[])[]): number {
  const [a, b, c] = m;
  if (!a || !b) return 0;
  if (!c) return a[0]! * b[1]! - a[1]! * b[0]!;
  const minor = (i: number, j: number) => b[i]! * c[j]! - b[j]! * c[i]!;
  return a[0]! * minor(1, 2) - a[1]! * minor(0, 2) + a[2]! * minor(0, 1);
}
