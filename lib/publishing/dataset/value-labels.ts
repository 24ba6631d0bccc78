import type { ProtectedEstimates, PublishedRow } from "../../disclosure/protected-estimates.ts";
import type { CodebookRow } from "../codebook.ts";

/** What a code means; without a label where nothing in the codebook says. */
export interface ValueLabel {
  readonly value: string;
  readonly label?: string;
}

/** Columns of `estimates` whose values are codes; gaps name two categories, so `category` is not among them. */
export const codedColumns = [
  "wave",
  "stream",
  "area",
  "group",
  "measure",
  "statistic",
  "option",
  "change_verdict",
  "suppressed",
  "instrument",
] as const satisfies readonly (keyof PublishedRow)[];
export type CodedColumn = (typeof codedColumns)[number];

/**
 * The codes of a column with one label each: those of the codebook in its order, then others that occur. Answers of scales come
 * first, in the order of their values; a code that means different things for different measures has all of their labels.
 */
export function valueLabels(
  column: CodedColumn,
  codebook: readonly CodebookRow[],
  { waves, rows }: Pick<ProtectedEstimates, "waves" | "rows">,
): readonly ValueLabel[] {
  const labels = new Map<string, Set<string>>();
  const add = (value: string, label?: string) => {
    const known = labels.get(value) ?? new Set();
    labels.set(value, label ? known.add(label) : known);
  };
  if (column === "wave") for (const { wave } of waves) add(wave);
  const said = codebook.filter((row) => row.column === column);
  const place = ({ order }: CodebookRow) => (order === "" ? Number.POSITIVE_INFINITY : order);
  for (const { value, label } of said.toSorted((a, b) => compare(place(a), place(b)))) add(value, label);
  for (const value of new Set(rows.map((row) => row[column]))) if (value !== "") add(value);
  const taken = new Set<string>();
  return [...labels].map(([value, all]) => {
    const label = [...all].join(" / ");
    if (label === "") return { value };
    const unique = taken.has(label) ? `${label} (${value})` : label;
    taken.add(unique);
    return { value, label: unique };
  });
}

/** Infinity minus itself is no number. */
const compare = (a: number, b: number): number => (a === b ? 0 : a - b);
