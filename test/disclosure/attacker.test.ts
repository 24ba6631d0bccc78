import { beforeAll, describe, expect, test } from "vitest";
import { defaultPolicy } from "../../lib/disclosure/policy.ts";
import { protect } from "../../lib/disclosure/protect.ts";
import { drawFrom } from "../../lib/local/demo/residents.ts";
import { estimatesFiles } from "../../lib/publishing/estimates-files.ts";
import { riverbend } from "../publishing/riverbend.ts";
import { attackCounts } from "./attacker/attack-counts.ts";
import { attackFlagged, attackNews } from "./attacker/attack-news.ts";
import { attackValues, type Outcome } from "./attacker/attack-values.ts";
import { type AttackedWave, attackedWaves } from "./attacker/attacked-waves.ts";
import { Given } from "./attacker/cells.ts";
import { findLeaks, findReceiptLeaks } from "./attacker/find-leaks.ts";
import { type PublishedTown, publishTown } from "./attacker/published-town.ts";
import { type ReadRelease, readPublication, table, unreadFiles } from "./attacker/read-publication.ts";
import { findReportLeaks, reportsOf } from "./attacker/report-leaks.ts";

// ATTACKER=all: the demo with every group, all questions jointly, every wave. Else two groups, and every fifth wave.
const all = process.env.ATTACKER === "all";
const minutes = 60_000;
const plan = {
  waves: 12,
  invited: 640,
  open: 180,
  late: { 1: 14 },
  ...(all ? {} : { groups: ["sex", "tenure"] }),
};

let town: PublishedTown;
let releases: readonly ReadRelease[];
let waves: readonly AttackedWave[];
beforeAll(async () => {
  town = await publishTown(plan);
  releases = await readPublication(town.files);
  waves = attackedWaves(releases, town);
}, 30 * minutes);

const sampled = (): readonly AttackedWave[] =>
  waves.filter(({ before }, at) => all || at % 5 === 0 || before !== undefined);
const together = (outcomes: readonly Outcome[]): Outcome => ({
  attacked: outcomes.reduce((sum, { attacked }) => sum + attacked, 0),
  found: outcomes.flatMap(({ found }) => found),
});

describe("an attacker who has every public file of twelve waves, exact n and values of shown rows, and the shares of all cells", () => {
  test(
    "reads nothing about a withheld cell in any file, nor a shown one more precisely than it is printed",
    () => {
      expect(releases).toHaveLength(3);
      expect(unreadFiles(releases)).toEqual([]);
      expect(releases.flatMap(findLeaks)).toEqual([]);
      expect(
        releases.flatMap(({ files }) => [...files.keys()].filter((file) => file.startsWith("receipts-"))),
      ).toHaveLength(13);
      expect(findReceiptLeaks(releases)).toEqual([]);
    },
    minutes,
  );

  test(
    "reads nothing of the kind in the reports, their charts and what they say aloud, nor in the pictures",
    () => {
      const reports = reportsOf(town.files, releases);
      // Of each of three releases the report and two pictures, and two pages.
      expect(reports).toHaveLength(11);
      expect(reports.flatMap(([page, markup, release]) => findReportLeaks(page, markup, release))).toEqual([]);
    },
    minutes,
  );

  test(
    "bounds no withheld n within ten, with all questions and the people behind them at once",
    () => {
      const { attacked, found } = together(sampled().map((wave) => attackCounts(wave.attacked, drawFrom(1))));
      expect(attacked).toBeGreaterThan(500);
      expect(found).toEqual([]);
    },
    60 * minutes,
  );

  test(
    "bounds no withheld value within twenty points by sums over areas and categories",
    () => {
      const sums = { answers: false, indexes: true };
      const { attacked, found } = together(sampled().map((wave) => attackValues(wave.attacked, drawFrom(1), sums)));
      expect(attacked).toBeGreaterThan(1500);
      expect(found).toEqual([]);
    },
    60 * minutes,
  );

  test(
    "bounds no withheld answer within twenty points by what its own cell shows",
    () => {
      const { found } = together(sampled().map((wave) => attackValues(wave.attacked, drawFrom(1))));
      expect(found).toEqual([]);
    },
    60 * minutes,
  );

  test("finds no few people by taking those without flags from all", () => {
    const { attacked, found } = together(waves.map((wave) => attackFlagged(wave.attacked)));
    expect(attacked).toBeGreaterThan(100);
    expect(found).toEqual([]);
  });
});

test(
  "without complementary suppression it finds withheld cells to the number",
  async () => {
    const [wave] = (await riverbend({ waves: 1, invited: 260, open: 110 })).estimates;
    const exact = {
      ...wave!,
      rows: wave!.rows.filter(({ key }) => key.measure === "trust" || key.measure === "safety"),
    };
    const files = estimatesFiles(protect([exact], { ...defaultPolicy, complementary: false, audit: false }));
    const read = (path: string) => table(files.find((file) => file.path === path)!.bytes);
    const attacked = {
      name: "unprotected",
      rows: read("estimates.csv"),
      margins: read("representation.csv"),
      quality: read("quality.csv"),
      codebook: [],
      given: new Given(exact),
    };
    expect(attackCounts(attacked, drawFrom(1)).found.length).toBeGreaterThan(0);
    const values = attackValues(attacked, drawFrom(1));
    expect(values.found.filter(({ width }) => width < 1).length).toBeGreaterThan(0);
  },
  minutes,
);

describe("a release that supersedes another", () => {
  let found: ReturnType<typeof together>["found"];
  beforeAll(() => {
    const again = waves.filter(({ before }) => before !== undefined);
    expect(again.length).toBeGreaterThan(0);
    found = together(again.map(({ before, attacked }) => attackNews(before!, attacked, drawFrom(1), all))).found;
  }, 60 * minutes);

  test("tells of no few new people in any row or margin, nor by sums over both", () => {
    expect(found.filter(({ what }) => what !== "flagged" && what !== "quality")).toEqual([]);
  });
  test("tells of no few new flagged people", () => {
    expect(found.filter(({ what }) => what === "flagged")).toEqual([]);
  });
  test("tells of no few new complete answers in quality.csv", () => {
    expect(found.filter(({ what }) => what === "quality")).toEqual([]);
  });
});
