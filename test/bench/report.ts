import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type Benchmark, type BenchmarkRow, median } from "./benchmark.ts";
import type { ReportRun } from "./report-job.ts";

const runs = 5;
const most = { seconds: 5, megabytes: 300 };
/** What the new objects of V8 may take, in MB: on a machine of much memory it would let garbage lie there for long. */
const youngest = 16;
const program = fileURLToPath(new URL("./report-job.ts", import.meta.url));

/** The job in a process of its own: the middle of the times, the largest memory. @throws Error when a run fails */
export function runReport(job: "report" | "release", times = runs): ReportRun {
  const all = Array.from({ length: times }, (): ReportRun => {
    const args = [`--max-semi-space-size=${youngest}`, program, job];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    if (status !== 0) throw new Error(`The ${job} was not made: ${stderr}`);
    return JSON.parse(stdout);
  });
  return {
    ...all[0]!,
    seconds: median(all.map(({ seconds }) => seconds)),
    cpuSeconds: median(all.map(({ cpuSeconds }) => cpuSeconds)),
    peerSeconds: median(all.map(({ peerSeconds }) => peerSeconds)),
    peak: Math.max(...all.map(({ peak }) => peak)),
  };
}

function rowOf(job: "report" | "release", what: string): BenchmarkRow {
  const { rows, seconds, cpuSeconds, peak, peerSeconds, files } = runReport(job);
  const report = files["report.html"] ?? 0;
  const csv = files["estimates.csv"];
  if (rows !== 46_368 || report < 100_000 || (job === "release" && (csv ?? 0) < 5e6))
    throw new Error(`${rows} rows, a report of ${report} bytes: this is not the report that was to be made.`);
  return {
    job: `${what}: 24 waves × 22 areas × 6 groups × 12 measures`,
    ours: `${seconds.toFixed(2)} s, ${cpuSeconds.toFixed(2)} s CPU, ${Math.round(peak)} MB`,
    peer: `JSON.stringify of its ${rows} rows: ${peerSeconds.toFixed(2)} s`,
    ratio: `${(seconds / peerSeconds).toFixed(1)}×`,
    budget: {
      text: `≤ ${most.seconds} s CPU, ≤ ${most.megabytes} MB`,
      isKept: cpuSeconds <= most.seconds && peak <= most.megabytes,
    },
    checked: `${Object.keys(files).length} ${job === "report" ? "page" : "files"} of the expected size`,
  };
}

async function* reportRows(): AsyncIterable<BenchmarkRow> {
  yield rowOf("report", "the trend report");
  yield rowOf("release", "a whole release with it");
}

export const benchmark: Benchmark = {
  name: "report",
  about: `the largest trend report, and a release of it, in a process of its own (median of ${runs}, largest memory)`,
  rows: reportRows,
};
