import { beforeAll, expect, test } from "vitest";
import type { PublishedRow } from "../../lib/disclosure/protected-estimates.ts";
import { csvTable } from "../../lib/publishing/csv-table.ts";
import { estimateColumns } from "../../lib/publishing/estimates-files.ts";
import type { Manifest } from "../../lib/publishing/manifest.ts";
import { recompute } from "../../lib/publishing/verify/recompute.ts";
import type { Fault } from "../../lib/publishing/verify/verification.ts";
import { type PublicFiles, releasedTown, series, sourceOf } from "./released-town.ts";

let files: PublicFiles;
let folder: string;
beforeAll(async () => {
  const town = await releasedTown();
  files = town.files();
  folder = `${series}releases/${town.releases[2]}/`;
});

const text = (name: string) => Buffer.from(files.get(folder + name)!).toString();
type Row = { -readonly [Column in keyof PublishedRow]: unknown };

/** What is said of the release with other bytes in some of its files. */
async function faultsWith(changed: Readonly<Record<string, string>>): Promise<readonly Fault[]> {
  const faults: Fault[] = [];
  const there = new Map(files);
  for (const [name, content] of Object.entries(changed)) there.set(folder + name, Buffer.from(content));
  const manifest = JSON.parse(text("manifest.json")) as Manifest;
  await recompute(sourceOf(there, folder), manifest, faults);
  return faults;
}

/** What is said when rows of the estimates are others, in JSON and in CSV. */
async function saidOf(change: (rows: Row[]) => unknown): Promise<string> {
  const rows = JSON.parse(text("estimates.json")) as Row[];
  change(rows);
  const csv = csvTable(estimateColumns, rows as PublishedRow[]);
  const faults = await faultsWith({ "estimates.json": JSON.stringify(rows), "estimates.csv": csv });
  return faults.map(({ file, says }) => `${file}: ${says}`).join("\n");
}

test("what was released keeps every rule", async () => {
  expect(await faultsWith({})).toEqual([]);
  expect(await saidOf(() => {})).toBe("");
});

const shown = (rows: Row[], like: Partial<Row> = {}): Row =>
  rows.find(
    (row) => row.suppressed === "" && Object.entries(like).every(([name, value]) => row[name as "n"] === value),
  )!;
const withheld = (rows: Row[]): Row => rows.find((row) => row.suppressed !== "")!;
const changing = (rows: Row[]): Row => rows.find((row) => typeof row.change === "number")!;
const set = (pick: (rows: Row[]) => Row, change: Partial<Row>) => (rows: Row[]) => Object.assign(pick(rows), change);

test.each<[string, (rows: Row[]) => unknown, RegExp]>([
  ["a key twice", (rows) => rows.push(rows[0]!), /two rows have the key/],
  ["a wave of its own", set(shown, { wave: "2026-q9" }), /no wave that the manifest names/],
  ["another department", set(shown, { department: "x" }), /no wave/],
  ["other dates", set(shown, { closes: "2027-01-01T00:00:00.000Z" }), /its dates/],
  ["another method", set(shown, { method: "guess" }), /its method/],
  ["a flag of its own", set(shown, { flag: "sure" }), /its flag is "sure"/],
  ["no flag for opt-in", set((rows) => shown(rows, { stream: "open" }), { flag: "" }), /opt-in/],
  ["a reason of its own", set(withheld, { suppressed: "shy" }), /suppressed for "shy"/],
  ["a withheld number", set(withheld, { value: 50 }), /withheld and still has value/],
  ["no interval", set(shown, { ci_low: null }), /shown without ci_low/],
  ["no effective n", set(shown, { n_effective: null }), /shown without n_effective/],
  ["an exact n", set(shown, { n: 301 }), /n is 301/],
  ["a small n", set(shown, { n: 5, n_effective: 5 }), /n is 5/],
  ["a df above n", set(shown, { df: 999 }), /df is 999/],
  ["an exact se", set(shown, { se: 1.234 }), /se is 1.234/],
  ["an exact deff", set(shown, { deff: 1.23 }), /deff is 1.23/],
  ["another effective n", (rows) => Object.assign(shown(rows), { n_effective: 295, deff: 1.5 }), /n_effective of 295/],
  ["tenths of few", set((rows) => shown(rows, { n: 120 }), { value: 50.5 }), /finer than n of 120/],
  ["hundredths", set((rows) => shown(rows, { n: 420 }), { value: 50.55 }), /finer than n of 420/],
  [
    "an interval beside its value",
    (rows) => Object.assign(shown(rows), { ci_low: 90, ci_high: 95 }),
    /outside its int/,
  ],
  ["an interval beyond the scale", set(shown, { ci_high: 101 }), /leaves the scale/],
  [
    "a small sample without its flag",
    set(shown, { n: 45, n_effective: 45, deff: 1, df: 44, flag: "" }),
    /small sample/,
  ],
  ["a bound in the middle", set(shown, { flag: "bounded" }), /bounded and does not print/],
  ["another change", (rows) => Object.assign(changing(rows), { change: 99.9 }), /no difference of two printed values/],
  ["up without proof", set(changing, { change_verdict: "up", change_low: -50 }), /claims up/],
  ["down without proof", set(changing, { change_verdict: "down", change_high: 50 }), /claims down/],
  [
    "a verdict without a change",
    set((rows) => shown(rows, { change: null }), { change_verdict: "up" }),
    /stands without/,
  ],
  ["a change in a first wave", set(changing, { change_verdict: "" }), /beside the verdict ""/],
  ["a column more", (rows) => Object.assign(rows[0]!, { secret: 1 }), /other columns/],
  [
    "answers that do not add up",
    (rows) => {
      const one = rows.find(
        (row) => row.statistic === "percent" && row.option !== "" && row.area === "all" && row.suppressed === "",
      )!;
      Object.assign(one, { value: 60, ci_low: 50, ci_high: 70, change: null, change_low: null, change_high: null });
    },
    /add up to/,
  ],
])("%s is found", async (_, change, reason) => {
  expect(await saidOf(change)).toMatch(reason);
});

test("JSON and CSV must say the same", async () => {
  const [head, ...lines] = text("estimates.csv").split("\n");
  expect(await faultsWith({ "estimates.csv": [head, ...lines.slice(1)].join("\n") })).toEqual([
    { file: "estimates.csv", says: "its rows are not those of estimates.json" },
  ]);
});

test.each([
  ["representation.csv", (csv: string) => csv.replace(/,(\d+)(,[\d.]+,[\d.]+,[\d.]+,)$/m, ",7$2"), /n is 7/],
  ["representation.csv", (csv: string) => csv.replace(/,[\d.]+,([\d.]+,[\d.]+,)$/m, ",99,$1"), /population adds up/],
  ["representation.csv", (csv: string) => `${csv}${csv.split("\n")[1]}\n`, /stands there twice/],
  ["quality.csv", (csv: string) => csv.replace(/,\d+$/m, ",421"), /n is 421/],
  ["chicago-wide.csv", (csv: string) => csv.replace(/,(\d\d(\.\d)?),/, ",17.3,"), /no released number, n and margin/],
  ["tempe-wide_n.csv", (csv: string) => csv.split("\n").slice(0, 2).join("\n"), /one row for each/],
] as const)("%s: a line that does not fit is found", async (name, change, reason) => {
  if (!files.has(folder + name)) return;
  const changed = change(text(name));
  expect(changed).not.toBe(text(name));
  const faults = await faultsWith({ [name]: changed });
  expect(faults.map(({ says }) => says).join("\n")).toMatch(reason);
});
