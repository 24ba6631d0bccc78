import { expect, test } from "vitest";
import { reportPage } from "../../lib/publishing/report/report-page.ts";
import { largeReport } from "./large-report.ts";

const { estimates, published } = await largeReport({ months: 2, districts: 6 });
const areas = published.areas.toReversed();
const page = reportPage(
  estimates,
  { ...published, areas },
  {
    language: "en",
    data: { href: "", sizes: new Map() },
    languages: [],
    releases: [],
  },
);
const section = page.slice(page.indexOf('id="areas"'), page.indexOf('id="groups"'));

test("areas stand in the department's own order under every measure, withheld ones too: the table is no ranking", () => {
  const tables = section.split("<table").slice(1);
  expect(tables.length).toBeGreaterThan(5);
  for (const table of tables)
    expect([...table.matchAll(/<bdi>(District \d)<\/bdi>/g)].map(([, name]) => name)).toEqual(
      areas.map(({ name }) => name),
    );
});
