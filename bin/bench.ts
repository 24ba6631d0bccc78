import { writeFileSync } from "node:fs";
import { arch, cpus, loadavg, platform, totalmem } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { BenchmarkRow } from "../test/bench/benchmark.ts";
import { benchmarks } from "../test/bench/benchmarks.ts";
import { benchmarkPage, benchmarkTable } from "../test/bench/table.ts";

const names = benchmarks.map(({ name }) => name);
const help = `npm run bench [-- OPTIONS]

Measures our jobs beside the same jobs of a peer, turn about in one run, and prints one table of ratios.

  --only NAME  only one of these; may be given again
${benchmarks.map(({ name, about }) => `                 ${name.padEnd(12)} ${about}`).join("\n")}
  --write      refreshes docs/benchmarks.md; without it nothing is written
  --help       this text

Ends with 1 when a check fails: a wrong or lost answer has no time. A missed budget is marked in the table.

Example: npm run bench -- --only ${names[0]}
`;

const options = {
  only: { type: "string", multiple: true },
  write: { type: "boolean" },
  help: { type: "boolean" },
} as const;
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const complain = (line: string): void => void process.stderr.write(`${line}\n`);

async function main({ only = names, write = false }: { only?: string[]; write?: boolean }): Promise<void> {
  const rows: BenchmarkRow[] = [];
  const loadBefore = loadavg()[0]!;
  for (const { name, about, rows: measure } of benchmarks.filter((benchmark) => only.includes(benchmark.name))) {
    complain(`${name}: ${about} ...`);
    for await (const row of measure()) rows.push(row);
  }
  say(benchmarkTable(rows));
  if (!write) return;
  const machine = {
    processors: cpus(),
    memory: totalmem(),
    system: `${platform()} ${arch()}`,
    node: process.versions.node,
    loadBefore,
  };
  writeFileSync(fileURLToPath(new URL("../docs/benchmarks.md", import.meta.url)), benchmarkPage(rows, machine));
  complain("Written: docs/benchmarks.md");
}

/** What is wrong with the flags, or undefined. */
function fault({ only, write }: { only?: string[]; write?: boolean }): string | undefined {
  const unknown = only?.find((name) => !names.includes(name));
  if (unknown !== undefined) return `There is no benchmark ${unknown}; there are ${names.join(", ")}.`;
  return only && write ? "--write writes the whole table, so it goes without --only." : undefined;
}

function refuse(why: string): void {
  complain(`${why}\n\n${help}`);
  process.exitCode = 2;
}

try {
  const { values } = parseArgs({ options });
  const why = fault(values);
  if (values.help) say(help);
  else if (why) refuse(why);
  else await main(values);
} catch (error) {
  if (String((error as { code?: unknown }).code).startsWith("ERR_PARSE_ARGS")) refuse((error as Error).message);
  else {
    complain((error as Error).message);
    process.exitCode = 1;
  }
}
