import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, describe, expect, test } from "vitest";
import { tables } from "../../../lib/publishing/dataset/tables.ts";
import { releaseFolder, townRelease } from "./town-release.ts";

const town = await townRelease();
const { folder, remove } = releaseFolder(town);
afterAll(remove);

const answers = (command: string, ...args: readonly string[]) => spawnSync(command, args).status === 0;
const python = ["python3", "/usr/bin/python3"].find((one) => answers(one, "-c", "import pandas"));
const programs = {
  R: answers("Rscript", "--version") ? "" : " (not run: no Rscript here; Debian has it in r-base-core)",
  pandas: python ? "" : " (not run: no Python with pandas here; Debian has it in python3-pandas)",
  PSPP: answers("pspp", "--version") ? "" : " (not run: no pspp here; Debian has it in pspp)",
};

/** Runs a program in the folder of the release. */
function run(command: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: folder,
    encoding: "utf8",
    // In a locale without Unicode R writes a letter as <U+2019>.
    env: { ...process.env, LC_ALL: "C.UTF-8" },
  });
  expect(status, stderr + stdout).toBe(0);
  return stdout;
}
const written = (file: string): Record<string, string>[] =>
  parse(readFileSync(join(folder, file), "utf8"), { columns: true });

/** Cell by cell: numbers and instants as such, whatever zeros a program prints. */
function expectSame(table: keyof typeof tables, read: readonly Record<string, string>[]): void {
  const { columns } = tables[table];
  const value = (type: string, field: string): unknown => {
    if (field === "" || type === "text") return field;
    return type === "instant" ? Date.parse(field) : Number(field);
  };
  const lines = (rows: readonly Record<string, string>[]) =>
    rows.map((row) => JSON.stringify(columns.map(({ name, type }) => [name, value(type, row[name]!.trim())])));
  expect(Object.keys(read[0]!)).toEqual(columns.map(({ name }) => name));
  expect(lines(read)).toEqual(lines(town.csv(`${table}.csv`)));
}
const loaded = ["estimates", "representation", "quality", "yearly"] as const;

describe.skipIf(programs.R !== "")(`R${programs.R}`, () => {
  test("load.R loads every cell, typed and labelled", () => {
    const program = `source("load.R")
stopifnot(is.numeric(estimates$value), inherits(estimates$opens, "POSIXct"), anyNA(estimates$value), !anyNA(estimates$suppressed))
for (name in c("estimates", "representation", "quality", "yearly", "codebook")) {
  rows <- get(name)
  for (column in names(rows)) if (inherits(rows[[column]], "POSIXct")) rows[[column]] <- format(rows[[column]], "%Y-%m-%dT%H:%M:%SZ", tz = "UTC")
  write.csv(rows, paste0("from-r-", name, ".csv"), na = "", row.names = FALSE)
}
cat(attr(estimates$value, "label"), names(attr(estimates$suppressed, "labels"))[1], attr(estimates$option, "labels")[1], sep = "|")`;
    writeFileSync(join(folder, "check.R"), program);
    expect(run("Rscript", "check.R")).toMatch(/Estimate\|Fewer than 10 answers\|1$/);
    for (const table of [...loaded, "codebook"] as const) expectSame(table, written(`from-r-${table}.csv`));
  });
});

describe.skipIf(programs.pandas !== "")(`Python${programs.pandas}`, () => {
  test("load.py loads every cell, typed and labelled", () => {
    const program = `from load import load_release
tables = load_release()
estimates = tables["estimates"]
assert str(estimates.value.dtype) == "float64" and str(estimates.opens.dtype) == "datetime64[ns, UTC]"
assert estimates.wave.cat.ordered and not estimates.area.cat.ordered and estimates.suppressed.notna().all()
for name, table in tables.items():
    table.to_csv(f"from-python-{name}.csv", index=False, date_format="%Y-%m-%dT%H:%M:%SZ")
print(estimates.attrs["labels"]["value"], estimates.attrs["value_labels"]["suppressed"]["too-few"], sep="|")`;
    writeFileSync(join(folder, "check.py"), program);
    expect(run(python!, "check.py").trim()).toBe("Estimate|Fewer than 10 answers");
    for (const table of [...loaded, "codebook"] as const) expectSame(table, written(`from-python-${table}.csv`));
  });
});

describe.skipIf(programs.PSPP !== "")(`SPSS${programs.PSPP}`, () => {
  test("load.sps loads every cell, typed and labelled", () => {
    const save = (table: string) =>
      `DATASET ACTIVATE ${table}.\nSAVE TRANSLATE /OUTFILE='from-pspp-${table}.csv' /TYPE=CSV /REPLACE /FIELDNAMES /CELLS=VALUES.\n`;
    const program = `INSERT FILE='load.sps'.\nDISPLAY DICTIONARY /VARIABLES=value suppressed.\n${loaded.map(save).join("")}`;
    writeFileSync(join(folder, "check.sps"), program);
    const listing = run("pspp", "check.sps");
    expect(listing).not.toMatch(/error|warning/i);
    expect(listing).toContain("Fewer than 10 answers");
    for (const table of loaded) expectSame(table, written(`from-pspp-${table}.csv`));
  });
});

describe("load.do; no free program runs Stata's", () => {
  const text = town.text("load.do");
  /** What is done for a table, between its braces. */
  const part = (name: string) => text.split(`if "\`table'" == "${name}" {\n`)[1]?.split("\n}\n")[0] ?? "";

  test.each(loaded)("names and types every column of %s", (name) => {
    const columns = tables[name].columns;
    const position = (keep: (type: string) => boolean) =>
      columns.flatMap(({ type }, at) => (keep(type) ? [at + 1] : [])).join(" ");
    const isNumber = (type: string) => type === "number" || type === "integer";
    expect(part(name)).toContain(`import delimited using "${name}.csv"`);
    expect(part(name)).toContain(`stringcols(${position((type) => !isNumber(type))})`);
    expect(part(name)).toContain(`numericcols(${position(isNumber)})`);
    for (const column of columns) expect(part(name)).toContain(`label variable ${column.name} \`"${column.label}"'`);
  });
  test.each(["estimates", "yearly"] as const)("labels every code of %s", (name) => {
    const codes = new Set(town.csv(`${name}.csv`).map(({ measure = "" }) => measure));
    expect(codes.size).toBeGreaterThan(3);
    for (const code of codes)
      expect(part(name)).toMatch(new RegExp(`replace measure_code = \\d+ if measure == \`"${code}"'`));
  });
  test("closes every brace and quote that it opens", () => {
    expect(text.split("{").length).toBe(text.split("}").length);
    expect(text.split('`"').length).toBe(text.split(`"'`).length);
    for (const line of text.split("\n").filter((line) => !line.startsWith("*")))
      expect((line.match(/"/g) ?? []).length % 2, line).toBe(0);
  });
});
