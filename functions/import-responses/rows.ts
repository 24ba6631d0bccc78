import * as z from "zod";
import { Problem } from "../../lib/problems/problem.ts";
import { modes, streams } from "../../lib/survey/response.ts";

/** What one call takes: enough to be quick, few enough for a function's time limit. */
export const mostRows = 200;

const row = z.strictObject({
  /** Line of the file, only to say which row is meant. */
  line: z.int().min(1),
  answers: z.record(z.string(), z.string()),
  stream: z.enum(streams),
  mode: z.enum(modes),
  language: z.string().optional(),
  stratum: z.string().optional(),
  weight: z.number().positive().optional(),
  code: z.string().max(64).optional(),
  /** Tells rows apart; only its keyed hash is kept, as the id of the response. */
  identity: z.string().min(1).max(100_000),
});

/** One row of a paper form, a telephone interview or another system, as texts. */
export type Row = z.infer<typeof row>;

const rows = z.strictObject({ rows: z.array(z.unknown()).min(1).max(mostRows) });

/** A row as it came, or why it is none. */
export type RowGiven =
  | { readonly row: Row }
  | { readonly line: number; readonly field: string; readonly fault: string };

/**
 * Reads the body of a call; a row that is not as expected is told of by its line and holds up no other.
 * @throws Problem `import-faulty`
 */
export function parseRows(body: unknown): readonly RowGiven[] {
  const read = rows.safeParse(body);
  if (!read.success) throw new Problem("import-faulty", { most: mostRows, faults: faultsOf(read.error) });
  return read.data.rows.map((given, at) => {
    const one = row.safeParse(given);
    if (one.success) return { row: one.data };
    const line = (given as { line?: unknown } | null)?.line;
    const field = String(one.error.issues[0]!.path[0] ?? "");
    return { line: typeof line === "number" ? line : at + 1, field, fault: faultsOf(one.error).join("; ") };
  });
}

const faultsOf = ({ issues }: z.ZodError): string[] =>
  issues.map(({ path, message }) => `${path.join(".") || "the body"}: ${message}`);
