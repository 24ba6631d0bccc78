import type { Mistake } from "../problems/mistake.ts";
import { builtInNames } from "./built-in-instruments.ts";
import type { CsvRow } from "./csv-file.ts";
import { isAreaDemographic } from "./demographic.ts";
import type { Area, Department, Event, Survey } from "./department.ts";
import { type Finding, repeated } from "./finding.ts";
import { type Instrument, missingCodes, type Text } from "./instrument.ts";
import { idPattern } from "./instrument-schema.ts";
import type { JsonFile, Path } from "./json-file.ts";

/** Parts that could be read; the checks between files look at those. */
export interface FolderParts {
  readonly department?: Department | undefined;
  readonly survey?: Survey | undefined;
  readonly instruments: Readonly<Record<string, Instrument>>;
  readonly areas: readonly Area[];
  readonly events: readonly Event[];
  readonly geometry?: unknown;
  /** Every file of the folder. */
  readonly names: readonly string[];
  /** The JSON files by name, for the lines of mistakes. */
  readonly json: Readonly<Record<string, JsonFile>>;
}

/** What no file can say alone: references between files, languages, areas. */
export function folderMistakes(parts: FolderParts, areaRows: readonly CsvRow[]): readonly Mistake[] {
  return [
    ...located(parts, "department.json", departmentMistakes(parts)),
    ...located(parts, "survey.json", surveyMistakes(parts)),
    ...located(parts, "events.json", eventMistakes(parts)),
    ...located(parts, "areas.geojson", featureMistakes(parts)),
    ...areaRows.flatMap(({ line, values }, at) => [
      ...areaRowMistakes(parts, at, values.name!).map(
        ([field, value, expected]): Mistake => ({ file: "areas.csv", line, field, value, expected }),
      ),
    ]),
  ];
}

function located({ json }: FolderParts, file: string, findings: Iterable<Finding>): readonly Mistake[] {
  return [...findings].map(({ path, expected }) => json[file]!.mistake(path, expected));
}

function* departmentMistakes({ department }: FolderParts): Generator<Finding> {
  if (!department) return;
  yield* repeated(department.languages, (at) => ["languages", at], "each language once");
  yield* textMistakes(department.languages, department.name, ["name"]);
  if (department.contact) yield* textMistakes(department.languages, department.contact, ["contact"]);
}

function* surveyMistakes(parts: FolderParts): Generator<Finding> {
  const { department, survey, instruments, json, names } = parts;
  if (!survey) return;
  const own = (json["survey.json"]?.value ?? {}) as { sponsor?: unknown };
  for (const name of ["title", "population", "sponsor"] as const)
    if (department && (name !== "sponsor" || own.sponsor !== undefined))
      yield* textMistakes(department.languages, survey[name], [name]);
  if (department && survey.helpline) yield* textMistakes(department.languages, survey.helpline, ["helpline"]);
  const instrument = instruments[survey.instrument];
  if (instrument) yield* instrumentUseMistakes(parts, instrument);
  else if (!names.includes(survey.instrument))
    yield { path: ["instrument"], expected: `an instrument that can be used (${instrumentNames(instruments)})` };
}

function* instrumentUseMistakes(
  { department, survey, areas }: FolderParts,
  instrument: Instrument,
): Generator<Finding> {
  if (!survey) return;
  for (const language of department?.languages ?? [])
    if (!instrument.languages.includes(language))
      yield { path: ["instrument"], expected: `an instrument with texts in ${language}, a language of the department` };
  const demographics = new Map(instrument.demographics.map((demographic) => [demographic.id, demographic]));
  const usable = [...demographics.keys()].join(", ");
  for (const list of ["margins", "groups"] as const) {
    yield* repeated(survey[list], (at) => [list, at], "each demographic once");
    for (const [at, id] of survey[list].entries())
      if (!demographics.has(id)) yield { path: [list, at], expected: `a demographic of ${instrument.id} (${usable})` };
  }
  if (survey.areas === undefined) return;
  const area = demographics.get(survey.areas);
  const areaIds = [...demographics.values()].filter((one) => isAreaDemographic(instrument, one)).map(({ id }) => id);
  if (!area || !isAreaDemographic(instrument, area))
    yield {
      path: ["areas"],
      expected: `a demographic that holds the area (${areaIds.join(", ") || "the instrument has none"})`,
    };
  else if (areas.length === 0) yield { path: ["areas"], expected: "a file areas.csv or areas.geojson beside it" };
  if (survey.groups.includes(survey.areas))
    yield {
      path: ["groups", survey.groups.indexOf(survey.areas)],
      expected: "no group of areas: they have a column of their own",
    };
}

function* eventMistakes({ department, areas, events }: FolderParts): Generator<Finding> {
  for (const [at, event] of events.entries()) {
    if (department) yield* textMistakes(department.languages, event.label, [at, "label"]);
    if (event.area !== undefined && !areas.some(({ id }) => id === event.area))
      yield {
        path: [at, "area"],
        expected: `one of the areas (${areas.map(({ id }) => id).join(", ") || "there are none"})`,
      };
  }
}

function* featureMistakes(parts: FolderParts): Generator<Finding> {
  if (!parts.geometry) return;
  for (const [at, { name }] of parts.areas.entries())
    for (const [field, , expected] of areaRowMistakes(parts, at, name))
      yield { path: ["features", at, "properties", field], expected };
}

function areaRowMistakes({ areas }: FolderParts, at: number, name: string): [string, string, string][] {
  const id = areas[at]?.id ?? "";
  const mistakes: [string, string, string][] = [];
  if (!idPattern.test(id)) mistakes.push(["id", id, "an id of 1 to 40 characters a-z, 0-9, dot, dash or underscore"]);
  if ((missingCodes as readonly string[]).includes(id))
    mistakes.push(["id", id, `an id that is no missing code (${missingCodes.join(", ")})`]);
  if (id === "all") mistakes.push(["id", id, "an id other than all, which is everywhere"]);
  if (areas.findIndex((area) => area.id === id) !== at) mistakes.push(["id", id, "an id that no other area has"]);
  if (name === "") mistakes.push(["name", name, "a name"]);
  return mistakes;
}

function* textMistakes(languages: readonly string[], text: Text, path: Path): Generator<Finding> {
  for (const language of languages)
    if (!Object.hasOwn(text, language))
      yield { path: [...path, language], expected: `a text in ${language}, a language of the department` };
  for (const language of Object.keys(text))
    if (!languages.includes(language))
      yield {
        path: [...path, language],
        expected: `only texts in the department's languages (${languages.join(", ")})`,
      };
}

/** @example instrumentNames({ "core-2.json": instrument }) // "core-2.json, core-1" */
export function instrumentNames(instruments: Readonly<Record<string, Instrument>>): string {
  return [...new Set([...Object.keys(instruments), ...builtInNames])].join(", ");
}
