import type { RepresentationRow, WaveEstimates } from "../estimation/wave-estimates.ts";
import { type Cell, cellKey } from "./cell.ts";
import { complete } from "./complementary.ts";
import type { DisclosurePolicy } from "./policy.ts";
import { nearest, type Places, printedN } from "./printed-grid.ts";
import type { PublishedRepresentation, Suppression } from "./protected-estimates.ts";

const marginKey = ({ margin, category }: { margin: string; category: string }): string =>
  cellKey({ area: "all", group: margin, category });

/**
 * Who answered against who lives here, protected like the estimates. A category in which nobody answered is shown as 0: it says
 * who is missing and is nobody's answer.
 * @param people   cells of the estimates that are withheld for every question: their margins are withheld with them
 * @param earlier  exact rows of the wave's newest release, when this is to supersede it
 * @param printed  that release's rows, in which what was hidden stays hidden until enough new answers are in it
 */
export function protectRepresentation(
  wave: WaveEstimates,
  policy: DisclosurePolicy,
  people: ReadonlySet<string> = new Set(),
  earlier?: { readonly exact: readonly RepresentationRow[]; readonly printed: readonly PublishedRepresentation[] },
): readonly PublishedRepresentation[] {
  const places: Places = printedN(wave.n) >= policy.tenthsFrom ? 1 : 0;
  const cells = cellsOfMargins(wave);
  const withPeople = wave.representation.filter((row) => row.n > 0 && people.has(cells(row)));
  const hidden = hiddenMargins(wave.representation, policy, withPeople, earlier);
  return wave.representation.map((row) => {
    const key = { wave: wave.wave, stream: wave.stream, margin: row.margin, category: row.category };
    if (!hidden.has(marginKey(row))) {
      return {
        ...key,
        n: printedN(row.n),
        population: nearest(row.population, places),
        before: nearest(row.before, places),
        after: nearest(row.after, places),
        suppressed: "",
      };
    }
    const suppressed: Suppression = row.n < policy.leastRespondents ? "too-few" : "protects-another";
    return { ...key, n: null, population: null, before: null, after: null, suppressed };
  });
}

function hiddenMargins(
  rows: readonly RepresentationRow[],
  policy: DisclosurePolicy,
  withPeople: readonly RepresentationRow[],
  earlier: Parameters<typeof protectRepresentation>[3],
): ReadonlySet<string> {
  const before = new Map(earlier?.exact.map((row) => [marginKey(row), row.n]));
  const wasHidden = new Set(earlier?.printed.filter((row) => row.suppressed !== "").map(marginKey));
  const news = (row: RepresentationRow) => (earlier ? row.n - (before.get(marginKey(row)) ?? 0) : 0);
  const start = rows.filter((row) => {
    if (row.n > 0 && row.n < policy.leastRespondents) return true;
    if (!earlier || news(row) >= policy.leastNewAnswers) return false;
    return news(row) > 0 || wasHidden.has(marginKey(row));
  });
  let hidden: ReadonlySet<string> = new Set([...start, ...withPeople].map(marginKey));
  if (!policy.complementary) return hidden;
  const cells = (n: (row: RepresentationRow) => number): readonly Cell[] =>
    rows.map((row) => ({ area: "all", group: row.margin, category: row.category, n: Math.max(0, n(row)) }));
  for (let size = -1; size !== hidden.size; ) {
    size = hidden.size;
    if (earlier) hidden = new Set([...hidden, ...complete(cells(news), hidden, policy.leastNewAnswers)]);
    const all = cells((row) => row.n);
    hidden = complete(all, hidden, policy.feasibleWidth);
  }
  return hidden;
}

/** By wave: asked in every round of the search. */
const groupsOf = new WeakMap<WaveEstimates, ReadonlySet<string>>();

/** The cell of the estimates that a margin's category is: the category of a group, or an area where the margin holds the areas. */
function cellsOfMargins(wave: WaveEstimates): (row: Pick<RepresentationRow, "margin" | "category">) => string {
  const groups = groupsOf.get(wave) ?? new Set(wave.rows.map(({ key }) => key.group));
  groupsOf.set(wave, groups);
  return (row) =>
    groups.has(row.margin) ? marginKey(row) : cellKey({ area: row.category, group: "all", category: "all" });
}

/** The cells of the estimates that have a row here, and whether it is withheld. */
export function marginCells(
  representation: readonly PublishedRepresentation[],
  wave: WaveEstimates,
): ReadonlyMap<string, boolean> {
  const cells = cellsOfMargins(wave);
  return new Map(representation.map((row) => [cells(row), row.suppressed !== ""]));
}
