import { expect, test } from "vitest";
import { protect } from "../../lib/disclosure/protect.ts";
import { makeRelease } from "../../lib/publishing/release.ts";
import { resultsIndex, surveyPages } from "../../lib/publishing/results-pages.ts";
import { sha256 } from "./riverbend.ts";
import { published, smallEstimates } from "./small-report.ts";

const estimates = protect(smallEstimates());
const facts = { previous: null, supersedes: null, sequence: 3, program: { name: "p", version: "0" }, inputs: [] };
const { manifest, files } = makeRelease(estimates, published, facts, sha256);
const ledger = [{ release: manifest.release, published: "2026-05-02T00:00:00Z", brought: ["2026-04"] }];
const inTwo = { ...published, department: { ...published.department, languages: ["en", "ar"] } };
const pages = new Map(
  [
    ...surveyPages(estimates, inTwo, manifest, ledger),
    resultsIndex([{ ...published, release: ledger[0]! }]),
    files.find(({ path }) => path === "report.html")!,
  ]
    .filter(({ path }) => path.endsWith(".html"))
    .map(({ path, bytes }) => [path, String(Buffer.from(bytes))]),
);
const folder = "results/riverton/trust/";

test.each([
  ["results/index.html", "/?lang=en", "To the start page"],
  [`${folder}index.html`, "/?lang=en", "To the start page"],
  [`${folder}releases/index.html`, "/?lang=en", "To the start page"],
  [`${folder}ar/index.html`, "/?lang=ar", "إلى صفحة البداية"],
  ["report.html", "/?lang=en", "To the start page"],
])("the header of %s leads to the start page, in its language", (path, address, words) => {
  const header = /<header>.*?<\/header>/s.exec(pages.get(path)!)![0];
  expect(header).toContain(`<a href="${address}">${words}</a>`);
});

test("the report of a release says which it is, and where newer results would be", () => {
  const report = pages.get("report.html")!;
  expect(report).toContain(
    `<p class="which">Release 3 of this survey, with results up to April 2026. Newer results may be here: <a href="/${folder}"><bdi>/${folder}</bdi></a></p>`,
  );
  expect(pages.get(`${folder}index.html`)).not.toContain('class="which"');
});
