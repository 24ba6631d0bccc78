import { createHmac, randomBytes, randomInt } from "node:crypto";
import { rm } from "node:fs/promises";
import { resolve } from "node:path";
import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import { Problem } from "../problems/problem.ts";
import { formatDesignClass } from "../survey/design-class.ts";
import { idPattern } from "../survey/instrument-schema.ts";
import { newCode, printedCode } from "../survey/letter-code.ts";
import { isSameFile, readText, writeText } from "./files.ts";
import type { Ledger } from "./ledger.ts";
import { readWhole } from "./number.ts";
import type { Action } from "./verb.ts";

/** Fewer invitations of one class would narrow down who answered. */
export const leastOfClass = 50;
const mostCodes = 1_000_000;
const classColumns: readonly string[] = ["stratum", "weight", "count"];

interface InvitedClass {
  readonly designClass: string;
  readonly count: number;
}

/**
 * `trust invitations mint`: codes for the mail merge and a ledger without codes, made where no data folder is. Both files
 * are in an order of their own, so that a place in one says nothing about a place in the other.
 */
export const mint: Action = async ({ options, terminal }) => {
  const [department = "", wave = "", ...more] = String(options.wave).split("/");
  if (!idPattern.test(department) || !idPattern.test(wave) || more.length > 0)
    throw new Problem("number-faulty", {
      option: "--wave",
      value: String(options.wave),
      expected: "a department and a wave, such as riverton/2026-q4",
    });
  const classes = await readClasses(options.count, options.classes, terminal.folder);
  const small = classes.find(({ count }) => count < leastOfClass);
  if (small !== undefined) throw new Problem("class-too-small", { ...small, least: leastOfClass });

  const codesFile = resolve(terminal.folder, String(options.codes));
  const ledgerFile = resolve(terminal.folder, String(options.ledger));
  if (await isSameFile(codesFile, ledgerFile))
    throw new Problem("number-faulty", {
      option: "--ledger",
      value: ledgerFile,
      expected: "another file than that of the codes",
    });
  const total = classes.reduce((sum, { count }) => sum + count, 0);
  const data = { department, wave, invitations: total, classes, codes: codesFile, ledger: ledgerFile };
  if (options.dryRun === true)
    return { data, text: `Would write ${total} codes to ${codesFile} and their ledger to ${ledgerFile}.` };

  const pepper = randomBytes(32);
  const minted = shuffled(mintCodes(classes));
  const csv = stringify(
    minted.map(({ code, stratum, weight }) => [printedCode(code), stratum, weight]),
    { header: true, columns: ["code", "stratum", "weight"] },
  );
  const ledger: Ledger = {
    format: 1,
    department,
    wave,
    pepper: pepper.toString("hex"),
    invitations: minted
      .map(({ code, designClass }) => ({
        hash: createHmac("sha256", pepper).update(code).digest("hex"),
        designClass,
      }))
      .toSorted((a, b) => (a.hash < b.hash ? -1 : 1)),
  };
  await writeText(codesFile, csv, { replace: false });
  await writeText(ledgerFile, `${JSON.stringify(ledger)}\n`, { replace: false }).catch(async (problem: unknown) => {
    // Codes that no ledger knows must not lie there to be mailed.
    await rm(codesFile, { force: true });
    throw problem;
  });
  return {
    data,
    text: `Wrote ${total} codes to ${codesFile} (for the mail merge; keep it where the names are) and their ledger to ${ledgerFile} (load it with: trust invitations load).`,
  };
};

interface Minted {
  readonly code: string;
  readonly stratum: string;
  readonly weight: string;
  readonly designClass: string;
}

function mintCodes(classes: readonly InvitedClass[]): Minted[] {
  const known = new Set<string>();
  return classes.flatMap(({ designClass, count }) => {
    const at = designClass.lastIndexOf("@");
    const [stratum, weight] = [designClass.slice(0, at), designClass.slice(at + 1)];
    return Array.from({ length: count }, () => {
      let code = newCode(randomBytes);
      while (known.has(code)) code = newCode(randomBytes);
      known.add(code);
      return { code, stratum, weight, designClass };
    });
  });
}

/** Fisher and Yates, with strong randomness: classes are mixed before anything is written. */
function shuffled<Entry>(entries: Entry[]): Entry[] {
  for (let at = entries.length - 1; at > 0; at--) {
    const other = randomInt(at + 1);
    [entries[at], entries[other]] = [entries[other]!, entries[at]!];
  }
  return entries;
}

async function readClasses(count: unknown, file: unknown, folder: string): Promise<readonly InvitedClass[]> {
  if (file === undefined) {
    const number = readWhole("--count", String(count ?? ""), 1, mostCodes);
    return [{ designClass: formatDesignClass({ stratum: "", weight: 1 }), count: number }];
  }
  if (count !== undefined)
    throw new Problem("number-faulty", {
      option: "--count",
      value: String(count),
      expected: "not given together with --classes, which has a count for each class",
    });
  const path = resolve(folder, String(file));
  const rows = parseTable(path, await readText(path));
  const strange = Object.keys(rows[0] ?? {}).find((column) => !classColumns.includes(column));
  if (strange !== undefined)
    throw new Problem("table-faulty", {
      file: path,
      reason: `the column "${strange}" is none of ${classColumns.join(", ")}`,
    });
  const classes = rows.map(({ stratum = "", weight = "", count: number = "" }) => {
    if (!/^([a-z0-9][a-z0-9._-]{0,39})?$/.test(stratum))
      throw new Problem("table-faulty", { file: path, reason: `the stratum "${stratum}" is no id` });
    const value = weight === "" ? 1 : Number(weight);
    if (!(/^(\d+(\.\d+)?)?$/.test(weight) && value > 0 && Number.isFinite(value)))
      throw new Problem("table-faulty", { file: path, reason: `the weight "${weight}" is no number above 0` });
    if (!/^\d+$/.test(number) || Number(number) < 1 || Number(number) > mostCodes)
      throw new Problem("table-faulty", {
        file: path,
        reason: `the count "${number}" of the stratum "${stratum}" is no whole number from 1 to ${mostCodes}`,
      });
    const invited = Number(number);
    return { designClass: formatDesignClass({ stratum, weight: value }), count: invited };
  });
  const twice = classes.find(
    ({ designClass }, at) => classes.findIndex((one) => one.designClass === designClass) !== at,
  );
  if (twice !== undefined)
    throw new Problem("table-faulty", { file: path, reason: `the class ${twice.designClass} is there twice` });
  if (classes.length === 0) throw new Problem("table-faulty", { file: path, reason: "it has no rows" });
  return classes;
}

function parseTable(file: string, text: string): readonly Readonly<Record<string, string>>[] {
  try {
    return parse(text, { bom: true, columns: true, skip_empty_lines: true, trim: true });
  } catch (cause) {
    throw new Problem("table-faulty", { file, reason: (cause as Error).message }, { cause });
  }
}
