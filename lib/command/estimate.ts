import { closeSync, openSync, readSync } from "node:fs";
import { resolve } from "node:path";
import { type DesignEstimates, estimateDesign } from "../estimation/estimate-design.ts";
import { readText, unreadable } from "./files.ts";
import type { Action } from "./verb.ts";

/** `trust estimate DESIGN.json RESPONSES.csv`: no store, no host. Files are named in messages as they were on the command line. */
export const estimate: Action = async ({ args, terminal }) => {
  const [designFile, responsesFile] = [String(args[0]), String(args[1])];
  const designText = await readText(resolve(terminal.folder, designFile), designFile);
  const file = openFile(resolve(terminal.folder, responsesFile), responsesFile);
  try {
    const estimates = estimateDesign({ designFile, designText, responsesFile, responses: pieces(file, responsesFile) });
    return { data: estimates, text: tableOf(estimates) };
  } finally {
    closeSync(file);
  }
};

function openFile(path: string, name: string): number {
  try {
    return openSync(path, "r");
  } catch (cause) {
    throw unreadable(name, cause);
  }
}

const pieceBytes = 1 << 20;

/** The file a megabyte at a time, always in the same memory: a large file takes no more than a small one. */
function* pieces(file: number, name: string): Generator<Uint8Array> {
  const buffer = new Uint8Array(pieceBytes);
  for (;;) {
    let bytes: number;
    try {
      bytes = readSync(file, buffer);
    } catch (cause) {
      throw unreadable(name, cause);
    }
    if (bytes === 0) return;
    yield buffer.subarray(0, bytes);
  }
}

/** A table for people; `--json` has every digit. */
function tableOf({ n, nEffective, kish, estimates }: DesignEstimates): string {
  const rows = estimates.map(({ measure, domain, value, se, ciLow, ciHigh, ...rest }) => [
    measure,
    Object.entries(domain)
      .map(([column, category]) => `${column}=${category}`)
      .join(" ") || "all",
    String(rest.n),
    number(value),
    number(se),
    number(ciLow),
    number(ciHigh),
    rest.why ?? "",
  ]);
  const table = [["measure", "domain", "n", "value", "se", "low", "high", ""], ...rows];
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  const lines = table.map((row) =>
    row
      .map((cell, column) =>
        column < 2 || column === 7 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
      )
      .join("  ")
      .trimEnd(),
  );
  return [`${n} rows, effective ${number(nEffective)} (Kish ${number(kish)})`, ...lines].join("\n");
}

const number = (value: number | null): string => (value === null ? "-" : String(Number(value.toPrecision(6))));
