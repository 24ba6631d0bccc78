import { expect, test } from "vitest";
import { protect } from "../../lib/disclosure/protect.ts";
import type { ProtectedEstimates } from "../../lib/disclosure/protected-estimates.ts";
import { reportPage } from "../../lib/publishing/report/report-page.ts";
import { Results } from "../../lib/publishing/report/results.ts";
import { verdictSentence } from "../../lib/publishing/report/verdict.ts";
import { published, smallEstimates } from "./small-report.ts";

const all = protect(smallEstimates());
/** As the page read after so many waves. */
const until = (waves: number): ProtectedEstimates => protect(smallEstimates().slice(0, waves));
const headline = (estimates: ProtectedEstimates, language = "en"): string => {
  const results = new Results(estimates, published, language);
  return verdictSentence(results, results.newest!, results.primary[0]!);
};

test.each([
  [1, "Trust: 58.2 of 100 in the first wave, January 2026."],
  [2, "Trust is up: 64.3 of 100, 6.1 points more than in January 2026."],
  [3, "Trust: 61 of 100. Not comparable with February 2026, because the questions changed."],
  [4, "Trust: 62.0 of 100. No detectable change since March 2026."],
])("after %i waves the headline claims what the verdict does", (waves, sentence) =>
  expect(headline(until(waves))).toBe(sentence),
);

test("in Spanish", () =>
  expect(headline(until(2), "es")).toBe("Trust sube: 64,3 de 100, 6,1 puntos más que en enero de 2026."));

test("a margin of sampling error is said of a random sample only", () => {
  expect(new Results(all, published, "en").sampling?.precision).toMatch(
    /^Margin of sampling error: at most ±\d(\.\d)? points for any score over everybody in the newest wave, including/,
  );
  const widths = all.rows.flatMap((row) => {
    const isOverall =
      row.area === "all" && row.group === "all" && row.statistic === "mean100" && row.stream === "invited";
    const isNewest = row.wave === all.waves.findLast(({ stream }) => stream === "invited")?.wave;
    return isOverall && isNewest && row.suppressed === "" ? [row.value - row.ci_low, row.ci_high - row.value] : [];
  });
  const said = Number(/±(\d+(\.\d)?)/.exec(new Results(all, published, "en").sampling?.precision ?? "")?.[1]);
  expect(said).toBeCloseTo(Math.max(...widths), 1);
  const open = protect(smallEstimates().filter(({ stream }) => stream === "open"));
  const results = new Results(open, published, "en");
  expect(results.intervalName).toBe("modelled precision");
  expect(results.sampling?.recruited).toBe("People chose to take part; nobody was drawn at random.");
  const sentence = results.sampling?.precision;
  expect(sentence).toMatch(
    /^Modelled precision: at most ±\d+(\.\d)? points for any score .* it is no margin of sampling error\.$/,
  );
  expect(sentence).not.toMatch(/^Margin/);
});

test.each([
  [
    "invited",
    ["sex"],
    "weighted to represent adults in Riverton",
    "People were drawn at random among adults in Riverton.",
  ],
  [
    "open",
    [],
    "not weighted to represent adults in Riverton",
    "People chose to take part; nobody was drawn at random.",
  ],
] as const)(
  "the headline of %s people weighted by %j says whom it stands for and how they were asked",
  (stream, margins, represents, asked) => {
    const page = reportPage(
      protect(smallEstimates().filter((wave) => wave.stream === stream)),
      { ...published, survey: { ...published.survey, margins } },
      { language: "en", data: { href: "", sizes: new Map() }, languages: [], releases: [] },
    );
    const summary = page.slice(page.indexOf('class="summary"'), page.indexOf('class="contents"'));
    expect(summary).toContain(` answers, ${represents}.`);
    expect(summary).toContain(asked);
  },
);

test("a number is told with what its interval may be called", () => {
  const basis = (stream: "invited" | "open") => {
    const estimates = protect(smallEstimates().filter((wave) => wave.stream === stream));
    const results = new Results(estimates, published, "en");
    const row = results.row(results.newest, { measure: "trust" });
    return row?.suppressed === "" ? results.basis(row) : "";
  };
  expect(basis("invited")).toBe("95% interval 59.3 to 64.7, n about 410");
  expect(basis("open")).toBe("modelled precision 46 to 58, n about 90");
});
