import type { cpus } from "node:os";
import type { BenchmarkRow } from "./benchmark.ts";

const heads = ["job", "ours", "beside", "ratio", "budget", "checked first"] as const;

const cellsOf = ({ job, ours, peer, ratio, budget, checked }: BenchmarkRow): readonly string[] => [
  job,
  ours,
  peer,
  ratio,
  budget ? `${budget.text} ${budget.isKept ? "kept" : "MISSED"}` : "",
  checked,
];

/** Every cell as wide as the widest of its column. */
function columns(lines: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const widths = heads.map((_, column) => Math.max(...lines.map((cells) => cells[column]!.length)));
  return lines.map((cells) => cells.map((cell, at) => cell.padEnd(widths[at]!)));
}

/** The rows for a terminal. */
export function benchmarkTable(rows: readonly BenchmarkRow[]): string {
  return columns([heads, ...rows.map(cellsOf)])
    .map((cells) => cells.join("  ").trimEnd())
    .join("\n");
}

/** What a figure depends on: nothing that names a machine or its place. */
export interface Machine {
  readonly processors: ReturnType<typeof cpus>;
  /** Bytes. */
  readonly memory: number;
  readonly system: string;
  readonly node: string;
  /** Processes that ran or waited to run in the minute before. */
  readonly loadBefore: number;
}

/** docs/benchmarks.md. */
export function benchmarkPage(
  rows: readonly BenchmarkRow[],
  { processors, memory, system, node, loadBefore }: Machine,
): string {
  const escaped = rows.map((row) => cellsOf(row).map((cell) => cell.replaceAll("|", "\\|")));
  const [head, ...body] = columns([heads, ...escaped]);
  const table = [head!, head!.map((cell) => "-".repeat(cell.length)), ...body];
  const model = processors[0]?.model.trim() || "unknown model";
  return `# Benchmarks

Written by \`npm run bench -- --write\`. Ours and the peer of a row run turn about in one run on one machine, so the ratio is
what to look at; the other figures move with the machine and with what else it does. A row stands here only if what it checks
first was found.

Machine: ${processors.length} × ${model}, ${Math.round(memory / 2 ** 30)} GiB, ${system}, Node ${node}. Other load before the run: ${loadBefore.toFixed(1)} processes.

${table.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}
`;
}
