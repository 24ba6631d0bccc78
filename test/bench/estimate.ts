import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import type { DesignEstimates } from "../../lib/estimation/index.ts";
import type { Benchmark, BenchmarkRow } from "./benchmark.ts";
import { type EstimateRun, runCommand, runEstimate } from "./run-estimate.ts";
import { runSurvey, type SurveyRun, surveyVersion } from "./run-survey.ts";
import { benchDesign, writeSurveyFile } from "./survey-file.ts";

const domains = 176;
const absent = "R with the package survey: not installed here";

/**
 * Refuses to compare times of different numbers.
 * @param standardErrors  whether R's know of raking
 * @throws Error naming the first estimate that differs by more than 1e-9
 */
function checkEqual(ours: DesignEstimates, peer: SurveyRun, standardErrors: boolean): number {
  const differs = (a: number | null, b: number) => !(a !== null && Math.abs(a - b) <= 1e-9 * Math.abs(b) + 1e-12);
  let compared = 0;
  for (const { measure, domain, n, value, se } of ours.estimates) {
    const key = `${measure} ${domain.wave} ${domain.district}`;
    const wanted = peer.estimates.get(key);
    if (wanted === undefined) continue;
    if (differs(value, wanted.value)) throw new Error(`${key}: ${value}, R survey ${wanted.value}`);
    compared++;
    // Of a single answer R makes 0 out of a variance that nobody can know.
    if (!standardErrors || n === 1) continue;
    if (differs(se, wanted.se)) throw new Error(`${key}: standard error ${se}, R survey ${wanted.se}`);
    compared++;
  }
  if (compared < peer.estimates.size)
    throw new Error(`R survey has ${peer.estimates.size} estimates, ${compared} were found.`);
  return compared;
}

const ourFigures = ({ seconds, peak }: EstimateRun): string => `${seconds.toFixed(2)} s, ${Math.round(peak)} MB`;
const figuresOf = ({ version, peak }: SurveyRun, seconds: number, what: string): string =>
  `R survey ${version}, ${what}: ${seconds.toFixed(1)} s${peak === null ? "" : `, ${peak} MB`}`;
const times = (ratio: number): string => `1/${Math.round(ratio)}`;

function* besideSurvey(design: string, file: (rows: number) => string): Iterable<BenchmarkRow> {
  const small = runEstimate(design, file(2_500));
  const large = runEstimate(design, file(100_000));
  const kept = (ratio: number, least: number) => ({ text: `≤ 1/${least}`, isKept: ratio >= least });
  if (surveyVersion() === undefined) {
    const checked = "golden cases, in the tests";
    yield { job: "estimate 2,500 rows", ours: ourFigures(small), peer: absent, ratio: "", checked };
    yield { job: "estimate 100,000 rows", ours: ourFigures(large), peer: absent, ratio: "", checked };
    return;
  }
  const raked = runSurvey(file(2_500), "raked");
  yield {
    job: `estimate 2,500 rows, ${domains} areas × 12 measures`,
    ours: ourFigures(small),
    peer: figuresOf(raked, raked.seconds, "raking in the standard errors"),
    ratio: times(raked.seconds / small.seconds),
    checked: `${checkEqual(small.result, raked, true)} numbers equal to 1e-9`,
  };
  const fixed = runSurvey(file(100_000), "fixed");
  yield {
    job: "estimate 100,000 rows, the same",
    ours: ourFigures(large),
    peer: figuresOf(fixed, fixed.seconds, "weights taken as fixed"),
    ratio: times(fixed.seconds / large.seconds),
    budget: kept(fixed.seconds / large.seconds, 50),
    checked: `${checkEqual(large.result, fixed, false)} values equal to 1e-9`,
  };
  const one = runSurvey(file(100_000), "one");
  const all = one.seconds - one.part + domains * one.part;
  yield {
    job: "estimate 100,000 rows, the same",
    ours: ourFigures(large),
    peer: figuresOf(one, all, `raking in the standard errors, one area × ${domains}`),
    ratio: times(all / large.seconds),
    budget: kept(all / large.seconds, 2000),
    checked: `${checkEqual(large.result, one, true)} numbers of that area equal to 1e-9`,
  };
}

/** A million rows, beside csv-parse that does no more than split them. */
function besideParser(design: string, file: string): BenchmarkRow {
  const ours = runCommand(design, file);
  const start = performance.now();
  const rows: string[][] = parse(readFileSync(file));
  const seconds = (performance.now() - start) / 1000;
  const counted = new Map<string, number>();
  for (const [wave, district] of rows)
    counted.set(`${wave} ${district}`, (counted.get(`${wave} ${district}`) ?? 0) + 1);
  for (const { domain, n, measure: id } of ours.result.estimates)
    if (counted.get(`${domain.wave} ${domain.district}`) !== n)
      throw new Error(`${id} ${JSON.stringify(domain)}: n ${n}`);
  return {
    job: "estimate 1,000,000 rows, the whole command",
    ours: `${ourFigures(ours)}, ${(ours.result.n / ours.seconds / 1e6).toFixed(1)} million rows/s`,
    peer: `csv-parse, splitting the fields and no more: ${seconds.toFixed(1)} s`,
    ratio: times(seconds / ours.seconds),
    budget: { text: "≤ 1 s, ≤ 150 MB", isKept: ours.seconds <= 1 && ours.peak <= 150 },
    checked: `n of ${ours.result.estimates.length} estimates as counted by csv-parse`,
  };
}

async function* estimateRows(): AsyncIterable<BenchmarkRow> {
  const folder = mkdtempSync(join(tmpdir(), "trust-bench-"));
  try {
    const design = join(folder, "design.json");
    writeFileSync(design, JSON.stringify(benchDesign));
    const file = (rows: number) => join(folder, `${rows}.csv`);
    for (const rows of [2_500, 100_000, 1_000_000]) writeSurveyFile(file(rows), rows);
    yield* besideSurvey(design, file);
    yield besideParser(design, file(1_000_000));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const benchmark: Benchmark = {
  name: "estimate",
  about: "trust estimate on made-up responses, beside R survey where it is installed",
  rows: estimateRows,
};
