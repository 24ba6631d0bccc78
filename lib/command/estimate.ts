import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { type DesignEstimates, estimateDesign } from "../estimation/estimate-design.ts";
import { readText, unreadable } from "./files.ts";
import type { Action } from "./verb.ts";

/** `trust estimate DESIGN.json RESPONSES.csv`: no store, no host. */
export const estimate: Action = async ({ args, terminal }) => {
  const designFile = resolve(terminal.folder, String(args[0]));
  const responsesFile = resolve(terminal.folder, String(args[1]));
  const designText = await readText(designFile);
  const responses = await readFile(responsesFile).catch((cause: unknown) => {
    throw unreadable(responsesFile, cause);
  });
  const estimates = estimateDesign({ designFile, designText, responsesFile, responses });
  return { data: estimates, text: tableOf(estimates) };
};

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
