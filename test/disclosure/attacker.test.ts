import { parse } from "csv-parse/sync";
import { beforeAll, describe, expect, test } from "vitest";
import { type DisclosurePolicy, defaultPolicy } from "../../lib/disclosure/policy.ts";
import { protect } from "../../lib/disclosure/protect.ts";
import type { WaveEstimates } from "../../lib/estimation/wave-estimates.ts";
import { estimatesFiles } from "../../lib/publishing/estimates-files.ts";
import { riverbend } from "../publishing/riverbend.ts";
import { type Attacked, attackCounts, attackValues, type CsvRow, type Published } from "./attacker.ts";

const waves = 12;
let before: readonly WaveEstimates[];
let after: readonly WaveEstimates[];
beforeAll(async () => {
  before = (await riverbend({ waves, invited: 260, open: 110 })).estimates;
  // The first answers are the same, and some arrive late.
  after = (await riverbend({ waves: 2, invited: 300, open: 110 })).estimates;
}, 120_000);

/** What a release says, read from its files. */
function publish(estimates: readonly WaveEstimates[], policy: DisclosurePolicy): readonly Published[] {
  const made = protect(estimates, policy);
  const table = (path: string): readonly CsvRow[] => {
    const file = estimatesFiles(made).find((one) => one.path === path)!;
    return parse(Buffer.from(file.bytes), { columns: true });
  };
  const [rows, margins] = [table("estimates.csv"), table("representation.csv")];
  return estimates.map((exact) => {
    const own = (row: CsvRow) => row.wave === exact.wave && row.stream === exact.stream;
    return { rows: rows.filter(own), margins: margins.filter(own), exact };
  });
}

const tooClose = (attacked: readonly Attacked[]) => attacked.filter(({ width, needed }) => width < needed);

describe("an attacker who has every file of twelve waves, exact n and values of shown rows, and the shares of all cells", () => {
  test("bounds no withheld n within ten", () => {
    const attacked = publish(before, defaultPolicy).flatMap((one) => attackCounts(one, 3));
    expect(attacked.length).toBeGreaterThan(50);
    expect(tooClose(attacked)).toEqual([]);
  }, 120_000);

  test("bounds no withheld value within twenty points, nor closer than the number over everybody does", () => {
    const attacked = publish(before, defaultPolicy).flatMap((one) => attackValues(one, 3));
    expect(attacked.length).toBeGreaterThan(300);
    expect(tooClose(attacked)).toEqual([]);
  }, 120_000);

  test("without complementary suppression finds withheld cells to the number", () => {
    const policy = { ...defaultPolicy, complementary: false, audit: false };
    const [first] = publish(before.slice(0, 1), policy);
    expect(tooClose(attackCounts(first!, 20)).length).toBeGreaterThan(0);
    expect(tooClose(attackValues(first!, 10)).filter(({ width }) => width < 1).length).toBeGreaterThan(0);
  });
});

test("two releases of a wave differ in a shown cell by nobody, to the letter, or by at least ten", () => {
  const wave = after.find(({ wave, stream }) => wave === before[0]!.wave && stream === before[0]!.stream)!;
  const old = before.find((one) => one.wave === wave.wave && one.stream === wave.stream)!;
  const first = protect([old]);
  const second = protect([wave], defaultPolicy, { released: first, estimates: [old] });
  const exact = (estimates: WaveEstimates) => estimates.rows.map(({ estimate }) => estimate.n);
  const [was, is] = [exact(old), exact(wave)];
  expect(is.length).toBe(was.length);
  let printedAgain = 0;
  for (const [at, row] of second.rows.entries()) {
    const earlier = first.rows[at]!;
    if (row.suppressed !== "" || earlier.suppressed !== "") continue;
    const news = is[at]! - was[at]!;
    if (news === 0) expect(row).toEqual(earlier);
    else expect(news).toBeGreaterThanOrEqual(10);
    if (news > 0) printedAgain++;
  }
  expect(printedAgain).toBeGreaterThan(0);
});
