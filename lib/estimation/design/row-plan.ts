import type { Design, DesignMeasure } from "./parse-design.ts";

/** What is read from one column of the file. */
export interface ColumnPlan {
  readonly name: string;
  /** Its text tells cells apart, or is compared with the texts of a share. */
  readonly text: boolean;
  /** Its number is an answer or the base weight. */
  readonly number: boolean;
  /** Numbers outside are refused. */
  readonly low: number;
  readonly high: number;
  readonly weight: boolean;
  readonly stratum: boolean;
  /** Categories that a margin knows. */
  readonly categories?: readonly string[];
  /** Strata whose size is known. */
  readonly strata?: readonly string[];
}

/**
 * The columns that a design needs, each once, whatever its roles.
 * @example planColumns({ measures: [{ id: "y", items: ["y"], statistic: "mean" }], domains: [[]] }) // [{ name: "y", text: false, number: true, … }]
 */
export function planColumns(design: Design): ColumnPlan[] {
  const { measures, domains, margins = {}, weight, stratum, strata } = design;
  const texts = new Set([...Object.keys(margins), ...domains.flat(), ...(stratum === undefined ? [] : [stratum])]);
  const numbers = new Set(weight === undefined ? [] : [weight]);
  for (const measure of measures)
    for (const item of measure.items) (comparesTexts(measure) ? texts : numbers).add(item);
  return [...new Set([...texts, ...numbers])].map((name) => {
    const bounded = measures.filter((one) => one.statistic === "mean100" && one.items.includes(name));
    const bounds = bounded.flatMap((one) => (one.statistic === "mean100" ? [[one.min, one.max]] : []));
    return {
      name,
      text: texts.has(name),
      number: numbers.has(name),
      low: Math.max(Number.NEGATIVE_INFINITY, ...bounds.map((pair) => Math.min(...pair))),
      high: Math.min(Number.POSITIVE_INFINITY, ...bounds.map((pair) => Math.max(...pair))),
      weight: name === weight,
      stratum: name === stratum,
      ...(Object.hasOwn(margins, name) ? { categories: Object.keys(margins[name]!) } : {}),
      ...(name === stratum && strata !== undefined ? { strata: Object.keys(strata) } : {}),
    };
  });
}

/** A share whose `values` include a text: its item need not be a number. */
export function comparesTexts(measure: DesignMeasure): boolean {
  return measure.statistic === "share" && measure.values.some((value) => typeof value === "string");
}
