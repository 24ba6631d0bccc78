import { describe, expect, test } from "vitest";
import { isProblem } from "../../lib/problems/problem.ts";
import { parseDepartmentFolder } from "../../lib/survey/department-folder.ts";
import { riverton } from "./riverton.ts";

type Files = Record<string, string>;
const changed = (change: (files: Files) => void): Files => {
  const files: Files = riverton();
  change(files);
  return files;
};
const replaced = (file: string, from: string, to: string) =>
  changed((files) => {
    expect(files[file]).toContain(from);
    files[file] = files[file]!.replace(from, to);
  });

/** Mistakes as `file:line field = value: expected`. */
function mistakesOf(files: Files): readonly string[] {
  try {
    parseDepartmentFolder(files);
  } catch (error) {
    if (!isProblem(error, "folder-refused")) throw error;
    return error.detail.mistakes.map(
      ({ file, line, field, value, expected }) => `${file}:${line} ${field} = ${value}: ${expected}`,
    );
  }
  return [];
}

const square = (id: string, name: string) => ({
  type: "Feature",
  properties: { id, name },
  geometry: {
    type: "Polygon",
    coordinates: [
      [
        [0, 0],
        [1, 0],
        [1, 1],
        [0, 0],
      ],
    ],
  },
});
const map = (...features: object[]) => JSON.stringify({ type: "FeatureCollection", features });

test("a folder is read with its defaults", () => {
  const folder = parseDepartmentFolder(riverton());
  expect(folder.survey).toMatchObject({
    graceMinutes: 15,
    retentionDays: 730,
    confidence: 0.95,
    release: "automatic",
    licence: "CC-BY-4.0",
    samplingMode: { invited: "probability", open: "nonprobability" },
    sponsor: { en: "Riverton", es: "Riverton" },
  });
  expect(folder.instruments["core-1"]?.items).toHaveLength(21);
  expect(folder.instruments["core-1"]?.languages).toEqual(["en", "es"]);
  expect(folder.areas).toEqual([
    { id: "north", name: "North" },
    { id: "south", name: "South, by the river" },
  ]);
  expect(folder.population).toHaveLength(7);
  expect(folder.population[2]).toEqual({ margin: "sex", category: "female", count: 260, area: "north" });
});

test("a README and CRLF, byte-order marks and quotes are fine", () => {
  const files: Files = { ...riverton(), "README.md": "# Riverton" };
  for (const name of ["population.csv", "areas.csv", "survey.json"])
    files[name] = `\ufeff${files[name]!.replaceAll("\n", "\r\n")}`;
  expect(parseDepartmentFolder(files)).toEqual(parseDepartmentFolder(riverton()));
});

test("a folder without margins and areas needs neither file", () => {
  const files: Files = riverton();
  const survey = JSON.parse(files["survey.json"]!);
  files["survey.json"] = JSON.stringify({ ...survey, margins: [], areas: undefined });
  delete files["population.csv"];
  delete files["areas.csv"];
  delete files["events.json"];
  expect(parseDepartmentFolder(files)).toMatchObject({ population: [], areas: [], events: [] });
});

describe("each mistake is told by file, line, field, value and what was expected", () => {
  const rows: readonly [Files, string][] = [
    [
      changed((files) => delete files["survey.json"]),
      "survey.json:null  = null: this file in the folder; it is missing",
    ],
    [
      changed((files) => delete files["population.csv"]),
      "population.csv:null  = null: this file with the margins sex, tenure; it is missing",
    ],
    [
      { ...riverton(), "populaton.csv": "" },
      "populaton.csv:null  = null: only the files department.json, survey.json, population.csv, areas.csv, areas.geojson, events.json, outside-series.csv and instruments (.json)",
    ],
    [
      { ...riverton(), "areas.geojson": map(square("north", "N"), square("south", "S")) },
      "areas.geojson:null  = null: either areas.csv or areas.geojson",
    ],
    [
      replaced("department.json", "America/Chicago", "Chicago"),
      'department.json:11 timeZone = "Chicago": an IANA time zone such as America/Chicago',
    ],
    [
      replaced("department.json", '"demo"', '"demos"'),
      "department.json:12 demos = true: no such key: the format does not know it",
    ],
    [
      replaced("survey.json", '"core-1"', '"core-9"'),
      'survey.json:7 instrument = "core-9": an instrument that can be used (core-1)',
    ],
    [
      replaced("survey.json", '"tenure"', '"tenur"'),
      'survey.json:15 margins[1] = "tenur": a demographic of core-1 (area, age, sex, race, race-1997, tenure, gender, home-language, education, contact)',
    ],
    [
      replaced("survey.json", '"race"', '"area"'),
      'survey.json:19 groups[1] = "area": no group of areas: they have a column of their own',
    ],
    [
      replaced("survey.json", '"areas": "area"', '"areas": "age"'),
      'survey.json:12 areas = "age": a demographic that holds the area (area)',
    ],
    [
      replaced("survey.json", '"id": "trust"', '"id": "trust", "doi": "https://doi.org/10.5281/x"'),
      'survey.json:2 doi = "https://doi.org/10.5281/x": a DOI without an address before it, such as 10.5281/zenodo.1234567',
    ],
    [
      replaced("survey.json", '"id": "trust"', '"id": "trust", "retentionDays": 30'),
      "survey.json:2 retentionDays = 30: at least 90",
    ],
    [
      replaced("survey.json", '"id": "trust"', '"id": "trust", "graceMinutes": 61'),
      "survey.json:2 graceMinutes = 61: at most 60",
    ],
    [
      replaced("survey.json", '"id": "trust"', '"id": "trust", "release": "never"'),
      'survey.json:2 release = "never": one of automatic, reviewed',
    ],
    [
      replaced("survey.json", '"es": "Trust in Riverton"', '"fr": "Trust in Riverton"'),
      "survey.json:3 title.es = null: a text in es, a language of the department",
    ],
    [
      replaced("department.json", '"es"\n  ]', '"es",\n    "de"\n  ]'),
      'survey.json:7 instrument = "core-1": an instrument with texts in de, a language of the department',
    ],
    [
      replaced("population.csv", "sex,male,490,", "sex,mal,490,"),
      "population.csv:3 category = mal: one of female, male",
    ],
    [
      replaced("population.csv", "sex,male,490,", "sexes,male,490,"),
      "population.csv:3 margin = sexes: a demographic (area, age, sex, race, race-1997, tenure, gender, home-language, education, contact)",
    ],
    [
      replaced("population.csv", "sex,male,490,", "sex,male,490,east"),
      "population.csv:3 area = east: empty or one of the areas (north, south)",
    ],
    [
      replaced("population.csv", "sex,male,490,", "sex,male,-490,"),
      "population.csv:3 count = -490: a number of residents, 0 or more",
    ],
    [
      replaced("population.csv", "sex,male,490,", "sex,female,490,"),
      "population.csv:3 category = female: each margin, category and area once",
    ],
    [replaced("population.csv", "sex,male,490,\n", ""), "population.csv:null sex = null: a count of male too"],
    [
      replaced("population.csv", "sex,male,240,north\n", ""),
      "population.csv:null sex = null: a count in the area north of male too",
    ],
    [
      replaced("population.csv", "tenure,own,600,", "tenure,own,601,"),
      "population.csv:null tenure = 1001: the total of the margin sex, 1000",
    ],
    [
      replaced("population.csv", "sex,male,490,", "sex,male,490,,"),
      "population.csv:3  = 5 fields: 4 fields, as in the header",
    ],
    [
      replaced("population.csv", "margin,category,count", "margin,group,count"),
      "population.csv:1 category = null: the column category",
    ],
    [
      replaced("population.csv", "sex,male,490,", 'sex,"male,490,'),
      "population.csv:3  = null: a closing quote to the one that opens here",
    ],
    [replaced("areas.csv", "south,", "north,"), "areas.csv:3 id = north: an id that no other area has"],
    [
      replaced("areas.csv", "south,", "South,"),
      "areas.csv:3 id = South: an id of 1 to 40 characters a-z, 0-9, dot, dash or underscore",
    ],
    [
      replaced("areas.csv", "south,", "dk,"),
      "areas.csv:3 id = dk: an id that is no missing code (dk, ref, skip, na, notasked, break)",
    ],
    [replaced("areas.csv", "north,North", "north,"), "areas.csv:2 name = : a name"],
    [
      replaced("events.json", "2026-03-01", "2026-02-30"),
      'events.json:3 [0].date = "2026-02-30": a date such as 2026-03-31',
    ],
    [
      replaced("events.json", "https://", "javascript://"),
      'events.json:8 [0].url = "javascript://example.org/patrols": an http or https address',
    ],
    [replaced("events.json", '"north"', '"east"'), 'events.json:9 [0].area = "east": one of the areas (north, south)'],
  ];
  test.each(rows.map(([files, expected]) => ({ files, expected })))("$expected", ({ files, expected }) => {
    expect(mistakesOf(files)).toContain(expected);
  });

  test("all files at once, in reading order", () => {
    const files = replaced("areas.csv", "south,", "South,");
    files["survey.json"] = files["survey.json"]!.replace('"sex"', '"sexes"');
    files["population.csv"] = files["population.csv"]!.replace("490", "x");
    expect(mistakesOf(files).map((mistake) => mistake.split(" = ")[0])).toEqual([
      "areas.csv:3 id",
      "population.csv:3 count",
      "survey.json:14 margins[0]",
    ]);
  });

  test("a mistake in an instrument of the folder is told once, by its own file", () => {
    const files: Files = replaced("survey.json", '"core-1"', '"own.json"');
    files["own.json"] = '{ "id": "own" }';
    const found = mistakesOf(files);
    expect(found.length).toBeGreaterThan(0);
    expect(found.every((mistake) => mistake.startsWith("own.json:1 "))).toBe(true);
  });

  test("totals may differ by a millionth", () => {
    const millions = (own: string) =>
      changed((files) => {
        files["population.csv"] =
          `margin,category,count\nsex,female,500000\nsex,male,500000\ntenure,own,${own}\ntenure,rent,0\ntenure,other,0\n`;
      });
    expect(mistakesOf(millions("1000001"))).toEqual([]);
    expect(mistakesOf(millions("1000001.1"))).toHaveLength(1);
  });
});
