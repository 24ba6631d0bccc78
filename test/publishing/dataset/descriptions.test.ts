import { describe, expect, test } from "vitest";
import { aboutDataset, licenceAddress } from "../../../lib/publishing/dataset/about.ts";
import { catalogFile } from "../../../lib/publishing/dataset/catalog.ts";
import { citationFile } from "../../../lib/publishing/dataset/citation.ts";
import { dataPackage } from "../../../lib/publishing/dataset/data-package.ts";
import { ddiCodebook } from "../../../lib/publishing/dataset/ddi-codebook.ts";
import { datasetJsonLd } from "../../../lib/publishing/dataset/json-ld.ts";
import { type ReleaseStory, readmeFile } from "../../../lib/publishing/dataset/readme.ts";
import { estimateColumns } from "../../../lib/publishing/estimates-files.ts";
import type { ReleaseFile } from "../../../lib/publishing/release-file.ts";
import { yearlyColumns } from "../../../lib/publishing/yearly-file.ts";
import { sha256 } from "../riverbend.ts";
import { fullRelease, townRelease } from "./town-release.ts";

const town = await townRelease();
const { department, survey } = town.published;
const about = aboutDataset(town.estimates, town.published);
const story: ReleaseStory = {
  ...{ sequence: 1, previous: undefined, supersedes: undefined },
  ...{ brought: ["2026-q1"] },
};
const textOf = ({ bytes }: { readonly bytes: Uint8Array }): string => new TextDecoder().decode(bytes);

/** Opened and closed in pairs, quoted attributes, nothing bare: enough to say that it is XML. */
function elementsOf(xml: string): readonly string[] {
  const open: string[] = [];
  const seen: string[] = [];
  const token = /<\?xml [^>]*\?>|<(\/?)([A-Za-z]\w*)((?: [\w:]+="[^"<]*")*)(\/?)>|[^<]+/g;
  let at = 0;
  for (const match of xml.matchAll(token)) {
    if (match.index !== at) throw new Error(`not XML at ${xml.slice(at, at + 40)}`);
    at += match[0].length;
    const [whole, closes, name = "", , empty] = match;
    if (!whole.startsWith("<") && /&(?!(amp|lt|gt|quot|#39);)/.test(whole)) throw new Error(`bare & in ${whole}`);
    if (name === "") continue;
    if (closes) {
      if (open.pop() !== name) throw new Error(`</${name}> closes another element`);
      continue;
    }
    seen.push(name);
    if (!empty) open.push(name);
  }
  if (open.length > 0 || at !== xml.length) throw new Error(`unfinished: ${open.join()}`);
  return seen;
}

describe("ddi-codebook.xml", () => {
  const xml = town.text("ddi-codebook.xml");
  const elements = elementsOf(xml);

  test("is DDI-Codebook 2.5 with its parts in the order of the standard", () => {
    expect(xml).toContain('<codeBook xmlns="ddi:codebook:2_5"');
    const parts = elements.filter((name) => ["stdyDscr", "fileDscr", "dataDscr"].includes(name));
    expect(parts).toEqual(["stdyDscr", "fileDscr", "fileDscr", "dataDscr"]);
    const study = elements.filter((name) => ["citation", "stdyInfo", "method", "dataAccs"].includes(name));
    expect(study).toEqual(["citation", "stdyInfo", "method", "dataAccs"]);
  });
  test("has every column as a variable, every code as a category and the wording of every measure", () => {
    const variables = [...xml.matchAll(/<var ID="(\w+)"/g)].map(([, name]) => name);
    expect(variables).toEqual([...estimateColumns, ...yearlyColumns.map((column) => `yearly_${column}`)]);
    expect(xml).toContain(`<caseQnty>${town.estimates.rows.length}</caseQnty>`);
    expect(xml).toContain('<catgry missing="Y"><catValu>dk</catValu><labl>Don&#39;t know</labl></catgry>');
    expect(xml).toContain("The police in my neighborhood treat people with respect. | ");
  });
  test.each(["<a><b></a></b>", "<a>", "<a>R&D</a>", '<a b="<"/>'])("what is no XML would be found: %s", (broken) =>
    expect(() => elementsOf(broken)).toThrow(),
  );
});

describe("CITATION.cff", () => {
  test("has what Citation File Format 1.2.0 demands, in YAML that needs no quoting of ours", () => {
    const lines = town.text("CITATION.cff").trimEnd().split("\n");
    const top = Object.fromEntries(
      lines
        .filter((line) => /^[a-z-]+: /.test(line))
        .map((line) => [line.split(": ")[0], JSON.parse(line.slice(line.indexOf(": ") + 2))]),
    );
    expect(top).toMatchObject({ "cff-version": "1.2.0", type: "dataset", version: "3", license: "CC0-1.0" });
    expect(top.message && top.title).toBeTruthy();
    expect(lines).toContain('  - name: "Riverbend Police Department"');
  });
  test("a licence in words is not passed off as an SPDX name", () => {
    const text = textOf(citationFile({ ...about, licence: "Ask the mayor", licenceAddress: undefined }, 1));
    expect(text).not.toContain("license");
  });
});

test("the DOI of a series stands wherever the series is described, and where there is none nothing does", () => {
  const cited = { ...about, doi: "https://doi.org/10.5281/zenodo.123" };
  const texts = (one: typeof about) => [
    textOf(citationFile(one, 1)),
    textOf(dataPackage(one, 1, {}, [], sha256)),
    datasetJsonLd(one, "", [], []),
    textOf(ddiCodebook(one, 1, { labels: {}, codebook: [], rows: 0, yearly: 0, methods: [] })),
    textOf(readmeFile(one, story, [])),
  ];
  const says = texts(cited).map((text) =>
    /(?:value: |"id": |"identifier":|agency="DOI">|Series: {5}).*10\.5281\/zenodo\.123/.test(text),
  );
  expect(says).toEqual([true, true, true, true, true]);
  expect(texts(about).filter((text) => /doi/i.test(text))).toEqual([]);
});

test.each([
  ["CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"],
  ["CC-BY-NC-SA-4.0", "https://creativecommons.org/licenses/by-nc-sa/4.0/"],
  ["ODbL-1.0", "https://spdx.org/licenses/ODbL-1.0.html"],
  ["City of Riverton open-data terms", undefined],
])("the licence %s is explained at %s", (licence, address) => expect(licenceAddress(licence)).toBe(address));

test("JSON-LD describes a schema.org Dataset and cannot end its script element", () => {
  const json = datasetJsonLd({ ...about, title: "</script><script>alert(1)" }, "/data/r/", ["Trust"], ["raked"]);
  expect(json).not.toContain("<");
  expect(JSON.parse(json)).toMatchObject({
    "@context": "https://schema.org/",
    "@type": "Dataset",
    name: "</script><script>alert(1)",
    license: "https://creativecommons.org/publicdomain/zero/1.0/",
    // Days where the department is, the last one that took answers: it opens at midnight in UTC, six hours before one there.
    temporalCoverage: "2024-12-31/2026-01-31",
    variableMeasured: [{ name: "Trust", minValue: 0, maxValue: 100 }],
  });
  const named = JSON.parse(json).distribution.map(({ contentUrl }: { contentUrl: string }) => contentUrl.slice(8));
  for (const file of named) expect(town.bytes(file).length).toBeGreaterThan(0);
});

describe("data/catalog.json", () => {
  const release = { release: "2026-08-0123456789ab", sequence: 2, published: "2026-09-02T10:00:00.000Z" };
  const contact = { en: "Write to data@riverbend.example, or call." };
  const [dataset] = JSON.parse(
    textOf(catalogFile([{ department: { ...department, contact }, survey, release }])),
  ).dataset;

  test("has what DCAT-US 3.0 demands of a dataset: title, description, publisher, contact with e-mail", () => {
    expect(dataset).toMatchObject({
      "@type": "Dataset",
      identifier: "/data/riverbend/trust/latest/",
      contactPoint: { fn: "Riverbend Police Department", hasEmail: "mailto:data@riverbend.example" },
      publisher: { "@type": "Organization", name: "Riverbend Police Department" },
      modified: "2026-09-02",
      language: ["en"],
    });
    expect(dataset.title && dataset.description).toBeTruthy();
  });
  test("leads to files of the release", () => {
    const files = dataset.distribution.map(({ downloadURL }: { downloadURL: string }) => downloadURL);
    expect(files[0]).toBe("/data/riverbend/trust/releases/2026-08-0123456789ab/estimates.csv");
    for (const file of files) expect(town.bytes(file.split("/").at(-1)).length).toBeGreaterThan(0);
  });
  test("every address is whole where the public address is known, as the standard wants it", () => {
    const text = textOf(catalogFile([{ department, survey, release }], "https://survey.example.org"));
    const addresses = [...text.matchAll(/"(?:@id|identifier|accessURL|downloadURL)": "([^"]+)"/g)].map(([, at]) => at!);
    expect(addresses.length).toBeGreaterThanOrEqual(7);
    expect(addresses.filter((at) => URL.parse(at)?.protocol !== "https:")).toEqual([]);
    expect(addresses).toContain("https://survey.example.org/data/riverbend/trust/latest/");
  });
  test("without an e-mail address in the contact there is none in the catalog", () => {
    const [bare] = JSON.parse(textOf(catalogFile([{ department, survey, release }]))).dataset;
    expect(bare.contactPoint).toEqual({ "@type": "Kind", fn: "Riverbend Police Department" });
  });
});

describe("README.txt", () => {
  const text = town.text("README.txt");
  test("names every file of the dataset and none that is not there", () => {
    const named = [...text.matchAll(/[\w-]+\.(?:csv|parquet|json|xml|cff|txt|R|py|do|sps|html)\b/g)].map(
      ([name]) => name,
    );
    const there = town.files.map(({ path }) => path).filter((path) => !/_(n|moe)\.csv$|README/.test(path));
    expect([...new Set(named)].toSorted()).toEqual([...there, "feed.xml", "manifest.json", "report.html"].toSorted());
  });
  test("fits 80 columns and says where data are made up", () => {
    expect(text.split("\n").filter((line) => line.length > 80)).toEqual([]);
    expect(text).toContain("MADE-UP DATA");
    expect(textOf(readmeFile({ ...about, demo: false }, story, []))).not.toContain("MADE-UP");
  });
  test("says what changed: what is new, what it follows, what it corrects", () => {
    const corrects = { ...story, previous: "2026-q1-a1", supersedes: "2026-q1-a1", brought: ["2026-q1", "2026-q2"] };
    const words = (one: ReleaseStory) =>
      textOf(readmeFile(about, one, []))
        .split("WHAT IS NEW\n")[1]!
        .split("\n\n")[0]!;
    expect(words(story)).toBe(
      "Waves printed for the first time, or again: 2026-q1.\nThe first release of the series.\nEvery release with what changed: /results/riverbend/trust/feed.xml",
    );
    expect(words(corrects).replaceAll("\n", " ")).toMatch(
      /2026-q1, 2026-q2\. Follows 2026-q1-a1, which had all other waves to the letter\. Corrects 2026-q1-a1: answers that came late/,
    );
  });
  test("names the files that not every release has, where there are some", () => {
    const names = ["areas.geojson", "events.csv", "outside-series.csv", "places.csv", "receipts-WAVE.txt"];
    const named = (file: ReleaseFile) =>
      textOf(file)
        .split("\n")
        .filter((line) => names.includes(line));
    expect(named(fullRelease(town).files.find(({ path }) => path === "README.txt")!)).toEqual(names);
    expect(named(readmeFile(about, story, []))).toEqual([]);
  });
});
