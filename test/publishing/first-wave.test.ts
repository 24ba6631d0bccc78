import { describe, expect, test } from "vitest";
import { protect } from "../../lib/disclosure/protect.ts";
import type { WaveEstimates } from "../../lib/estimation/wave-estimates.ts";
import type { PublishedSurvey } from "../../lib/publishing/published-survey.ts";
import { reportPage } from "../../lib/publishing/report/report-page.ts";
import { trendPictures } from "../../lib/publishing/report/trend-pictures.ts";
import { row, wave } from "../disclosure/made-up-wave.ts";
import { published, smallEstimates } from "./small-report.ts";

const trendsOf = (waves: readonly WaveEstimates[], survey: PublishedSurvey = published): string => {
  const page = reportPage(protect(waves), survey, {
    language: "en",
    data: { href: "", sizes: new Map() },
    languages: [],
    releases: [],
  });
  return page.slice(page.indexOf('id="trends"'), page.indexOf("</section>", page.indexOf('id="trends"')));
};
const legendOf = (trends: string): string[] =>
  [...(/<ul class="legend">(.*?)<\/ul>/.exec(trends)?.[1] ?? "").matchAll(/<\/svg> ([^<]+)/g)].map(([, text]) => text!);

describe("the chart of a first wave", () => {
  const [first] = smallEstimates();
  test("has an axis of one scale, and its point in the middle", () => {
    const trends = trendsOf([first!]);
    expect(trends).not.toContain('class="bend"');
    const [, x] = /<circle class="point" cx="([\d.]+)"[^>]*><title>/.exec(trends)!;
    // Between the margins of a sheet 760 wide.
    expect(Number(x)).toBe((42 + 722) / 2);
  });
  test("has its break where somebody else published long before", () => {
    const outside = [
      { measure: "trust", source: "Other", from: "2019-01-01", to: "2019-12-31", value: 55 },
      { measure: "trust", source: "Other", from: "2020-01-01", to: "2020-12-31", value: 56 },
    ];
    expect(trendsOf([first!], { ...published, outside })).toContain('class="bend"');
    const since = outside.map((one) => ({ ...one, from: "2026-02-01", to: "2026-02-28" }));
    expect(trendsOf([first!], { ...published, outside: since })).not.toContain('class="bend"');
  });
  test("explains the marks that it has, and no other", () => {
    expect(legendOf(trendsOf([first!]))).toEqual(["People invited at random"]);
    const few = wave("2026-01", [row({}, { n: 12, value: 52 })], {
      stream: "open",
      samplingMode: "nonprobability",
      n: 12,
    });
    expect(legendOf(trendsOf([first!, few]))).toEqual(["People invited at random"]);
    const open = wave("2026-01", [row({}, { n: 40, value: 52 })], {
      stream: "open",
      samplingMode: "nonprobability",
      n: 40,
    });
    expect(legendOf(trendsOf([first!, open]))).toEqual([
      "People invited at random",
      "People who used an open link (opt-in)",
      "small sample",
    ]);
  });
});

describe("where every number of a score is withheld", () => {
  const withheld = [wave("2026-01", [row({}, { n: 12, value: 60 }), row({ measure: "safety" }, { n: 12, value: 60 })])];
  const trends = trendsOf(withheld);
  test("a sentence and its table stand in place of the chart", () => {
    expect(trends).not.toMatch(/<svg|class="legend"|The band is/);
    expect(trends).toContain("Trust: too few answers in January 2026 to show a reliable number.");
    expect(trends).toContain('class="withheld">Withheld: too few answers to be reliable<');
  });
  test("the others keep theirs", () => {
    const both = trendsOf([
      wave("2026-01", [row({}, { n: 12, value: 60 }), row({ measure: "safety" }, { n: 420, value: 60 })]),
    ]);
    expect(both.slice(both.indexOf('id="trend-trust"'), both.indexOf('id="trend-safety"'))).not.toContain("<svg");
    expect(both.slice(both.indexOf('id="trend-safety"'))).toContain("<svg viewBox");
  });
  test("its picture has no empty chart either", () => {
    const [picture] = trendPictures(protect(withheld), published);
    expect(String(Buffer.from(picture!.bytes))).not.toContain('class="grid"');
  });
});
