import { brotliCompressSync } from "node:zlib";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { interfaceLanguages } from "../../lib/language/strings.ts";
import { makeRelease } from "../../lib/publishing/release.ts";
import { releaseCalendar } from "../../lib/publishing/release-calendar.ts";
import { resultsIndex, surveyPages } from "../../lib/publishing/results-pages.ts";
import { axeFaults } from "../axe-faults.ts";
import { openBrowser } from "../browser.ts";
import { largeReport } from "./large-report.ts";
import { sha256 } from "./riverbend.ts";

const missed = { wave: "2025-06-b", opens: "2025-06-10T00:00:00Z", closes: "2025-06-20T00:00:00Z" };
const facts = { previous: null, supersedes: null, sequence: 1, program: { name: "p", version: "0" }, inputs: [] };

/** Every page of a survey with one wave whose results never came, and the files of its release. */
async function pagesOf(size?: Parameters<typeof largeReport>[0]) {
  const { estimates, published: whole } = await largeReport(size);
  const wave = { department: "riverbend", survey: "trust", graceMinutes: 0, expires: 0, trial: false, instruments: [] };
  const calendar = releaseCalendar([{ ...wave, ...missed }], whole.survey, new Set(), Date.parse("2027-01-01"));
  const published = { ...whole, calendar, department: { ...whole.department, languages: ["en", "ar"] } };
  const { manifest, files } = makeRelease(estimates, published, facts, sha256);
  const ledger = estimates.waves
    .filter(({ stream }) => stream === "invited")
    .map(({ wave, closes }) => ({ release: `${wave}-0123456789ab`, published: closes, brought: [wave] }));
  const pages = surveyPages(estimates, published, manifest, ledger);
  const index = resultsIndex([{ ...published, release: ledger.at(-1)! }]);
  const report = files.find(({ path }) => path === "report.html")!;
  const all = [...pages.filter(({ path }) => path.endsWith(".html")), index, report].map(
    ({ path, bytes }) => [path, Buffer.from(bytes)] as const,
  );
  return { all, files, release: manifest.release };
}
const { all, files, release } = await pagesOf();
const { all: small } = await pagesOf({ months: 7, districts: 6 });
const english = String(all[0]![1]);
const report = all.at(-1)![1];

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

test("a page is at most 100 kB over the wire, however many waves, areas and measures", () => {
  for (const [path, bytes] of all) expect(brotliCompressSync(bytes).length, path).toBeLessThanOrEqual(100_000);
});

test.each(small)(
  "%s has nothing for axe to find at 360 px, light, and 1280 px, dark, and does not scroll sideways",
  async (_, bytes) => {
    const page = await browser.newPage();
    try {
      await page.setContent(String(bytes));
      await page.evaluate("document.querySelectorAll('details').forEach((details) => (details.open = true))");
      for (const [width, colorScheme, asked] of [
        [360, "light", "all"],
        [1280, "dark", "looks"],
      ] as const) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 900 });
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
        const cut =
          "[...document.querySelectorAll('.intervals')].filter((table) => table.scrollWidth > table.parentElement.clientWidth).length";
        expect(await page.evaluate(cut), "tables of intervals that are cut off").toBe(0);
        expect(await axeFaults(page, asked)).toEqual([]);
      }
    } finally {
      await page.close();
    }
  },
);

test.each(["A4", "Letter"])(
  "the briefing is at most four pages of %s, in both directions of writing",
  async (format) => {
    const page = await browser.newPage();
    for (const [path, bytes] of [all[0]!, all[2]!]) {
      await page.setContent(String(bytes));
      const pdf = await page.pdf({ format, printBackground: true });
      const sheets = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)!;
      expect(sheets.length, path).toBeLessThanOrEqual(4);
    }
    await page.close();
  },
);

test("a wave whose results never came is a gap with a name: in charts, tables and the list of releases", () => {
  expect(english.match(/<g class="missed">/g)!.length).toBeGreaterThan(8);
  expect(english).toContain("Not released. It was expected by Jul 4, 2025.");
  const list = String(all.find(([path]) => path.endsWith("trust/releases/index.html"))![1]);
  expect(list).toContain("The results of June 2025 were expected by Jul 4, 2025 and have not been published.");
  expect(list.match(/<tr/g)).toHaveLength(1 + 24 + 1);
});

test("the map shades what is shown, hatches what is withheld, and marks small samples", () => {
  const map = english.slice(
    english.indexOf('<svg class="map"'),
    english.indexOf("</svg>", english.indexOf('class="map"')),
  );
  expect(map.match(/<g class="area m\d/g)).toHaveLength(21);
  expect(map.match(/<g class="area kept"><title>District 5: Withheld: fewer than 10 answers/g)).toHaveLength(1);
  expect(map.match(/<g class="area m\d few"/g)!.length).toBeGreaterThan(0);
});

test("under every figure there is its own data, and the page links to no file that is not there", () => {
  const names = new Set(files.map(({ path }) => path));
  const folder = `/data/riverbend/trust/releases/${release}/`;
  const links = [...english.matchAll(/href="([^"]+)"/g)]
    .map(([, href]) => href!)
    .filter((href) => href.startsWith(folder));
  expect(links.map((href) => href.slice(folder.length)).filter((file) => !names.has(file))).toEqual([]);
  expect(english).toMatch(/figure-trends\.csv" download>Download the data shown here \(CSV, \d+ kB\)/);
});

test("a link to a file says its size, where it can be known", () => {
  const links = [
    ...english.matchAll(
      /<a href="\/data\/[^"]*\/([^"/]+)"[^>]*>(?:[^<]+)<\/a>(?: <span class="quiet">[^<]*<\/span>)?/g,
    ),
  ];
  expect(links.length).toBeGreaterThan(30);
  const bare = links.filter(([text]) => !/\d (kB|MB|byte)\)?/.test(text)).map(([, file]) => file);
  expect(bare).toEqual(["manifest.json", "SHA256SUMS"]);
});

test("a printed report names its release and where it stays", async () => {
  const { estimates, published } = await largeReport({ months: 2, districts: 2 });
  const ledger = [{ release: "2025-02-0123456789ab", published: "2025-03-01T00:00:00Z", brought: ["2025-02"] }];
  const shown = { release: "2025-02-0123456789ab", files: [] };
  const footerOf = (...url: readonly string[]) =>
    String(Buffer.from(surveyPages(estimates, published, shown, ledger, ...url)[1]!.bytes)).split("<footer>")[1];
  expect(footerOf()).toMatch(/Release <a [^>]*><bdi>2025-02-0123456789ab<\/bdi><\/a>, Mar 1, 2025<\/p>/);
  expect(footerOf("https://survey.example.org")).toContain(
    "<bdi>https://survey.example.org/data/riverbend/trust/releases/2025-02-0123456789ab/</bdi>",
  );
  expect(String(report)).not.toMatch(/Release <a/);
});

test("every page says its language and direction and leads to the others", () => {
  expect(interfaceLanguages).toContain("ar");
  for (const [path, bytes] of all.filter(([path]) => path.startsWith("results/riverbend")))
    expect(String(bytes), path).toMatch(
      path.includes("/ar/") ? /lang="ar" dir="rtl".*hreflang="en"/ : /lang="en" dir="ltr".*hreflang="ar"/,
    );
});

test("on the index only the departments that are made up say so", async () => {
  const { published } = await largeReport({ months: 2, districts: 2 });
  const release = { published: "2025-03-01T00:00:00Z" };
  const real = { ...published.department, id: "realville", name: { en: "Realville" }, demo: false };
  const made = { ...published, release };
  const page = String(Buffer.from(resultsIndex([{ ...made, department: real }, made]).bytes));
  const [before, demo] = page.split("<h2>Riverbend");
  expect(before).toContain("<h2>Realville");
  expect(before).not.toContain("made up");
  expect(demo).toMatch(/^[^<]*<\/h2><p class="demo"><strong>Demo\.<\/strong> This department is made up/);
});
