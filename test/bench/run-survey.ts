import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "csv-parse/sync";

const script = fileURLToPath(new URL("survey.R", import.meta.url));

/** What R survey makes of a file: seconds of the job and of the domains in it, and per item, wave and district value and se. */
export interface SurveyRun {
  readonly seconds: number;
  readonly part: number;
  /** MB; null where the system does not tell. */
  readonly peak: number | null;
  readonly version: string;
  readonly estimates: ReadonlyMap<string, { readonly value: number; readonly se: number }>;
}

/** The version of R survey that is installed, or undefined. */
export function surveyVersion(): string | undefined {
  const asked = spawnSync("Rscript", ["-e", "cat(as.character(packageVersion('survey')))"], { encoding: "utf8" });
  return asked.status === 0 ? asked.stdout.trim() : undefined;
}

/** @param mode  see survey.R */
export function runSurvey(file: string, mode: "fixed" | "raked" | "one"): SurveyRun {
  const out = `${file}.${mode}.csv`;
  const run = spawnSync("Rscript", [script, file, mode, out], { encoding: "utf8" });
  if (run.status !== 0) throw new Error(`R survey failed on ${file}: ${run.stderr}`);
  const rows: Record<string, string>[] = parse(readFileSync(out), { columns: true });
  const entries = rows.flatMap((row) =>
    Object.keys(row)
      .filter((name) => /^q\d+$/.test(name))
      .map((item): [string, { value: number; se: number }] => [
        `${item} ${row.wave} ${row.district}`,
        { value: Number(row[item]), se: Number(row[`se.${item}`]) },
      ]),
  );
  return { ...JSON.parse(run.stdout), estimates: new Map(entries) };
}
