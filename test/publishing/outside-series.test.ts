import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { protect } from "../../lib/disclosure/protect.ts";
import { resultStrings } from "../../lib/language/result-strings.ts";
import { interfaceLanguages } from "../../lib/language/strings.ts";
import { outsideNumbers } from "../../lib/publishing/dataset/outside-file.ts";
import { readChicagoWide } from "../../lib/publishing/dataset/read-chicago-wide.ts";
import { makeRelease } from "../../lib/publishing/release.ts";
import { reportPage } from "../../lib/publishing/report/report-page.ts";
import type { OutsideNumber } from "../../lib/survey/department.ts";
import { sha256 } from "./riverbend.ts";
import { published, smallEstimates } from "./small-report.ts";

const estimates = protect(smallEstimates());
const facts = { previous: null, supersedes: null, sequence: 1, program: { name: "p", version: "0" }, inputs: [] };
const source = "City of <Elsewhere>";
const made: readonly OutsideNumber[] = [1, 2, 3].map((month) => ({
  ...{ source, measure: "trust", from: `2025-0${month}-01`, to: `2025-0${month}-28`, value: 50 + month },
  address: "https://data.example/trust",
}));

const page = (outside: readonly OutsideNumber[] | undefined, language = "en"): string =>
  reportPage(
    estimates,
    { ...published, outside },
    { language, data: { href: "", sizes: new Map() }, languages: [], releases: [] },
  );
/** A chart is drawn twice, wide and narrow. */
const lines = (text: string): readonly string[] => [...text.matchAll(/<g class="outside">.*?<\/g>/g)].map(([g]) => g);

describe("a made-up series of another source", () => {
  test("is a line without band or points in the charts of its measure, and in no other", () => {
    expect(lines(page(made))).toHaveLength(2);
    expect(lines(page(undefined))).toHaveLength(0);
    for (const line of lines(page(made))) {
      expect(line).toContain("City of &lt;Elsewhere&gt;: no n, no margin published");
      expect(line.match(/class="[^"]*"/g)).toEqual(['class="outside"', 'class="line"']);
    }
  });
  test.each([...interfaceLanguages])(
    "says in %s what it lacks: in the chart, under it and over its table",
    (language) => {
      const label = resultStrings(language)("outside-source", { source }).replace("<", "&lt;").replace(">", "&gt;");
      expect(page(made, language).split(label).length - 1).toBeGreaterThanOrEqual(4);
    },
  );
  test("has its numbers in a table of its own and in a file with its source", () => {
    const text = page(made);
    expect(text).toMatch(/<th scope="row">Mar 1\s–\s28, 2025<\/th><td>53<\/td><td>City of &lt;Elsewhere&gt;<\/td>/);
    const { files } = makeRelease(estimates, { ...published, outside: made }, facts, sha256);
    const csv = String(Buffer.from(files.find(({ path }) => path === "outside-series.csv")!.bytes));
    expect(csv.split("\n").slice(0, 2)).toEqual([
      "source,address,measure,from,to,value,label",
      'City of <Elsewhere>,https://data.example/trust,trust,2025-01-01,2025-01-28,51,"no n, no margin published"',
    ]);
  });
  test("changes no estimate, no headline and no other file of numbers", () => {
    const alone = makeRelease(estimates, published, facts, sha256).files;
    const beside = makeRelease(estimates, { ...published, outside: made }, facts, sha256).files;
    const hashes = (files: typeof alone) =>
      files
        .filter(
          ({ path }) =>
            !/^(outside-series.csv|datapackage.json|README.txt|figure-trend-.*svg|report.html|manifest.json|SHA256SUMS)$/.test(
              path,
            ),
        )
        .map(({ path, bytes }) => [path, sha256(bytes)]);
    expect(hashes(beside)).toEqual(hashes(alone));
    const headline = /<h2 id="headline">.*?<\/h2>/;
    expect(headline.exec(page(made))?.[0]).toBe(headline.exec(page(undefined))?.[0]);
  });
});

const root = fileURLToPath(new URL("../..", import.meta.url));
const chicago = resolve(root, process.env.TRUST_CHICAGO ?? "../shared/data/chicago_police_sentiment_2017_2023.csv");
const absent = existsSync(chicago) ? "" : " (not run: Chicago's file is not here; name it with TRUST_CHICAGO)";
test.skipIf(absent !== "")(`Chicago's own history stands beside a survey${absent}`, () => {
  const name = "City of Chicago, Police Sentiment Scores";
  const { series } = readChicagoWide(readFileSync(chicago, "utf8"), { file: "chicago.csv", source: name });
  const monthly = outsideNumbers(series, ["chicago"], { TRUST: "trust", SAFETY: "safety" }).filter(
    ({ from, to }) => Date.parse(to) - Date.parse(from) > 20 * 86_400_000,
  );
  expect(monthly.length).toBeGreaterThan(100);
  const text = page(monthly);
  expect(lines(text).length).toBeGreaterThanOrEqual(3);
  expect(text).toContain(`${name}: no n, no margin published`);
});
