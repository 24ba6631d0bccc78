import * as z from "zod";
import { Problem } from "../../problems/problem.ts";

const column = z.string().min(1);
const positive = z.number().positive();
const counts = z.record(z.string(), z.number());
const id = z.string().min(1);

const measure = z.discriminatedUnion(
  "statistic",
  [
    z.strictObject({
      id,
      items: z.array(column).min(1),
      statistic: z.literal("mean100"),
      min: z.number(),
      max: z.number(),
      minAnswered: z.int().min(1).optional(),
    }),
    z.strictObject({
      id,
      items: z.array(column).length(1),
      statistic: z.literal("share"),
      values: z.array(z.union([z.number(), z.string()])).min(1),
    }),
    z.strictObject({ id, items: z.array(column).length(1), statistic: z.enum(["mean", "total"]) }),
  ],
  {
    error: ({ input }) =>
      `one of mean, mean100, share, total was expected, not ${JSON.stringify((input as { statistic?: unknown } | undefined)?.statistic)}`,
  },
);

const design = z.strictObject({
  weight: column.optional(),
  stratum: column.optional(),
  strata: z.record(z.string(), positive).optional(),
  margins: z
    .record(
      column,
      counts.refine((targets) => Object.keys(targets).length > 0, "no categories"),
    )
    .optional(),
  trim: z.strictObject({ low: z.number().min(0).max(1).optional(), high: z.number().min(1).optional() }).optional(),
  measures: z.array(measure).min(1),
  domains: z.array(z.array(column)).min(1),
  confidence: z.number().gt(0).lt(1).optional(),
  interval: z.enum(["beta", "logit", "wilson"]).optional(),
});

export type Design = z.infer<typeof design>;
export type DesignMeasure = Design["measures"][number];

/**
 * Reads a DESIGN.json (contract, section 2). Unknown keys are refused: a misspelled `weight` would otherwise be estimated without.
 * @throws Problem `design-not-json`; `design` with every fault
 * @example parseDesign("d.json", '{"measures":[{"id":"y","items":["y"],"statistic":"mean"}],"domains":[[]]}').domains // [[]]
 */
export function parseDesign(file: string, text: string): Design {
  // Compiling the schema takes longer than reading one design with it.
  const parsed = design.safeParse(parseJson(file, text), { jitless: true });
  const faults = parsed.success ? contradictions(parsed.data) : parsed.error.issues.map(faultOf);
  if (!parsed.success || faults.length > 0) throw new Problem("design", { file, faults });
  return parsed.data;
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new Problem("design-not-json", { file, reason: (error as SyntaxError).message });
  }
}

function faultOf(issue: z.core.$ZodIssue): string {
  const where = issue.path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("");
  const place = where === "" ? "at the top" : where.replace(/^\./, "");
  if (issue.code === "unrecognized_keys")
    return `${place}: unknown key ${issue.keys.map((key) => `"${key}"`).join(", ")}`;
  return `${place}: ${issue.message}`;
}

/** What a schema cannot see: keys that need or repeat each other. */
function contradictions({ measures, domains, strata, stratum }: Design): string[] {
  const faults: string[] = [];
  if (strata !== undefined && stratum === undefined)
    faults.push("strata: sizes need the column of the stratum (stratum)");
  if (strata !== undefined && Object.keys(strata).length === 0) faults.push("strata: no strata");
  measures.forEach((one, i) => {
    if (measures.findIndex((other) => other.id === one.id) < i)
      faults.push(`measures[${i}].id: "${one.id}" is used twice; every measure needs an id of its own`);
    const repeated = one.items.find((item, at) => one.items.indexOf(item) < at);
    if (repeated !== undefined) faults.push(`measures[${i}].items: "${repeated}" is named twice`);
    if (one.statistic !== "mean100") return;
    if (one.min === one.max) faults.push(`measures[${i}]: min and max are both ${one.min}`);
    if ((one.minAnswered ?? 1) > one.items.length)
      faults.push(`measures[${i}].minAnswered: ${one.minAnswered} is more than its ${one.items.length} items`);
  });
  domains.forEach((columns, i) => {
    if (new Set(columns).size < columns.length) faults.push(`domains[${i}]: a column is named twice`);
  });
  return faults;
}
