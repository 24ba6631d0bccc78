import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import type { Margin, Measure, Sample } from "../../lib/estimation/index.ts";

interface Design {
  weight?: string;
  stratum?: string;
  strata?: Record<string, number>;
  margins?: Record<string, Record<string, number>>;
  measures: {
    id: string;
    items: string[];
    statistic: "share" | "mean" | "mean100";
    values?: number[];
    min?: number;
    max?: number;
    minAnswered?: number;
  }[];
}

/** A case of the golden set with one cell per row: read with csv-parse and scored one by one, unlike the command. */
export function caseRows(folder: string) {
  const file = (name: string) => readFileSync(new URL(`../golden/${folder}/${name}`, import.meta.url), "utf8");
  const design: Design = JSON.parse(file("design.json"));
  const rows: Record<string, string>[] = parse(file("responses.csv"), { columns: true });
  const column = (name: string) => rows.map((row) => row[name]!);
  const { strata, stratum } = design;
  const sample: Sample = {
    n: rows.map(() => 1),
    baseWeight: design.weight ? column(design.weight).map(Number) : rows.map(() => 1),
    ...(stratum && strata
      ? {
          strata: {
            names: Object.keys(strata),
            codes: column(stratum).map((name) => Object.keys(strata).indexOf(name)),
            sizes: Object.values(strata),
          },
        }
      : {}),
    margins: Object.entries(design.margins ?? {}).map(([name, targets]): Margin => {
      const categories = Object.keys(targets);
      const codes = column(name).map((category) => categories.indexOf(category));
      return { name, categories, targets: Object.values(targets), codes };
    }),
  };
  const measure = (id: string, statistic?: "total"): Measure => {
    const one = design.measures.find((measure) => measure.id === id)!;
    const answers = rows.map((row) => scoreOf(one, row));
    return {
      statistic: statistic ?? (one.statistic === "share" ? "share" : "mean"),
      scale: 1,
      moments: {
        n: Float64Array.from(answers, (y) => (Number.isNaN(y) ? 0 : 1)),
        mean: Float64Array.from(answers, (y) => (Number.isNaN(y) ? 0 : y)),
        spread: new Float64Array(rows.length),
      },
    };
  };
  return { sample, measure, column, design };
}

function scoreOf(measure: Design["measures"][number], row: Record<string, string>): number {
  const answers = measure.items
    .map((item) => row[item]!)
    .filter((answer) => answer !== "")
    .map(Number);
  if (answers.length === 0) return Number.NaN;
  if (measure.statistic === "mean") return answers[0]!;
  if (measure.statistic === "share") return measure.values!.includes(answers[0]!) ? 1 : 0;
  if (answers.length < (measure.minAnswered ?? Math.ceil(measure.items.length / 2))) return Number.NaN;
  const { min = 0, max = 0 } = measure;
  return answers.reduce((sum, answer) => sum + (100 * (answer - min)) / (max - min), 0) / answers.length;
}
