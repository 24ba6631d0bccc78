import type { ProtectedEstimates, PublishedRow, PublishedWave } from "../../../disclosure/protected-estimates.ts";
import { csvTable } from "../../csv-table.ts";
import { type ReleaseFile, textFile } from "../../release-file.ts";
import { type DayIn, dayIn } from "../day-in.ts";
import {
  chicagoDates,
  chicagoScores,
  chicagoUnits,
  defaultMapping,
  type ScoreColumn,
  tempeScores,
  tempeUnits,
  type WideMapping,
} from "./wide-layout.ts";

/** A unit and period: one row of a wide table. */
interface WideRow {
  readonly wave: PublishedWave;
  /** Area id, or `all`. */
  readonly area: string;
}
type Cells = Readonly<Record<string, string | number | null>>;

/** What stands in a score column of each of the three companion files; nothing where the number is withheld. */
const contents = {
  "": (row: PublishedRow) => row.value,
  _n: (row: PublishedRow) => row.n,
  // The longer side, so that value ± margin covers the printed interval.
  _moe: (row: PublishedRow) =>
    row.suppressed === "" ? tenth(Math.max(row.value - row.ci_low, row.ci_high - row.value)) : null,
} as const;

export interface WideOptions {
  /** Of the department: the days of a wave are those of its town. */
  readonly timeZone: string;
  /** By column name, over `defaultMapping`. */
  readonly mapping?: Readonly<Record<string, string>> | undefined;
}

/**
 * `chicago-wide.csv` and `tempe-wide.csv`, each with `_n` (respondents) and `_moe` (half the 95 % interval): the `mean100` rows of
 * the headline stream with one row per wave and unit, nothing added and nothing computed but the margin. A number that the
 * release withholds is blank, and so is a column that the survey has nothing for.
 */
export function wideFiles(
  { waves, rows }: Pick<ProtectedEstimates, "waves" | "rows">,
  { timeZone, mapping = {} }: WideOptions,
): readonly ReleaseFile[] {
  const stream = waves.some((wave) => wave.stream === "invited") ? "invited" : "open";
  const scores = rows.filter((row) => row.stream === stream && row.statistic === "mean100" && row.option === "");
  const byKey = new Map(
    scores.map((row) => [key(row.wave, row.area, `${row.group}:${row.category}`, row.measure), row]),
  );
  const areas = ["all", ...new Set(scores.map(({ area }) => area).filter((area) => area !== "all"))];
  const units = waves
    .filter((wave) => wave.stream === stream)
    .flatMap((wave) => areas.map((area): WideRow => ({ wave, area })));
  const find = findRow(byKey, { ...defaultMapping, ...mapping });
  const days = dayIn(timeZone);
  return Object.entries(contents).flatMap(([suffix, content]) => {
    const table = (layout: Layout) => {
      const cells = units.map((unit) => ({
        ...layout.unit(unit, days),
        ...Object.fromEntries(
          layout.scores.map((column) => {
            const row = find(unit, column);
            return [column.name, row ? content(row) : null];
          }),
        ),
      }));
      return textFile(`${layout.name}${suffix}.csv`, "text/csv; charset=utf-8", csvTable(layout.columns, cells));
    };
    return [table(chicago), table(tempe)];
  });
}

const key = (wave: string, area: string, category: string, measure: string): string =>
  [wave, area, category, measure].join("\n");

const findRow =
  (rows: ReadonlyMap<string, PublishedRow>, mapping: WideMapping) =>
  ({ wave, area }: WideRow, column: ScoreColumn): PublishedRow | undefined => {
    const category = column.group === null ? "all:all" : mapping[column.group];
    const measure = mapping[column.measure];
    return category && measure ? rows.get(key(wave.wave, area, category, measure)) : undefined;
  };

interface Layout {
  readonly name: string;
  readonly columns: readonly string[];
  readonly scores: readonly ScoreColumn[];
  unit(row: WideRow, day: DayIn): Cells;
}

const names = (scores: readonly ScoreColumn[]): readonly string[] => scores.map(({ name }) => name);

/** Chicago's order: units, scores, dates as MM/DD/YYYY. Our areas stand where it has its districts. */
const chicago: Layout = {
  name: "chicago-wide",
  columns: [...chicagoUnits, ...names(chicagoScores), ...chicagoDates],
  scores: chicagoScores,
  unit: ({ wave, area }, day) => {
    const american = (date: string) => `${date.slice(5, 7)}/${date.slice(8)}/${date.slice(0, 4)}`;
    return {
      ORG_LEVEL: area === "all" ? "CITY" : "DISTRICT",
      CITY: wave.department,
      AREA: "",
      DISTRICT: area === "all" ? "" : area,
      SECTOR: "",
      START_DATE: american(day(Date.parse(wave.opens))),
      END_DATE: american(day(Date.parse(wave.closes) - 1)),
    };
  },
};

const tempe: Layout = {
  name: "tempe-wide",
  columns: [...tempeUnits, ...names(tempeScores)],
  scores: tempeScores,
  unit: ({ wave, area }, day) => ({
    start_date: day(Date.parse(wave.opens)),
    org_level: area === "all" ? 0 : 1,
    level_0: wave.department,
    level_1: area === "all" ? "" : area,
    level_2: "",
  }),
};

const tenth = (number: number): number => Math.round(number * 10) / 10;
