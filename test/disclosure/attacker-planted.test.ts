import { beforeAll, describe, expect, test } from "vitest";
import { drawFrom } from "../../lib/local/demo/residents.ts";
import { attackFlagged, attackNews } from "./attacker/attack-news.ts";
import { attackValues } from "./attacker/attack-values.ts";
import { type AttackedWave, attackedWaves } from "./attacker/attacked-waves.ts";
import { type Attacked, isPart, rowName } from "./attacker/cells.ts";
import { findLeaks, findReceiptLeaks } from "./attacker/find-leaks.ts";
import { type PublishedTown, publishTown } from "./attacker/published-town.ts";
import { keyOf, type ReadRelease, type Row, readPublication } from "./attacker/read-publication.ts";
import { findReportLeaks, reportsOf } from "./attacker/report-leaks.ts";

/** Each test plants one leak in a release that has none of its kind, and sees the attacker find it. */
let town: PublishedTown;
let releases: readonly ReadRelease[];
let newest: ReadRelease;
let waves: readonly AttackedWave[];
beforeAll(async () => {
  town = await publishTown({ waves: 6, invited: 300, open: 90, groups: ["sex"], itemMeasures: true, late: { 1: 14 } });
  releases = await readPublication(town.files);
  newest = releases.at(-1)!;
  waves = attackedWaves(releases, town);
}, 120_000);

const withheld = (row: Row): boolean => row.suppressed !== "";
const put = (rows: readonly Row[], key: string, columns: Row): readonly Row[] =>
  rows.map((row) => (keyOf(row) === key ? { ...row, ...columns } : row));
const keyOfWithheld = (own: (row: Row) => boolean): string =>
  keyOf(newest.estimates.find((row) => withheld(row) && own(row))!);

describe("a file", () => {
  test.each([
    ["chicago-wide_n.csv", "TRUST", "12"],
    ["chicago-wide.csv", "T_SEX_MALE", "61"],
    ["tempe-wide_moe.csv", "trust_sex_female", "9"],
  ])("of another layout, %s, that fills a withheld %s", (file, column, number) => {
    const rows = newest.wide.get(file)!;
    const at = rows.findIndex((row) => row[column] === "" && (row.DISTRICT || row.level_1));
    expect(at).toBeGreaterThan(0);
    const planted = rows.map((row, index) => (index === at ? { ...row, [column]: number } : row));
    const leaks = findLeaks({ ...newest, wide: new Map([...newest.wide, [file, planted]]) });
    expect(leaks).toEqual([expect.objectContaining({ file, what: column })]);
  });

  test.each(["estimates.json", "estimates.parquet", "figure-areas.csv"])("with the same rows, %s", (file) => {
    const copy = newest.copies.get(file)!;
    const key = keyOf(copy.find(withheld)!);
    const leaks = findLeaks({ ...newest, copies: new Map([...newest.copies, [file, put(copy, key, { n: "5" })]]) });
    expect(leaks).toEqual([{ file, cell: key, what: "n" }]);
  });

  test("that counts a withheld margin", () => {
    const [first, ...others] = newest.representation;
    const planted = [{ ...first!, suppressed: "too-few", n: "", population: "", after: "" }, ...others];
    expect(findLeaks({ ...newest, representation: planted }).map(({ what }) => what)).toEqual(["before"]);
  });
});

test("a comparison with the year before that fills what was withheld then", () => {
  const [first, ...others] = newest.yearly;
  const key = keyOf({ ...first!, wave: first!.compared_with!, option: "" });
  const estimates = newest.estimates.map((row) => (keyOf(row) === key ? { ...row, suppressed: "too-few" } : row));
  const leaks = findLeaks({ ...newest, estimates, yearly: [first!, ...others] });
  const told = leaks.filter(({ file }) => file === "yearly.csv").map(({ what }) => what);
  expect(told).toEqual(expect.arrayContaining(["value_before", "n_before", "change_low"]));
});

test("a list of receipts with new random lines", () => {
  const file = "receipts-2024-04.txt";
  const lines = new TextDecoder().decode(newest.files.get(file)).trimEnd().split("\n");
  const planted = new TextEncoder().encode(`${[...lines.slice(0, -1), "f".repeat(64)].join("\n")}\n`);
  expect(findReceiptLeaks(releases)).toEqual([]);
  const again = { ...newest, files: new Map([...newest.files, [file, planted]]) };
  const leaks = findReceiptLeaks([...releases.slice(0, -1), again]);
  expect(leaks).toEqual([{ file, cell: "everybody", what: `${lines.length - 1} lines stay` }]);
});

describe("a row", () => {
  test.each([
    ["ci_low", "41"],
    ["se", "3.1"],
    ["n_effective", "10"],
    ["deff", "1.1"],
    ["df", "8"],
    ["change_verdict", "up"],
  ])("that is withheld but for its %s", (column, text) => {
    const key = keyOfWithheld((row) => row.area !== "all");
    const leaks = findLeaks({
      ...newest,
      estimates: put(newest.estimates, key, { [column]: text }),
      copies: new Map(),
    });
    expect(leaks).toEqual([{ file: "estimates.csv", cell: key, what: column }]);
  });

  test.each([
    ["ci_high", "64.27"],
    ["se", "1.2345"],
    ["n", "213"],
    ["n_effective", "187"],
  ])("whose %s is finer than printed", (column, text) => {
    const key = keyOf(newest.estimates.find((row) => !withheld(row) && row.statistic === "mean100")!);
    const leaks = findLeaks({
      ...newest,
      estimates: put(newest.estimates, key, { [column]: text }),
      copies: new Map(),
      wide: new Map(),
    });
    expect(leaks).toContainEqual({ file: "estimates.csv", cell: key, what: `${column} finer than printed` });
  });

  test("that says how a withheld one before it has changed, or how far it is from another", () => {
    const changed = newest.estimates.find((row) => row.change !== "" && !withheld(row))!;
    const before = newest.estimates.find(
      (row) => rowName(row) === rowName(changed) && row.stream === changed.stream && row.wave! < changed.wave!,
    )!;
    const blank = { value: "", n: "", suppressed: "unreliable" };
    const hidden = findLeaks({ ...newest, estimates: put(newest.estimates, keyOf(before), blank) });
    expect(hidden.some(({ what, cell }) => what === "change from a withheld value" && cell === keyOf(changed))).toBe(
      true,
    );
    const gap = newest.estimates.find((row) => row.statistic === "gap" && !withheld(row))!;
    const side = keyOf({ ...gap, statistic: "mean100", category: gap.category!.split(":")[0]! });
    const beside = findLeaks({ ...newest, estimates: put(newest.estimates, side, blank) });
    expect(beside.some(({ what, cell }) => what.startsWith("side") && cell === keyOf(gap))).toBe(true);
  });
});

describe("a report", () => {
  test.each([
    [
      "a point",
      (page: string) =>
        page.replace(/(<circle class="point[^"]*" cx="[\d.]+" cy=")[\d.]+(" r="4"><title>)/, "$173.3$2"),
    ],
    ["an interval's end", (page: string) => page.replace(/(class="whisker"[^>]*y1=")[\d.]+/, "$173.3")],
    ["a mark is not at", (page: string) => page.replace(/--v:[\d.]+/, "--v:12.34")],
    ["a withheld line", (page: string) => page.replace(/(class="withheld">)/, "$1n = 7 ")],
    ["is in no shown row", (page: string) => page.replace(/(<title[^>]*>)/, "$1n = 213 ")],
  ])("with %s", (what, plant) => {
    const [, markup, release] = reportsOf(town.files, releases).find(([path]) => path === "report.html")!;
    expect(plant(markup)).not.toBe(markup);
    const leaks = findReportLeaks("report.html", plant(markup), release);
    expect(leaks.length).toBeGreaterThan(0);
    for (const leak of leaks) expect(leak.what).toContain(what);
  });
});

describe("a difference", () => {
  const show = (attacked: Attacked, own: (row: Row) => boolean): Attacked => ({
    ...attacked,
    rows: attacked.rows.map((row) => (own(row) ? { ...row, suppressed: "" } : row)),
  });

  test("between two releases of a wave, of a row over a few people more", () => {
    const { before, attacked } = waves.find((wave) => wave.before && wave.attacked.name.endsWith("invited"))!;
    const was = new Map(before!.rows.map((row) => [rowName(row), row]));
    const row = attacked.rows.find((one) => {
      const news = attacked.given.n(one) - before!.given.n(one);
      return isPart(one) && withheld(one) && was.get(rowName(one))?.suppressed === "" && news > 0 && news < 10;
    })!;
    const planted = show(attacked, (one) => one === row);
    const rows = ({ found }: { found: readonly { cell: string; what: string }[] }) =>
      found.filter(({ what }) => what === "row").map(({ cell }) => cell);
    expect(rows(attackNews(before!, attacked, drawFrom(1), false))).toEqual([]);
    expect(rows(attackNews(before!, planted, drawFrom(1), false))).toEqual([rowName(row)]);
  });

  test("between all answers and those without a flag", () => {
    const { attacked } = waves.find((wave) => wave.attacked.name.endsWith("open"))!;
    expect(attackFlagged(attacked).found).toEqual([]);
    const planted = show(attacked, (row) => row.group === "unflagged" && row.measure === "trust");
    expect(attackFlagged(planted).found).not.toEqual([]);
  });

  test("between an index and its other item", () => {
    const { attacked } = waves.find((wave) => wave.attacked.name.endsWith("invited"))!;
    // The whole, as no sum over areas and categories tells it when every part is withheld too.
    const isHidden = (row: Row) => row.measure === "respect" && row.statistic === "mean100";
    const planted = {
      ...attacked,
      rows: attacked.rows
        .filter((row) => row.area === "all" && row.group === "all")
        .map((row) => (isHidden(row) ? { ...row, suppressed: "unreliable" } : row)),
    };
    const attack = (indexes: boolean) => attackValues(planted, drawFrom(1), { answers: false, indexes }).found;
    expect(attack(false)).toEqual([]);
    expect(attack(true)).toEqual([expect.objectContaining({ cell: "all/all/all", what: "respect mean100 " })]);
  });

  test("between the answers of a question", () => {
    const { attacked } = waves.find((wave) => wave.attacked.name.endsWith("invited"))!;
    const planted = {
      ...attacked,
      rows: attacked.rows
        .filter((row) => row.measure === "safety" && row.area === "all" && row.group === "all")
        .map((row) => (row.option === "4" ? { ...row, suppressed: "too-few" } : row)),
    };
    const attack = (answers: boolean) => attackValues(planted, drawFrom(1), { answers, indexes: false }).found;
    expect(attack(false)).toEqual([]);
    expect(attack(true)).toEqual([expect.objectContaining({ what: "safety percent 4", width: expect.closeTo(0, 2) })]);
  });
});
