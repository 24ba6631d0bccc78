// Makes a release with its trend report out of protected rows, in a process of its own. Argument: `report` makes the report alone,
// `release` every file. Prints what it took as JSON; the rows are there before the clock starts, their memory counts.
import { createHash } from "node:crypto";
import { makeRelease } from "../../lib/publishing/release.ts";
import { reportPage } from "../../lib/publishing/report/report-page.ts";
import { largestReport } from "./report-rows.ts";

export interface ReportRun {
  readonly rows: number;
  readonly seconds: number;
  /** Processor time of all threads. */
  readonly cpuSeconds: number;
  /** MB that the process held at most, and before the job began. */
  readonly peak: number;
  readonly before: number;
  /** The least that could be done with the rows: `JSON.stringify`. */
  readonly peerSeconds: number;
  /** Bytes by file. */
  readonly files: Readonly<Record<string, number>>;
}

const facts = { previous: null, supersedes: null, sequence: 1, program: { name: "bench", version: "0" }, inputs: [] };
const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
const megabytes = (): number => process.resourceUsage().maxRSS / 1024;

const { estimates, published } = largestReport();
const options = { language: "en", data: { href: "", sizes: new Map() }, languages: [], releases: [] };
const before = megabytes();
const wall = performance.now();
const cpu = process.cpuUsage();
const files: Record<string, number> = {};
if (process.argv[2] === "report") files["report.html"] = Buffer.byteLength(reportPage(estimates, published, options));
else for (const { path, bytes } of makeRelease(estimates, published, facts, sha256).files) files[path] = bytes.length;
const { user, system } = process.cpuUsage(cpu);
const seconds = (performance.now() - wall) / 1000;
const peak = megabytes();
const peerStart = performance.now();
JSON.stringify(estimates.rows);
const run: ReportRun = {
  rows: estimates.rows.length,
  seconds,
  cpuSeconds: (user + system) / 1e6,
  peak,
  before,
  peerSeconds: (performance.now() - peerStart) / 1000,
  files,
};
process.stdout.write(JSON.stringify(run));
