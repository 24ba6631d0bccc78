import { checkTargets } from "../weighting/check-margins.ts";
import { KeyIndex } from "../weighting/key-index.ts";
import type { Margin, Sample, Strata } from "../weighting/sample.ts";
import { weigh } from "../weighting/weigh.ts";
import { type Design, parseDesign } from "./design/parse-design.ts";
import { type ReadCells, readCells } from "./design/read-cells.ts";
import { splitIntoDomains } from "./domains.ts";
import { type DomainEstimate, estimateDomains } from "./estimate-domains.ts";
import type { Estimate } from "./wave-estimates.ts";

export interface DesignRun {
  /** Names of the files, for messages. */
  readonly designFile: string;
  readonly designText: string;
  readonly responsesFile: string;
  /** The bytes of the CSV file, whole or in pieces of any size. A piece is not kept: its buffer may be used again. */
  readonly responses: Uint8Array | Iterable<Uint8Array>;
}

/** The output of `trust estimate --json` (contract, section 2), in its order of keys. */
export interface DesignEstimates {
  readonly n: number;
  readonly sumOfWeights: number;
  readonly kish: number;
  readonly nEffective: number;
  readonly rakingPasses: number;
  readonly maxMarginError: number;
  readonly estimates: readonly DesignEstimate[];
}
export interface DesignEstimate extends Estimate {
  readonly measure: string;
  readonly domain: Readonly<Record<string, string>>;
}

/**
 * `trust estimate`: an evaluator's own rows through our estimator.
 * @throws Problem whose detail has, where they apply, `file`, `line`, `column`, `value`
 * @example
 * const designText = '{"measures":[{"id":"y","items":["y"],"statistic":"mean"}],"domains":[[]]}';
 * const responses = new TextEncoder().encode("y\n1\n2\n3\n");
 * estimateDesign({ designFile: "d.json", designText, responsesFile: "r.csv", responses }).estimates[0].value // 2
 */
export function estimateDesign({ designFile, designText, responsesFile, responses }: DesignRun): DesignEstimates {
  const design = parseDesign(designFile, designText);
  checkTargets(marginsOf(design, null), designFile);
  const cells = readCells(responsesFile, responses, design);
  const weighted = weigh(sampleOf(design, cells, designFile));
  const splits = design.domains.map((columns) => {
    const { codes, keys } = domainCells(columns, cells);
    return { domains: splitIntoDomains(weighted, codes, keys.length), keys };
  });
  const estimates = design.measures.flatMap(({ id, statistic }, m) => {
    const measure = {
      statistic: statistic === "mean100" ? ("mean" as const) : statistic,
      scale: cells.scales[m]!,
      moments: cells.sums.moments(m),
    };
    return splits.flatMap(({ domains, keys }) =>
      estimateDomains(weighted, measure, domains, design).map((estimate, d) => entry(id, keys[d]!, estimate)),
    );
  });
  const { n, sumOfWeights, kish, nEffective, rakingPasses, maxMarginError } = weighted;
  return { n, sumOfWeights, kish, nEffective, rakingPasses, maxMarginError, estimates };
}

function marginsOf({ margins = {} }: Design, cells: ReadCells | null): Margin[] {
  return Object.entries(margins).map(([name, targets]) => {
    const categories = Object.keys(targets);
    const codes = cells === null ? [] : codesOf(cells, name, categories);
    return { name, categories, targets: Object.values(targets), codes };
  });
}

/** The column's text of each cell as an index into `names`; -1 where it is empty. */
function codesOf(cells: ReadCells, column: string, names: readonly string[]): Int32Array {
  const indices = new Map(names.map((name, index) => [name, index]));
  const codeOf = (text: string) => (text === "" ? -1 : indices.get(text)!);
  return cells.codes(column, Int32Array.from(cells.texts(column), codeOf));
}

function sampleOf(design: Design, cells: ReadCells, file: string): Sample {
  const n = cells.sums.rows;
  const strata = strataOf(design, cells);
  return {
    n,
    baseWeight:
      cells.weights ?? (strata?.sizes === undefined ? new Float64Array(n.length).fill(1) : sizesOverCounts(n, strata)),
    ...(strata === undefined ? {} : { strata }),
    margins: marginsOf(design, cells),
    ...(design.trim === undefined ? {} : { trim: design.trim }),
    file,
  };
}

function strataOf({ stratum, strata }: Design, cells: ReadCells): Strata | undefined {
  if (stratum === undefined) return undefined;
  const names = strata === undefined ? cells.texts(stratum) : Object.keys(strata);
  const codes = codesOf(cells, stratum, names);
  return { names, codes, ...(strata === undefined ? {} : { sizes: Object.values(strata) }) };
}

/** Base weights where the design gives none: N/n of the stratum. */
function sizesOverCounts(n: Float64Array, { codes, sizes = [] }: Strata): Float64Array {
  const counts = new Float64Array(sizes.length);
  for (let cell = 0; cell < n.length; cell++) counts[codes[cell]!]! += n[cell]!;
  return n.map((_, cell) => sizes[codes[cell]!]! / counts[codes[cell]!]!);
}

type Key = Readonly<Record<string, string>>;

/** The combinations of non-empty texts of some columns, sorted by code point, and that of each cell; -1 where a text is empty. */
function domainCells(columns: readonly string[], cells: ReadCells): { codes: Int32Array; keys: readonly Key[] } {
  const texts = columns.map((column) => cells.texts(column));
  const codes = columns.map((column, at) => codesOf(cells, column, texts[at]!));
  const index = new KeyIndex(columns.length);
  const key = new Int32Array(columns.length);
  const numbers = new Int32Array(cells.sums.rows.length);
  for (let cell = 0; cell < numbers.length; cell++) {
    let isKnown = true;
    for (let at = 0; at < key.length; at++) {
      key[at] = codes[at]![cell]!;
      if (key[at] === -1) isKnown = false;
    }
    numbers[cell] = isKnown ? index.numberOf(key) : -1;
  }
  const names = Array.from({ length: index.size }, (_, d) => texts.map((names, at) => names[index.part(d, at)]!));
  const order = [...names.keys()].sort((a, b) => compareTexts(names[a]!, names[b]!));
  const rank = new Int32Array(order.length);
  order.forEach((d, at) => {
    rank[d] = at;
  });
  const keys = order.map((d) => Object.fromEntries(columns.map((column, at) => [column, names[d]![at]!])));
  return { codes: numbers.map((number) => (number < 0 ? -1 : rank[number]!)), keys };
}

function compareTexts(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < a.length; i++) {
    const order = compareCodePoints(a[i]!, b[i]!);
    if (order !== 0) return order;
  }
  return 0;
}

/** JavaScript compares UTF-16 units, which puts U+FF5E after U+1F600. */
function compareCodePoints(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return (a.codePointAt(at) ?? -1) - (b.codePointAt(at) ?? -1);
}

const numbers = ["value", "se", "ciLow", "ciHigh", "deff", "nEffective"] as const;

function entry(measure: string, domain: Key, { strata: _, weight: __, ...estimate }: DomainEstimate): DesignEstimate {
  if (numbers.every((name) => estimate[name] === null || Number.isFinite(estimate[name])))
    return { measure, domain, ...estimate };
  const finite = numbers.map((name) => [name, Number.isFinite(estimate[name]) ? estimate[name] : null]);
  return { measure, domain, ...estimate, ...Object.fromEntries(finite), why: "too large to compute" };
}
