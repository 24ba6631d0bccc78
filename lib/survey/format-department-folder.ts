import { stringify } from "csv-stringify/sync";
import { builtInNames } from "./built-in-instruments.ts";
import type { DepartmentFolder } from "./department.ts";
import type { Instrument } from "./instrument.ts";
import { outsideColumns, outsideFile } from "./outside-file.ts";

/**
 * Writes a department folder: file name → text, such that reading it again gives the same folder. Layout and what was left out
 * of the files that were applied are not kept here: whoever keeps those texts exports them instead.
 */
export function formatDepartmentFolder(folder: DepartmentFolder): Record<string, string> {
  const { department, survey, instruments, population, areas, geometry, events, outside = [] } = folder;
  const files: Record<string, string> = { "department.json": json(department), "survey.json": json(survey) };
  for (const [name, instrument] of Object.entries(instruments))
    if (!builtInNames.includes(name)) files[name] = json(instrumentFile(instrument));
  if (population.length > 0)
    files["population.csv"] = stringify(
      population.map(({ margin, category, count, area }) => [margin, category, count, area ?? ""]),
      { header: true, columns: ["margin", "category", "count", "area"] },
    );
  if (geometry !== undefined) files["areas.geojson"] = json(geometry);
  else if (areas.length > 0)
    files["areas.csv"] = stringify(
      areas.map(({ id, name }) => [id, name]),
      { header: true, columns: ["id", "name"] },
    );
  if (events.length > 0) files["events.json"] = json(events);
  if (outside.length > 0)
    files[outsideFile] = stringify(
      outside.map(({ source, measure, from, to, value, address = "" }) => [source, measure, from, to, value, address]),
      { header: true, columns: [...outsideColumns.required, ...outsideColumns.optional] },
    );
  return files;
}

/** An instrument as a file: the categories of an area demographic are left to the department. */
function instrumentFile(instrument: Instrument): object {
  return {
    ...instrument,
    demographics: instrument.demographics.map(({ categories, ...demographic }) =>
      categories.length > 0 ? { ...demographic, categories } : demographic,
    ),
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
