import type { Mistake } from "../problems/mistake.ts";
import { Problem } from "../problems/problem.ts";
import { builtInInstrument } from "./built-in-instruments.ts";
import { type CsvTable, readCsvFile } from "./csv-file.ts";
import type { DepartmentFolder } from "./department.ts";
import { type FolderParts, folderMistakes } from "./department-checks.ts";
import { departmentSchema, eventsSchema, geometrySchema, surveySchema } from "./department-schema.ts";
import type { Instrument } from "./instrument.ts";
import { checkJsonFile, type JsonFile, readJsonFile } from "./json-file.ts";
import { outsideColumns, outsideFile, readOutside } from "./outside-file.ts";
import { readInstrument } from "./parse-instrument.ts";
import { readPopulation } from "./population-file.ts";

/** What a folder holds besides its instruments. */
const knownNames = [
  "department.json",
  "survey.json",
  "population.csv",
  "areas.csv",
  "areas.geojson",
  "events.json",
  outsideFile,
];

/**
 * Reads a department folder: file name → text. Every `.json` that is not one of the format's own is an instrument; files that
 * are neither JSON, CSV nor GeoJSON (a README) are passed over.
 * @throws Problem `folder-refused` with every mistake in every file
 */
export function parseDepartmentFolder(files: Readonly<Record<string, string>>): DepartmentFolder {
  const mistakes: Mistake[] = [...strangeFiles(files)];
  const json: Record<string, JsonFile> = {};
  const readJson = <Value>(name: string, schema: Parameters<typeof checkJsonFile<Value>>[1]): Value | undefined => {
    if (!Object.hasOwn(files, name)) return undefined;
    json[name] = readJsonFile(files[name]!, name);
    const checked = checkJsonFile(json[name], schema);
    mistakes.push(...checked.mistakes);
    return checked.value;
  };
  const department = readJson("department.json", departmentSchema);
  const surveyFile = readJson("survey.json", surveySchema);
  const events = readJson("events.json", eventsSchema) ?? [];
  const geometry = readJson("areas.geojson", geometrySchema);
  const instruments: Record<string, Instrument> = {};
  for (const name of Object.keys(files)) {
    if (!name.endsWith(".json") || knownNames.includes(name)) continue;
    const read = readInstrument(files[name]!, name);
    mistakes.push(...read.mistakes);
    if (read.instrument) instruments[name] = read.instrument;
  }
  const builtIn = surveyFile && builtInInstrument(surveyFile.instrument, department?.languages);
  if (surveyFile && builtIn && !Object.hasOwn(instruments, surveyFile.instrument))
    instruments[surveyFile.instrument] = builtIn;

  const areaTable = readTable(files, "areas.csv", { required: ["id", "name"] });
  const areaRows = areaTable?.rows ?? [];
  mistakes.push(...(areaTable?.mistakes ?? []));
  const areas = geometry
    ? geometry.features.map(({ properties: { id, name } }) => ({ id, name }))
    : areaRows.map(({ values }) => ({ id: values.id!, name: values.name! }));
  const survey = surveyFile && { ...surveyFile, sponsor: surveyFile.sponsor ?? department?.name ?? surveyFile.title };
  const parts: FolderParts = {
    department,
    survey,
    instruments,
    areas,
    events,
    geometry,
    json,
    names: Object.keys(files),
  };
  mistakes.push(...folderMistakes(parts, areaRows));

  const populationTable = readTable(files, "population.csv", {
    required: ["margin", "category", "count"],
    optional: ["area"],
  });
  const instrument = survey && instruments[survey.instrument];
  const population = instrument && readPopulation(populationTable, survey, instrument, areas);
  mistakes.push(...(population ?? populationTable ?? { mistakes: [] }).mistakes);

  const outside = readOutside(readTable(files, outsideFile, outsideColumns), instrument);
  mistakes.push(...outside.mistakes);

  if (mistakes.length > 0 || !department || !survey)
    throw new Problem("folder-refused", { mistakes: mistakes.toSorted(inReadingOrder) });
  return {
    department,
    survey,
    instruments,
    population: population?.counts ?? [],
    areas,
    ...(geometry ? { geometry } : {}),
    events,
    ...(outside.numbers.length > 0 ? { outside: outside.numbers } : {}),
  };
}

function* strangeFiles(files: Readonly<Record<string, string>>): Generator<Mistake> {
  const whole = { line: null, field: "", value: null };
  for (const file of ["department.json", "survey.json"])
    if (!Object.hasOwn(files, file)) yield { ...whole, file, expected: "this file in the folder; it is missing" };
  for (const file of Object.keys(files))
    if (/\.(csv|geojson)$/.test(file) && !knownNames.includes(file))
      yield { ...whole, file, expected: `only the files ${knownNames.join(", ")} and instruments (.json)` };
  if (Object.hasOwn(files, "areas.csv") && Object.hasOwn(files, "areas.geojson"))
    yield { ...whole, file: "areas.geojson", expected: "either areas.csv or areas.geojson" };
}

function readTable(
  files: Readonly<Record<string, string>>,
  name: string,
  columns: Parameters<typeof readCsvFile>[2],
): CsvTable | undefined {
  return Object.hasOwn(files, name) ? readCsvFile(files[name]!, name, columns) : undefined;
}

function inReadingOrder(a: Mistake, b: Mistake): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return (a.line ?? 0) - (b.line ?? 0);
}
