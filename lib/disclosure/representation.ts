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
 * @param earlier  exact rows of the wave's newest release, when this is to supersede it
 * @param printed  that release's rows, in which what was hidden stays hidden until enough new answers are in it
 */
export function protectRepresentation(
  wave: WaveEstimates,
  policy: DisclosurePolicy,
  earlier?: { readonly exact: readonly RepresentationRow[]; readonly printed: readonly PublishedRepresentation[] },
): readonly PublishedRepresentation[] {
  const places: Places = printedN(wave.n) >= policy.tenthsFrom ? 1 : 0;
  const hidden = hiddenMargins(wave.representation, policy, earlier);
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
  earlier: Parameters<typeof protectRepresentation>[2],
): ReadonlySet<string> {
  const before = new Map(earlier?.exact.map((row) => [marginKey(row), row.n]));
  const wasHidden = new Set(earlier?.printed.filter((row) => row.suppressed !== "").map(marginKey));
  const news = (row: RepresentationRow) => (earlier ? row.n - (before.get(marginKey(row)) ?? 0) : 0);
  const start = rows.filter((row) => {
    if (row.n > 0 && row.n < policy.leastRespondents) return true;
    if (!earlier || news(row) >= policy.leastNewAnswers) return false;
    return news(row) > 0 || wasHidden.has(marginKey(row));
  });
  let hidden: ReadonlySet<string> = new Set(start.map(marginKey));
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

/**
 * Cells of the estimates that go with a hidden margin category: the category as a group, or as an area where the margin holds
 * the areas, so that no measure gives back the count that is hidden here.
 */
export function hiddenWith(
  representation: readonly PublishedRepresentation[],
  wave: WaveEstimates,
): ReadonlySet<string> {
  const groups = new Set(wave.rows.map(({ key }) => key.group));
  const keys = representation
    .filter(({ suppressed }) => suppressed !== "")
    .map((row) =>
      groups.has(row.margin) ? marginKey(row) : cellKey({ area: row.category, group: "all", category: "all" }),
    );
  return new Set(keys);
}
