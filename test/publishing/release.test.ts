import { readFileSync, writeFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { protect } from "../../lib/disclosure/protect.ts";
import { csvTable } from "../../lib/publishing/csv-table.ts";
import { estimateColumns } from "../../lib/publishing/estimates-files.ts";
import { releaseIdOf } from "../../lib/publishing/manifest.ts";
import { readRelease } from "../../lib/publishing/read-release.ts";
import { makeRelease } from "../../lib/publishing/release.ts";
import { sha256 } from "./riverbend.ts";
import { published, smallEstimates } from "./small-report.ts";

fc.configureGlobal({ seed: 33 });

const estimates = protect(smallEstimates());
const facts = {
  previous: null,
  supersedes: null,
  sequence: 1,
  program: { name: "mutual-trust", version: "0.0.0" },
  inputs: [],
};
const release = makeRelease(estimates, published, facts, sha256);
const file = (path: string): Uint8Array => release.files.find((one) => one.path === path)!.bytes;
const text = (path: string): string => Buffer.from(file(path)).toString();

// UPDATE=1 npx vitest run test/publishing writes them anew; read the difference before committing it.
test.each(["estimates.csv", "representation.csv", "quality.csv", "codebook.csv", "report.html"])(
  "%s is as it was read and approved",
  (path) => {
    const kept = new URL(`output/${path}`, import.meta.url);
    if (process.env.UPDATE === "1") writeFileSync(kept, file(path));
    expect(text(path)).toBe(readFileSync(kept, "utf8"));
  },
);

test("the columns are those of the contract, in its order", () => {
  const contract =
    "department,survey,wave,opens,closes,stream,area,group,category,measure,statistic,option,value,se,ci_low,ci_high,df,n,n_effective,deff,change,change_low,change_high,change_verdict,detectable_change,flag,suppressed,instrument,method";
  expect(estimateColumns.join(",")).toBe(contract);
  expect(text("estimates.csv").split("\n")[0]).toBe(contract);
  expect(text("representation.csv").split("\n")[0]).toBe(
    "wave,stream,margin,category,n,population,before,after,suppressed",
  );
  expect(text("quality.csv").split("\n")[0]).toBe("wave,stream,index,alpha,omega,n");
});

test("CSV and JSON hold the same rows", () => {
  const csv: Record<string, string>[] = parse(text("estimates.csv"), { columns: true });
  const json = JSON.parse(text("estimates.json")) as Record<string, unknown>[];
  expect(csv).toEqual(
    json.map((row) => Object.fromEntries(Object.entries(row).map(([k, v]) => [k, v === null ? "" : String(v)]))),
  );
});

test("every row that is shown has n, effective n, interval, method and instrument", () => {
  const shown = estimates.rows.filter((row) => row.suppressed === "");
  expect(shown.length).toBeGreaterThan(30);
  for (const row of shown) {
    for (const column of ["n", "n_effective", "value", "se", "ci_low", "ci_high", "df"] as const)
      expect(row[column]).toBeTypeOf("number");
    expect(row.method && row.instrument).toBeTruthy();
  }
});

describe("the manifest", () => {
  test("names the release by its content and every file by its sum", () => {
    expect(release.manifest.release).toBe(releaseIdOf(release.manifest, sha256));
    for (const { path, sha256: sum, bytes } of release.manifest.files) {
      expect([sha256(file(path)), file(path).length]).toEqual([sum, bytes]);
    }
    expect(text("SHA256SUMS")).toContain(`${sha256(file("manifest.json"))}  manifest.json\n`);
    expect(release.manifest.demo).toBe(true);
  });
  test("is another release when anything in it is", () => {
    const other = makeRelease(estimates, published, { ...facts, sequence: 2 }, sha256);
    expect(other.manifest.release).not.toBe(release.manifest.release);
    expect(makeRelease(estimates, published, facts, sha256)).toEqual(release);
  });
});

test("what a release says is read back to the letter", () => {
  const { released } = readRelease("r", (path) => file(path));
  const { waves, rows, representation, quality } = estimates;
  expect(released).toEqual({ waves, rows, representation, quality });
});

test("a damaged release is named, with the file", () => {
  const read = (path: string) => (path === "estimates.json" ? new Uint8Array([123]) : file(path));
  expect(() => readRelease("r-1", read)).toThrow(/estimates\.json of the release r-1 is missing or damaged/);
});

test("no text of a table is a formula to a spreadsheet, and negative numbers stay numbers", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.constantFrom("=", "+", "-", "@", "\t", "\r", ""), (rest, start) => {
      const [row] = parse(csvTable(["label", "change"], [{ label: start + rest, change: -2.5 }]), {
        columns: true,
      }) as { label: string; change: string }[];
      return row === undefined || (!/^[=+\-@\t\r]/.test(row.label) && row.change === "-2.5");
    }),
  );
  expect(text("codebook.csv")).toContain("'=South");
});

test("no text becomes markup, and no script is needed", () => {
  const page = text("report.html");
  expect(page.replace('<script type="application/ld+json">', "")).not.toMatch(/<script|<b>&amp;/);
  expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  expect(page).toContain("North &lt;b&gt;&amp;amp; &quot;East&quot;");
});
