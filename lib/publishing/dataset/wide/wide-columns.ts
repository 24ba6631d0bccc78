import { type Column, number, type Table, text } from "../column.ts";
import { chicagoScores, defaultMapping, type ScoreColumn, tempeScores, type WideMapping } from "./wide-layout.ts";

const noArea = "The whole department";
const never = "Always: this survey has no such unit";

const chicagoUnits: readonly Column[] = [
  text("ORG_LEVEL", "Kind of unit", "CITY for the whole department, DISTRICT for one of its areas."),
  text("CITY", "City", "Id of the police department."),
  text("AREA", "Area", "Chicago's level between city and district.", never),
  text("DISTRICT", "District", "Id of the area.", noArea),
  text("SECTOR", "Sector", "Chicago's level below the district.", never),
];
const chicagoDates: readonly Column[] = [
  text("START_DATE", "First day", "First day of the wave in the department's time zone, MM/DD/YYYY."),
  text("END_DATE", "Last day", "Last day of the wave in the department's time zone, MM/DD/YYYY."),
];
const tempeUnits: readonly Column[] = [
  text("start_date", "First day", "First day of the wave in the department's time zone, ISO 8601."),
  number("org_level", "Kind of unit", "0 for the whole department, 1 for one of its areas.", "Never", "integer"),
  text("level_0", "Department", "Id of the police department."),
  text("level_1", "Area", "Id of the area.", noArea),
  text("level_2", "Unit below the area", "Tempe's level below the area.", never),
];

/** What the three files of a layout hold, by what their names end in. */
const contents = {
  "": { title: "scores", label: "", what: "Score of 0-100" },
  _n: { title: "respondents", label: ", n", what: "Respondents, to the nearest 5," },
  _moe: { title: "margins", label: ", margin", what: "Longer side of the interval, in points," },
} as const;

/**
 * What the columns of the wide files mean, by the files' names without their ending.
 * @param mapping `wideColumns` of the survey, over the default
 */
export function wideTables(mapping: WideMapping = {}): Readonly<Record<string, Table>> {
  const used = { ...defaultMapping, ...mapping };
  return Object.fromEntries(
    Object.entries(contents).flatMap(([suffix, content]) => {
      const scores = (columns: readonly ScoreColumn[]) => columns.map((column) => scoreColumn(column, content, used));
      const layouts: readonly Table[] = [
        {
          name: `chicago-wide${suffix}`,
          title: `The ${content.title} in the layout of Chicago's Police Sentiment Scores`,
          columns: [...chicagoUnits, ...scores(chicagoScores), ...chicagoDates],
          key: ["ORG_LEVEL", "DISTRICT", "START_DATE"],
        },
        {
          name: `tempe-wide${suffix}`,
          title: `The ${content.title} in the layout of Tempe's survey`,
          columns: [...tempeUnits, ...scores(tempeScores)],
          key: ["start_date", "org_level", "level_1"],
        },
      ];
      return layouts.map((table) => [table.name, table]);
    }),
  );
}

function scoreColumn(
  { name, measure, group }: ScoreColumn,
  { label, what }: (typeof contents)[keyof typeof contents],
  mapping: WideMapping,
): Column {
  const ours = mapping[measure];
  const theirs = group === null ? "everybody" : mapping[group];
  const description =
    ours === undefined || theirs === undefined
      ? `${what} of a measure or group that this survey does not name.`
      : `${what} of the measure ${ours} among ${theirs}, headline stream.`;
  return number(
    name,
    `${ours ?? measure}, ${theirs ?? group}${label}`,
    description,
    "Not asked, withheld, or no such group in this survey",
    label === ", n" ? "integer" : "number",
  );
}
