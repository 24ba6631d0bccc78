import { spawnSync } from "node:child_process";
import { hostname } from "node:os";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { BenchmarkRow } from "./benchmark.ts";
import { median } from "./benchmark.ts";
import { benchmarkPage, benchmarkTable } from "./table.ts";

const row: BenchmarkRow = {
  job: "load a|b",
  ours: "41 ms CPU",
  peer: "bare: 28 ms CPU",
  ratio: "1.46×",
  checked: "it answers",
};
const rows: readonly BenchmarkRow[] = [
  { ...row, budget: { text: "≤ 2×", isKept: true } },
  { ...row, budget: { text: "≤ 1×", isKept: false } },
  row,
];

test("the table says of each budget whether it was kept", () => {
  expect(benchmarkTable(rows).split("\n")).toEqual([
    "job       ours       beside           ratio  budget       checked first",
    "load a|b  41 ms CPU  bare: 28 ms CPU  1.46×  ≤ 2× kept    it answers",
    "load a|b  41 ms CPU  bare: 28 ms CPU  1.46×  ≤ 1× MISSED  it answers",
    "load a|b  41 ms CPU  bare: 28 ms CPU  1.46×               it answers",
  ]);
});

test("the page says what machine it was, but not which", () => {
  const cpu = { model: "Some Processor 9", speed: 0, times: { user: 0, nice: 0, sys: 0, idle: 0, irq: 0 } };
  const machine = {
    processors: [cpu, cpu],
    memory: 24 * 2 ** 30,
    system: "linux x64",
    node: "24.0.0",
    loadBefore: 0.25,
  };
  const page = benchmarkPage(rows, machine);
  expect(page).toContain(
    "Machine: 2 × Some Processor 9, 24 GiB, linux x64, Node 24.0.0. Other load before the run: 0.3 processes.",
  );
  expect(page).toContain("| load a\\|b | 41 ms CPU | bare: 28 ms CPU | 1.46× | ≤ 2× kept   | it answers    |");
  expect(page).toContain("| --------- | --------- |");
  expect(page).not.toContain(hostname());
  expect(page).not.toContain(fileURLToPath(new URL("../..", import.meta.url)));
});

test.each([
  [[3, 1, 2], 2],
  [[5], 5],
  [[1, 2, 3, 40], 3],
])("the median of %j is %d", (values, middle) => {
  expect(median(values)).toBe(middle);
});

test.each([
  [["--help"], 0, /--only NAME.*--write/s, /^$/],
  [["--only", "nothing"], 2, /^$/, /There is no benchmark nothing; there are .*load/],
  [["--only", "load", "--write"], 2, /^$/, /goes without --only/],
  [["--fast"], 2, /^$/, /'--fast'/],
  [["load"], 2, /^$/, /'load'/],
])("npm run bench -- %j ends with %d", (flags, code, out, complaint) => {
  const door = fileURLToPath(new URL("../../bin/bench.ts", import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [door, ...flags], { encoding: "utf8" });
  expect(stdout).toMatch(out);
  expect(stderr).toMatch(complaint);
  expect(status).toBe(code);
});
