import type { Row } from "./read-publication.ts";

/** How the answers to a question are counted, as the codebook tells. */
export interface Scale {
  readonly measure: string;
  /** 0-100 by option, the favourable end at 100. */
  readonly scores: ReadonlyMap<string, number>;
  readonly favourable: ReadonlySet<string>;
}
/** An index and the measures that its items are by themselves. */
export interface Index {
  readonly index: string;
  readonly items: readonly string[];
}

const known = new WeakMap<readonly Row[], { readonly scales: readonly Scale[]; readonly indexes: readonly Index[] }>();

export const scalesOf = (codebook: readonly Row[]): readonly Scale[] => read(codebook).scales;
export const indexesOf = (codebook: readonly Row[]): readonly Index[] => read(codebook).indexes;

function read(codebook: readonly Row[]) {
  const before = known.get(codebook);
  if (before) return before;
  const options = codebook.filter((row) => row.column === "option" && row.of !== "" && row.order !== "");
  const scales = [...Map.groupBy(options, (row) => row.of ?? "")].map(([measure, own]) => scaleOf(measure, own));
  const measures = codebook.filter((row) => row.column === "measure");
  const single = new Map(measures.map((row) => [row.wording, row.value ?? ""]));
  // An index has the wording of all its items in its own, with " | " between them.
  const indexes = measures.flatMap((row): readonly Index[] => {
    const wordings = (row.wording ?? "").split(" | ");
    const items = wordings.flatMap((wording) => single.get(wording) ?? []);
    return wordings.length > 1 && items.length === wordings.length ? [{ index: row.value ?? "", items }] : [];
  });
  const made = { scales, indexes };
  known.set(codebook, made);
  return made;
}

function scaleOf(measure: string, options: readonly Row[]): Scale {
  const orders = options.map((row) => Number(row.order));
  const [low, high] = [Math.min(...orders), Math.max(...orders)];
  const favourable = new Set(options.filter((row) => row.favourable === "yes").map((row) => row.value ?? ""));
  const upwards = favourable.has(options.find((row) => Number(row.order) === high)?.value ?? "");
  const score = (order: number) => (100 * (upwards ? order - low : high - order)) / (high - low);
  return { measure, favourable, scores: new Map(options.map((row) => [row.value ?? "", score(Number(row.order))])) };
}
