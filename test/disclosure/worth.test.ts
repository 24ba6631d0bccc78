import { expect, test } from "vitest";
import { protect } from "../../lib/disclosure/protect.ts";
import type { PublishedRow } from "../../lib/disclosure/protected-estimates.ts";
import { riverbend } from "../publishing/riverbend.ts";

/**
 * Of the demo's town. It cannot hold of every town: where a rare answer of a whole group has no other room, its mean goes.
 */
test("no whole area or category with 100 answers is withheld as a partner while crossings of the measure are shown, where all beside it have 50", async () => {
  const { estimates } = await riverbend({ waves: 5, invited: 640, open: 30 });
  const invited = estimates.filter(({ stream }) => stream === "invited").slice(-1);
  for (const wave of invited) {
    const rows = protect([wave]).rows.map((row, at) => ({ row, n: wave.rows[at]!.estimate.n }));
    const isMean = ({ statistic, group }: PublishedRow) => statistic === "mean100" && group !== "unflagged";
    const means = rows.filter(({ row }) => isMean(row));
    const crossings = means.filter(({ row }) => row.area !== "all" && row.group !== "all" && row.suppressed === "");
    expect(crossings.length).toBeGreaterThan(20);
    const wholes = means.filter(({ row }) => (row.area === "all") !== (row.group === "all"));
    const lost = [...Map.groupBy(wholes, ({ row }) => `${row.measure} ${row.group}`).values()]
      .filter((line) => line.every(({ n }) => n === 0 || n >= 50))
      .flatMap((line) => line.filter(({ row, n }) => n >= 100 && row.suppressed !== ""))
      .filter(({ row }) => crossings.some((one) => one.row.measure === row.measure));
    expect(lost.map(({ row }) => `${row.measure} ${row.area} ${row.category}`)).toEqual([]);
  }
}, 30_000);
